import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Api, Found, Hit } from '../api';
import { RecordsCtrl } from './ctrl';
import { nothingAsked, searchOf } from './model';

const hit = (id: string): Hit => ({ id, number: `D-2026-${id}`, archive_number: null, type: 'id_card', committed_at: '', committed_by: 'system', source_name: '', has_external_doubt: false, title: '张伟', matches: [] });
const found = (...ids: string[]): Found => ({
  read_as: 'text', items: ids.map(hit), next_cursor: null, total: ids.length, is_capped: false,
  facets: { types: [], stations: [], years: [] }, index: { is_whole: true, records: 9 },
});

function opened(api: Partial<Api>, asked = { question: nothingAsked }) {
  const full = { records: async () => ({ items: [], next_cursor: null }), search: async () => found(), ...api } as unknown as Api;
  return new RecordsCtrl(full, () => undefined, () => undefined, asked);
}

test('what is typed is searched for when it is entered, and not before', async () => {
  const sent: string[] = [];
  const ctrl = opened({ search: async (question) => { sent.push(question.text ?? ''); return found('1'); } });
  ctrl.type('张');
  ctrl.type(' 张伟 ');
  assert.deepEqual(sent, []);
  await ctrl.search();
  assert.deepEqual(sent, ['张伟']);
  assert.equal(ctrl.list.items.length, 1);
  assert.equal(ctrl.summary?.total, 1);
});

test('a filter chosen twice is taken off', async () => {
  const ctrl = opened({ search: async () => found('1') });
  ctrl.type('张伟');
  await ctrl.search();
  await ctrl.filter('station', 'desk');
  assert.equal(ctrl.question.station, 'desk');
  await ctrl.filter('station', 'desk');
  assert.equal(ctrl.question.station, '');
  assert.equal(ctrl.question.text, '张伟');
});

test('without a question it is the list of records', async () => {
  const ctrl = opened({ search: async () => found('1') });
  ctrl.type('张伟');
  await ctrl.search();
  await ctrl.clear();
  assert.equal(ctrl.summary, null);
  assert.deepEqual(ctrl.question, nothingAsked);
  assert.equal(ctrl.typed, '');
});

test('an answer that comes late does not replace a newer one', async () => {
  const waiting: ((answer: Found) => void)[] = [];
  const ctrl = opened({ search: () => new Promise<Found>((resolve) => { waiting.push(resolve); }) });
  ctrl.type('张');
  const first = ctrl.search();
  ctrl.type('张伟');
  const second = ctrl.search();
  waiting[1]?.(found('new'));
  waiting[0]?.(found('old', 'older'));
  await Promise.all([first, second]);
  assert.deepEqual(ctrl.list.items.map(({ id }) => id), ['new']);
  assert.equal(ctrl.summary?.total, 1);
});

test('who comes back from a record finds what was found', async () => {
  const asked = { question: nothingAsked };
  const before = opened({ search: async () => found('1') }, asked);
  before.type('张伟');
  await before.search();
  const after = opened({ search: async () => found('1') }, asked);
  assert.equal(after.typed, '张伟');
  await after.list.refresh();
  assert.equal(after.summary?.total, 1);
});

test('a year is sent as its days', () => {
  assert.deepEqual(searchOf({ ...nothingAsked, text: '张伟', year: '2026' }, null), { text: '张伟', from: '2026-01-01', to: '2026-12-31' });
});
