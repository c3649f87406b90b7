import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Api, Statistics } from '../api';
import { StatisticsCtrl } from './ctrl';
import { largest, sizeText } from './model';

const word = (name: string, records: number) => ({ word: name, records, bytes: records * 10 });

test('the smallest words are one bar', () => {
  const words = Array.from({ length: 15 }, (_, at) => word(`w${at}`, 100 - at));
  const shown = largest(words, 'others');
  assert.equal(shown.length, 12);
  assert.deepEqual(shown.at(-1), { word: 'others', records: 89 + 88 + 87 + 86, bytes: 3500 });
  assert.deepEqual(largest(words.slice(0, 3), 'others'), words.slice(0, 3));
});

test('bytes are said as disks are sold', () => {
  assert.deepEqual([0, 999, 1000, 1_540_000, 12_300_000_000].map(sizeText), ['0 B', '999 B', '1.0 kB', '1.5 MB', '12 GB']);
});

test('an answer to a span that is not asked for any more is dropped', async () => {
  const answers: ((one: Statistics) => void)[] = [];
  const api = { filingPlan: async () => ({ classes: [] }), statistics: () => new Promise((resolve) => answers.push(resolve)) } as unknown as Api;
  const ctrl = new StatisticsCtrl(api, () => undefined, () => undefined);
  const first = ctrl.refresh();
  ctrl.choose(24);
  answers[0]?.({ records: 1 } as Statistics);
  await first;
  assert.equal(ctrl.statistics, null);
  answers[1]?.({ records: 2 } as Statistics);
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal((ctrl.statistics as Statistics | null)?.records, 2);
});
