import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type Api, type Loan } from '../api';
import { LoansCtrl } from './ctrl';

const loan = (more: Partial<Loan> = {}): Loan => ({
  id: 'l', number: 'L-2026-000001', kind: 'view', state: 'requested', over: false, borrower: 'vera', purpose: 'a complaint', days: 3, requested_at: '', decided_by: null,
  decided_at: null, decline_reason: null, until: null, renewals: 0, returned_by: null, returned_at: null, return_note: null, records: [], ...more,
});

function desk(me: string, lends: boolean, api: Partial<Api> = {}) {
  const done: string[] = [];
  const full = { loans: async () => ({ items: [loan()], next_cursor: null }), ...api } as unknown as Api;
  const ctrl = new LoansCtrl(full, me, lends, () => undefined, (what) => done.push(what), () => undefined);
  return { ctrl, done };
}

test('nobody decides on a loan of his own, and who does not lend decides on none', () => {
  assert.deepEqual(desk('kai', true).ctrl.acts(loan()), ['approve', 'decline']);
  assert.deepEqual(desk('vera', true).ctrl.acts(loan()), ['withdraw']);
  assert.deepEqual(desk('otto', false).ctrl.acts(loan()), []);
});

test('a view is given back by who borrowed it, paper is taken back by who lent it', () => {
  const view = loan({ state: 'approved', until: '2026-11-29T00:00:00Z' });
  assert.deepEqual(desk('vera', false).ctrl.acts(view), ['return']);
  assert.deepEqual(desk('kai', true).ctrl.acts(view), ['take_back', 'renew']);
  const paper = loan({ kind: 'paper', state: 'approved', over: true });
  assert.deepEqual(desk('vera', false).ctrl.acts(paper), []);
  assert.deepEqual(desk('kai', true).ctrl.acts(paper), ['take_back', 'renew']);
  assert.deepEqual(desk('kai', true).ctrl.acts({ ...paper, renewals: 1 }), ['take_back']);
});

test('a view whose time is over asks for nothing', () => {
  assert.deepEqual(desk('vera', false).ctrl.acts(loan({ state: 'approved', over: true })), []);
});

test('declining waits for its reason', async () => {
  const sent: string[] = [];
  const { ctrl, done } = desk('kai', true, { decideLoan: async (_id, action, reason) => { sent.push(`${action} ${reason}`); return loan({ state: 'declined' }); } });
  await ctrl.act(loan(), 'decline');
  assert.deepEqual(sent, []);
  await ctrl.answer();
  assert.deepEqual(sent, []);
  ctrl.set('said', ' not yours ');
  await ctrl.answer();
  assert.deepEqual(sent, ['decline not yours']);
  assert.equal(ctrl.asking, null);
  assert.deepEqual(done, ['decline']);
});

test('the usual days follow the kind until somebody says others', () => {
  const { ctrl } = desk('vera', false);
  ctrl.setKind('paper');
  assert.equal(ctrl.days, '10');
  ctrl.set('days', '5');
  ctrl.setKind('view');
  assert.equal(ctrl.days, '5');
});

test('a refused request keeps what was written', async () => {
  const { ctrl, done } = desk('vera', false, { requestLoan: async () => { throw new Problem(422, 'no_such_record', ''); } });
  ctrl.set('records', 'D-1');
  ctrl.set('purpose', 'a complaint');
  await ctrl.request();
  assert.equal(ctrl.records, 'D-1');
  assert.notEqual(ctrl.problem, '');
  assert.deepEqual(done, []);
});
