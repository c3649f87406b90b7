import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type Api, type DataRequest, type FoundItem } from '../api';
import { RequestCtrl, RequestsCtrl } from './ctrl';

const item = (id: string, more: Partial<FoundItem> = {}): FoundItem => ({
  id, kind: 'record', found_by: 'number', own: true, included: true, number: `D-2026-00000${id}`, archive_number: null, type: 'id_card',
  at: '2026-01-01T00:00:00Z', state: 'filed', kept_through: null, is_held: false, may_be_listed: false, ...more,
});
const request = (more: Partial<DataRequest> = {}): DataRequest => ({
  id: 'r', number: 'P-2026-0001', state: 'received', rights: ['access'], name: '张伟', received_on: '2026-11-20', due_on: '2026-12-05', extended_from: null, overdue: false, registered_by: 'chen', registered_at: '2026-11-20T01:00:00Z',
  version: 1, id_number: '11010519491231002X', contact: null, represented_by: null, wish: null, proof: null, customer_id: 'c', restricted: false, extension_reason: null, extendable_until: '2027-01-19',
  answer: 'granted', answer_text: null, answer_reason: null, note: null, steps: [], found: [], unread_files: 0, ...more,
});

function opened(answers: DataRequest[]) {
  const sent: unknown[] = [];
  const note = (...said: unknown[]) => { sent.push(said); return Promise.resolve(answers.shift() ?? request()); };
  const api = { dataRequest: note, stepDataRequest: note, includeFound: note, correctForRequest: note } as unknown as Api;
  return { ctrl: new RequestCtrl(api, () => undefined, () => undefined, () => [], () => undefined), sent };
}

test('a request has rights, a name and a number before it is registered, and opens', async () => {
  const sent: unknown[] = [];
  const went: string[] = [];
  const api = { registerDataRequest: async (said: unknown) => { sent.push(said); return request(); } } as unknown as Api;
  const ctrl = new RequestsCtrl(api, '2026-11-26', () => undefined, (id) => went.push(id));
  ctrl.begin();
  ctrl.set('name', '张伟');
  ctrl.set('id_number', '11010519491231002X');
  assert.equal(ctrl.mayRegister, false, 'without a right');
  ctrl.toggle('erasure');
  ctrl.toggle('access');
  ctrl.toggle('copy');
  ctrl.toggle('copy');
  await ctrl.register();
  assert.deepEqual(sent, [{ name: '张伟', id_number: '11010519491231002X', contact: '', represented_by: '', wish: '', received_on: '2026-11-26', rights: 'access erasure' }]);
  assert.deepEqual(went, ['r']);
});

test('nothing is done before it is proven who asks', async () => {
  const { ctrl, sent } = opened([request(), request({ state: 'identified' })]);
  await ctrl.load('r');
  assert.equal(ctrl.mayWork, false);
  ctrl.begin('identify');
  assert.equal(ctrl.maySend, false, 'without a word on how');
  ctrl.set('text', ' at the counter ');
  await ctrl.send();
  assert.deepEqual(sent[1], ['r', 'identity', { proof: 'at the counter' }]);
  assert.equal(ctrl.mayWork, true);
  assert.equal(ctrl.act, null);
});

test('a day is put off to a later one within the limit, and with a reason', async () => {
  const later = request({ due_on: '2026-12-31', extended_from: '2026-12-05', extension_reason: 'three branches', extendable_until: null });
  const { ctrl, sent } = opened([request(), later]);
  await ctrl.load('r');
  assert.deepEqual(ctrl.extension, { first: '2026-12-06', last: '2027-01-19' });
  ctrl.begin('extend');
  ctrl.set('text', 'three branches');
  for (const day of ['', '2026-12-05', '2027-01-20']) {
    ctrl.set('until', day);
    assert.equal(ctrl.maySend, false, `to ${day}`);
  }
  ctrl.set('until', '2026-12-31');
  await ctrl.send();
  assert.deepEqual(sent[1], ['r', 'extension', { until: '2026-12-31', reason: 'three branches' }]);
  assert.equal(ctrl.extension, null, 'only once');
});

test('who cannot prove who he is can only be refused, with a reason', async () => {
  const { ctrl } = opened([request()]);
  await ctrl.load('r');
  ctrl.begin('answer');
  assert.equal(ctrl.answer, 'refused');
  ctrl.set('text', 'We cannot tell who you are.');
  assert.equal(ctrl.maySend, false);
  ctrl.set('reason', 'no proof');
  assert.equal(ctrl.maySend, true);
});

test('only what counts as his and need not be kept is offered for erasure', async () => {
  const found = [item('1', { may_be_listed: true }), item('2'), item('3', { may_be_listed: true, included: false })];
  const { ctrl } = opened([request({ state: 'identified', found })]);
  await ctrl.load('r');
  assert.deepEqual(ctrl.erasable.map(({ id }) => id), ['1']);
  assert.deepEqual(ctrl.included.map(({ id }) => id), ['1', '2']);
});

test('a refusal is said and what was typed stays', async () => {
  const api = { dataRequest: async () => request({ state: 'identified' }), stepDataRequest: () => Promise.reject(new Problem(409, 'same_person', '')) } as unknown as Api;
  const ctrl = new RequestCtrl(api, () => undefined, () => undefined, () => [], () => undefined);
  await ctrl.load('r');
  ctrl.begin('lift');
  ctrl.set('text', 'he asked for it');
  await ctrl.send();
  assert.notEqual(ctrl.problem, '');
  assert.equal(ctrl.act, 'lift');
  assert.equal(ctrl.text, 'he asked for it');
});
