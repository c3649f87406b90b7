import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type Api, type Correction } from '../api';
import { CorrectionCtrl, ProposalCtrl } from './ctrl';

const correction = (more: Partial<Correction> = {}): Correction => ({
  id: 'c', record_id: 'r', record_number: 'D-2026-000001', type: 'id_card', field: 'name', state: 'open', proposed_by: 'wang', proposed_at: '', decided_by: null,
  decided_at: null, before: 'LI', after: 'LIU', reason: 'the card says so', decline_reason: null, findings: [], cohort: [], ...more,
});

async function opened(me: string, api: Partial<Api> = {}) {
  const full = { correction: async () => correction(), ...api } as unknown as Api;
  const ctrl = new CorrectionCtrl(full, me, () => undefined, () => undefined, () => undefined);
  await ctrl.load('c');
  return ctrl;
}

test('nobody decides what they proposed', async () => {
  assert.equal((await opened('wang')).mayDecide, false);
  assert.equal((await opened('li')).mayDecide, true);
});

test('an approved correction is no longer to be decided', async () => {
  const ctrl = await opened('li', { decideCorrection: async () => correction({ state: 'approved', decided_by: 'li' }) });
  await ctrl.approve();
  assert.equal(ctrl.correction?.state, 'approved');
  assert.equal(ctrl.mayDecide, false);
});

test('without a reason nothing is declined, and a reason goes with no approval', async () => {
  const sent: string[] = [];
  const ctrl = await opened('li', { decideCorrection: async (_id, action, reason) => { sent.push(`${action} ${reason}`); return correction(); } });
  await ctrl.decline();
  ctrl.setReason('the card says LI');
  await ctrl.approve();
  ctrl.setReason('the card says LI');
  await ctrl.decline();
  assert.deepEqual(sent, ['approve ', 'decline the card says LI']);
});

test('a refusal is shown and changes nothing', async () => {
  const ctrl = await opened('li', { decideCorrection: async () => { throw new Problem(409, 'same_person', ''); } });
  ctrl.setReason('the card says LI');
  await ctrl.decline();
  assert.notEqual(ctrl.problem, '');
  assert.equal(ctrl.correction?.state, 'open');
});

test('a proposal that breaks a rule asks why it stands all the same', async () => {
  const finding = { code: 'id_number.checksum', severity: 'error' as const, fields: ['id_number'], message: { en: '', zh_hans: '', zh_hant: '' } };
  const sent: object[] = [];
  let opens: string | null = null;
  const api = {
    proposeCorrection: async (_record: string, said: { override_reason?: string }) => {
      sent.push(said);
      if (!said.override_reason) throw new Problem(422, 'rule_broken', '', [finding]);
      return correction();
    },
  } as unknown as Api;
  const ctrl = new ProposalCtrl(api, 'r', 'id_number', '1', () => undefined, (id) => { opens = id; });
  ctrl.set('value', ' 2 ');
  ctrl.set('reason', 'typed');
  await ctrl.send();
  assert.deepEqual(ctrl.broken, [finding]);
  assert.equal(ctrl.problem, '');
  ctrl.set('override', 'the card is like that');
  ctrl.set('value', '3');
  await ctrl.send();
  assert.deepEqual(sent.at(-1), { field: 'id_number', value: '3', reason: 'typed' }, 'what was said of another value does not count');
  ctrl.set('value', '2');
  ctrl.set('override', 'the card is like this');
  await ctrl.send();
  assert.equal(opens, 'c');
  assert.deepEqual(sent.at(-1), { field: 'id_number', value: '2', reason: 'typed', override_reason: 'the card is like this' });
});
