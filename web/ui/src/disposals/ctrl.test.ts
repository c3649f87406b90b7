import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Api, Disposal, DueRecord } from '../api';
import { DisposalCtrl, DisposalsCtrl, stepsAfter } from './ctrl';

const record = (id: string, more: Partial<DueRecord> = {}): DueRecord => ({
  record_id: id, record_number: `D-2014-00000${id}`, archive_number: null, type: 'id_card', retention_class: 'customer_identity',
  committed_at: '2014-01-01T00:00:00Z', kept_through: 2024, is_held: false, is_listed: false, ...more,
});

function opened(due: DueRecord[], sent: unknown[] = []) {
  const api = {
    disposals: async () => ({ items: [], next_cursor: null }),
    dueDisposals: async () => due,
    proposeDisposal: async (reason: string, items: unknown) => { sent.push(reason, items); return { id: 'x' }; },
  } as unknown as Api;
  const went: string[] = [];
  return { ctrl: new DisposalsCtrl(api, 2026, () => undefined, (id) => went.push(id)), went, sent };
}

test('a list is proposed of the records that were judged, and opens', async () => {
  const { ctrl, went, sent } = opened([record('1'), record('2'), record('3')]);
  await ctrl.refresh();
  ctrl.judge(record('1'), 'destroy');
  ctrl.judge(record('2'), 'extend');
  assert.equal(ctrl.mayPropose, false, 'without a reason');
  ctrl.set('reason', ' 2026 appraisal ');
  await ctrl.propose();
  assert.deepEqual(sent, ['2026 appraisal', [{ record_id: '1', opinion: 'destroy' }, { record_id: '2', opinion: 'extend', until_year: 2031 }]]);
  assert.deepEqual(went, ['x']);
});

test('what is held is never among all that is to be destroyed', async () => {
  const { ctrl } = opened([record('1'), record('2', { is_held: true }), record('3', { is_listed: true })]);
  await ctrl.refresh();
  ctrl.judgeAll('destroy');
  assert.deepEqual([...ctrl.opinions.keys()], ['1']);
  ctrl.judgeAll('keep');
  assert.deepEqual([...ctrl.opinions.keys()], ['1', '2']);
});

test('each state has its step, and what is over has none', () => {
  assert.deepEqual(stepsAfter('proposed'), ['approve', 'withdraw']);
  assert.deepEqual(stepsAfter('witnessed'), ['carry-out', 'withdraw']);
  assert.deepEqual(stepsAfter('carried_out'), []);
});

test('a step is taken only after a second yes', async () => {
  const taken: string[] = [];
  const list = { id: 'x', state: 'witnessed' } as Disposal;
  const api = { disposal: async () => list, takeDisposalStep: async (_: string, step: string) => { taken.push(step); return list; } } as unknown as Api;
  const ctrl = new DisposalCtrl(api, () => undefined, () => undefined, () => undefined);
  await ctrl.load('x');
  await ctrl.take();
  assert.deepEqual(taken, []);
  ctrl.ask('carry-out');
  await ctrl.take();
  assert.deepEqual(taken, ['carry-out']);
});
