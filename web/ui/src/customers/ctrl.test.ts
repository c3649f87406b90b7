import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type Api, type Customer, type CustomerRow } from '../api';
import { CustomerCtrl, CustomersCtrl } from './ctrl';

const row = (id: string): CustomerRow => ({ id, kind: 'person', name: '王芳', records: 1, newest_at: null, risk: null });
const customer: Customer = { ...row('c'), version: 2, numbers: [], record_list: [], relations: [], timeline: [], merges: [], alike: [row('d')], due: [] };

test('the one who has a number is opened, several are shown', async () => {
  const opened: string[] = [];
  let answer = [row('a')];
  const ctrl = new CustomersCtrl({ findCustomers: async () => answer } as unknown as Api, () => undefined, (id) => opened.push(id));
  ctrl.set(' 110 ');
  await ctrl.find();
  assert.deepEqual(opened, ['a']);
  answer = [row('a'), row('b')];
  await ctrl.find();
  assert.deepEqual(opened, ['a']);
  assert.equal(ctrl.found?.length, 2);
  ctrl.set('');
  assert.equal(ctrl.found, null);
});

async function opened(api: Partial<Api> = {}) {
  const sent: unknown[] = [];
  const note = async (...said: unknown[]) => { sent.push(said); };
  const full = { customer: async () => customer, filingPlan: async () => ({ risks: [] }), mergeCustomers: note, endMerge: note, rateCustomer: note, finishDue: note, ...api } as unknown as Api;
  const ctrl = new CustomerCtrl(full, () => undefined, () => undefined, () => undefined, () => undefined);
  await ctrl.load('c');
  return { ctrl, sent };
}

test('nothing is done without a reason', async () => {
  const { ctrl, sent } = await opened();
  ctrl.ask({ act: 'merge', other: row('d') });
  await ctrl.answer();
  assert.deepEqual(sent, []);
  ctrl.setReason(' the same person ');
  await ctrl.answer();
  assert.deepEqual(sent, [['c', 'd', 'the same person']]);
  assert.equal(ctrl.asked, null);
});

test('a rating says which version was looked at', async () => {
  const { ctrl, sent } = await opened();
  ctrl.ask({ act: 'rate', risk: 'high' });
  ctrl.setReason('cash business');
  await ctrl.answer();
  assert.deepEqual(sent, [['c', 2, 'high', 'cash business']]);
});

test('a refusal keeps the question open', async () => {
  const { ctrl } = await opened({ endMerge: async () => { throw new Problem(409, 'closed', ''); } });
  ctrl.ask({ act: 'end_merge', merge: 'm', name: '' });
  ctrl.setReason('they are two');
  await ctrl.answer();
  assert.notEqual(ctrl.problem, '');
  assert.equal(ctrl.asked?.act, 'end_merge');
});
