import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doubtMarks, nextOpen, stepDoubt, type Item, type ItemState } from './model';

const items = (...states: ItemState[]): Item[] =>
  states.map((state, index) => ({
    name: `f${index}`, title: '', type: null, state, value: '', read: '', confidence: 1, options: [], page: 0, box: [0, 0, 0, 0],
    findings: [], discrepancy: state === 'accepted' ? null : `d${index}`, by: '',
  }));

test('the next open field is looked for behind, then from the start', () => {
  assert.equal(nextOpen(items('open', 'accepted', 'confirmed', 'open'), 0), 3);
  assert.equal(nextOpen(items('open', 'accepted', 'confirmed'), 2), 0);
});

test('with nothing open the next place is the commit button', () => {
  assert.equal(nextOpen(items('confirmed', 'accepted'), 0), 2);
});

test('page keys go from doubt to doubt, settled ones included, and stop at the ends', () => {
  const three = items('confirmed', 'accepted', 'open', 'accepted');
  assert.equal(stepDoubt(three, 0, 1), 2);
  assert.equal(stepDoubt(three, 2, -1), 0);
  assert.equal(stepDoubt(three, 2, 1), 2);
});

test('the characters that another reading has differently are marked', () => {
  assert.deepEqual(doubtMarks('己任', ['已任']), [{ text: '己', doubted: true }, { text: '任', doubted: false }]);
});

test('a reading of another length marks nothing', () => {
  assert.deepEqual(doubtMarks('123', ['12']), [{ text: '123', doubted: false }]);
});

test('a rare character outside the basic plane counts as one', () => {
  assert.deepEqual(doubtMarks('𠮷田', ['吉田']), [{ text: '𠮷', doubted: true }, { text: '田', doubted: false }]);
});
