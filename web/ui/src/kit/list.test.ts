import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Listing } from '../api';
import { PagedList } from './list';

/** A list whose answers come when the test says so, in any order. */
function slowList() {
  const answers: ((page: Listing<string>) => void)[] = [];
  const list = new PagedList<string>(() => new Promise((resolve) => answers.push(resolve)), () => undefined);
  return { list, answer: (question: number, items: string[], next_cursor: string | null = null) => answers[question]!({ items, next_cursor }), asked: () => answers.length };
}

test('the answer to what was asked last is shown, though an earlier one comes after it', async () => {
  const { list, answer } = slowList();
  const [first, second] = [list.refresh(), list.refresh()];
  answer(1, ['what was asked last']);
  await second;
  answer(0, ['what was asked before']);
  await first;
  assert.deepEqual(list.items, ['what was asked last']);
  assert.equal(list.loading, false);
});

test('answers that are slower than the questions are shown in their turn', async () => {
  const { list, answer } = slowList();
  const [first, second] = [list.refresh(), list.refresh()];
  answer(0, ['what was asked before']);
  await first;
  assert.deepEqual([list.items, list.loading], [['what was asked before'], true]);
  answer(1, ['what was asked last']);
  await second;
  assert.deepEqual([list.items, list.loading], [['what was asked last'], false]);
});

test('more is not asked of a list that is on its way', async () => {
  const { list, answer, asked } = slowList();
  const first = list.refresh();
  answer(0, ['a'], 'b');
  await first;
  const again = list.refresh();
  await list.more();
  assert.equal(asked(), 2);
  answer(1, ['c'], 'd');
  await again;
  const more = list.more();
  answer(2, ['e']);
  await more;
  assert.deepEqual(list.items, ['c', 'e']);
});
