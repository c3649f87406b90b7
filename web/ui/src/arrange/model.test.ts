import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Neighbour } from '../api';
import { changeOf, move, pilesOf, placeOf, setType, step, toggleSeam, type Pile } from './model';

const neighbour = (document_id: string, pages: number[], more: Partial<Neighbour> = {}): Neighbour => ({
  document_id, version: 3, type: 'id_card', state: 'review', source_name: '', claimed_by: null, pages, ...more,
});
const shape = (piles: readonly Pile[] | null) => piles?.map(({ leaves }) => leaves.map(({ document, page }) => `${document}${page}`).join(' ')) ?? null;

const two = [neighbour('a', [0, 1]), neighbour('b', [0])];

test('a seam is cut before a page, and joined where there is one', () => {
  const piles = pilesOf(two, 'me');
  const cut = toggleSeam(piles, { pile: 0, leaf: 1 });
  assert.deepEqual(shape(cut), ['a0', 'a1', 'b0']);
  assert.deepEqual(shape(toggleSeam(piles, { pile: 1, leaf: 0 })), ['a0 a1 b0']);
  assert.deepEqual(shape(toggleSeam(cut as Pile[], { pile: 1, leaf: 0 })), ['a0 a1', 'b0'], 'twice is as it was');
  assert.equal(toggleSeam(piles, { pile: 0, leaf: 0 }), null, 'nothing lies before the first');
});

test('a page moves within its document, and over its edge into the next', () => {
  const piles = pilesOf(two, 'me');
  assert.deepEqual(shape(move(piles, { pile: 0, leaf: 0 }, 1)), ['a1 a0', 'b0']);
  assert.deepEqual(shape(move(piles, { pile: 0, leaf: 1 }, 1)), ['a0', 'a1 b0']);
  assert.deepEqual(shape(move(piles, { pile: 1, leaf: 0 }, -1)), ['a0 a1 b0'], 'an empty document is none');
  assert.equal(move(piles, { pile: 1, leaf: 0 }, 1), null);
});

test('documents that are committed or in other hands stay as they are', () => {
  const piles = pilesOf([neighbour('a', [0], { state: 'committed' }), neighbour('b', [0, 1]), neighbour('c', [0], { claimed_by: 'li' })], 'me');
  assert.equal(toggleSeam(piles, { pile: 1, leaf: 0 }), null);
  assert.equal(move(piles, { pile: 1, leaf: 1 }, 1), null);
  assert.equal(setType(piles, { pile: 2, leaf: 0 }, 'passport'), null);
});

test('what the person has open is free', () => {
  assert.equal(pilesOf([neighbour('a', [0], { claimed_by: 'me' })], 'me')[0]?.locked, false);
});

test('only what changed is asked for, each page of it once', () => {
  const neighbours = [...two, neighbour('c', [0])];
  const piles = pilesOf(neighbours, 'me');
  assert.equal(changeOf(piles, neighbours), null);
  assert.deepEqual(changeOf(setType(piles, { pile: 2, leaf: 0 }, 'passport') as Pile[], neighbours), {
    from: [{ document_id: 'c', version: 3 }],
    into: [{ type: 'passport', pages: [{ document_id: 'c', page: 0 }] }],
  });
  assert.deepEqual(changeOf(move(piles, { pile: 0, leaf: 1 }, 1) as Pile[], neighbours), {
    from: [{ document_id: 'a', version: 3 }, { document_id: 'b', version: 3 }],
    into: [
      { type: 'id_card', pages: [{ document_id: 'a', page: 0 }] },
      { type: 'id_card', pages: [{ document_id: 'a', page: 1 }, { document_id: 'b', page: 0 }] },
    ],
  });
});

test('the way through the pages crosses documents and ends at the ends', () => {
  const piles = pilesOf(two, 'me');
  assert.deepEqual(step(piles, { pile: 0, leaf: 1 }, 1), { pile: 1, leaf: 0 });
  assert.deepEqual(step(piles, { pile: 1, leaf: 0 }, 1), { pile: 1, leaf: 0 });
  assert.deepEqual(placeOf(piles, { document: 'b', page: 0 }), { pile: 1, leaf: 0 });
});
