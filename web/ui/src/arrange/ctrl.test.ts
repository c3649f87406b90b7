import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type Api, type Neighbour, type OriginalRow, type Rearrangement } from '../api';
import { ArrangeCtrl, type Inserted } from './ctrl';

const card: Neighbour = { document_id: 'd', version: 3, type: 'id_card', state: 'review', source_name: 'a.jpg', claimed_by: 'me', pages: [0, 1] };

interface Sent { arranged: Rearrangement[]; inserted: string[]; done: string[] }

async function opened(looked: Partial<OriginalRow> = { state: 'read', bundles: ['b'] }, inserted: Inserted | null = null, refuse?: Problem) {
  const sent: Sent = { arranged: [], inserted: [], done: [] };
  const api = {
    neighbours: async () => ({ batch_id: 'x', items: [card] }),
    insert: async (file: File, document: string, version: number, place: number) => {
      if (refuse) throw refuse;
      sent.inserted.push(`${file.name} into ${document} ${version} behind ${place}`);
      return { original_id: 'o', duplicate_of: null };
    },
    original: async () => ({ documents: [], bundles: [], ...looked }),
    arrange: async (wanted: Rearrangement) => {
      sent.arranged.push(wanted);
      return { originals: ['first', 'second'] };
    },
  } as unknown as Api;
  const ctrl = new ArrangeCtrl({
    api, redraw: () => undefined, me: 'me', types: () => ['id_card'], close: () => undefined, pause: async () => undefined, inserted,
    done: (originals, place) => sent.done.push(`${originals.join()} ${place ?? ''}`),
  }, 'd');
  await ctrl.load(0);
  return { ctrl, sent };
}

const file = new File(['page'], 'back.jpg');

test('a file is put in behind the page in question', async () => {
  const { ctrl, sent } = await opened();
  await ctrl.insert(file);
  assert.deepEqual(sent.inserted, ['back.jpg into d 3 behind 1']);
  assert.deepEqual(sent.done, ['b 1']);
});

test('nothing is put in while something else is being changed', async () => {
  const { ctrl, sent } = await opened();
  ctrl.key('ArrowRight');
  ctrl.key(' ');
  assert.equal(ctrl.mayInsert, false);
  await ctrl.insert(file);
  assert.deepEqual(sent.inserted, []);
});

test('a file that nobody can read changes nothing, and that is said', async () => {
  const { ctrl, sent } = await opened({ state: 'quarantined', bundles: [] });
  await ctrl.insert(file);
  assert.deepEqual(sent.done, []);
  assert.notEqual(ctrl.problem, '');
  assert.equal(ctrl.sending, false);
});

test('what was put in is taken out again as a document of its own', async () => {
  const { ctrl, sent } = await opened({}, { document: 'd', pages: [1] });
  assert.equal(ctrl.key('x'), true);
  await Promise.resolve();
  const leaf = (page: number) => ({ document_id: 'd', page });
  assert.deepEqual(sent.arranged, [{ from: [{ document_id: 'd', version: 3 }], into: [{ type: 'id_card', pages: [leaf(0)] }, { type: null, pages: [leaf(1)] }] }]);
});

test('there is nothing to take out where nothing was put in', async () => {
  const { ctrl } = await opened({}, { document: 'another', pages: [0] });
  assert.equal(ctrl.key('x'), false);
});

test('a refusal is said in words', async () => {
  const { ctrl } = await opened({}, null, new Problem(409, 'known_file', ''));
  await ctrl.insert(file);
  assert.match(ctrl.problem, /./);
  assert.equal(ctrl.sending, false);
});
