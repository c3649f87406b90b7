import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type ExternalCheck } from '../api';
import { ChecksCtrl } from './ctrl';
import { standingOf, takesCode } from './model';

const now = Date.parse('2026-11-26T04:00:00Z');

const aCheck = (more: Partial<ExternalCheck> = {}): ExternalCheck => ({
  connector: 'police', kind: 'identity', about: 'id_number', fields: ['id_number', 'name'], state: 'answered', outcome: 'match', is_current: true,
  asked_by: 'system', asked_at: '2026-11-26T03:00:00Z', answered_at: '2026-11-26T03:00:01Z', valid_until: '2027-05-25T03:00:01Z',
  reference: null, answer_sha256: null, attempts: 1, trouble: null, code_expires_at: null, code_tries_left: 5, ...more,
});

function ctrlOf(...answers: ExternalCheck['state'][]) {
  const calls: string[] = [];
  const refusals: Problem[] = [];
  const act = async (what: string) => {
    calls.push(what);
    const refusal = refusals.shift();
    if (refusal) throw refusal;
  };
  const ctrl = new ChecksCtrl({
    ask: async (connector) => { await act(`ask ${connector}`); return aCheck({ state: 'waiting', outcome: null }); },
    enterCode: (connector, code) => act(`enter ${connector} ${code}`),
    reload: async () => { calls.push('look'); return [aCheck({ state: answers.shift() ?? 'answered' })]; },
    redraw: () => undefined,
    pause: async () => undefined,
  });
  return { ctrl, calls, refusals };
}

test('after asking it is looked for the answer until there is one', async () => {
  const { ctrl, calls } = ctrlOf('waiting', 'waiting');
  await ctrl.ask('police');
  assert.deepEqual(calls, ['ask police', 'look', 'look', 'look']);
  assert.equal(ctrl.busy, '');
});

test('a service that stays silent is not looked after for ever', async () => {
  const { ctrl, calls } = ctrlOf(...Array<'waiting'>(50).fill('waiting'));
  await ctrl.ask('police');
  assert.ok(calls.length < 8);
});

test('a refusal is said and nothing is looked for', async () => {
  const { ctrl, calls, refusals } = ctrlOf();
  refusals.push(new Problem(429, 'too_many_tries', ''));
  await ctrl.ask('police');
  assert.deepEqual(calls, ['ask police']);
  assert.notEqual(ctrl.problem, '');
});

test('a code is six digits, whatever is typed around them', async () => {
  const { ctrl, calls } = ctrlOf();
  ctrl.type('mail', '12 34');
  await ctrl.enter('mail');
  assert.deepEqual(calls, [], 'not yet');
  ctrl.type('mail', ' 123-4567 ');
  await ctrl.enter('mail');
  assert.deepEqual(calls, ['enter mail 123456', 'look']);
  assert.equal(ctrl.codes.get('mail'), undefined);
});

test('what a check comes to depends on its values and on the day', () => {
  assert.equal(standingOf(aCheck(), now), 'match');
  assert.equal(standingOf(aCheck({ is_current: false }), now), 'stale');
  assert.equal(standingOf(aCheck({ valid_until: '2026-11-26T03:59:59Z' }), now), 'stale');
  assert.equal(standingOf(aCheck({ outcome: 'mismatch', valid_until: '2026-11-26T03:59:59Z' }), now), 'mismatch', 'a doubt does not run out');
  assert.equal(standingOf(aCheck({ state: 'waiting', outcome: null }), now), 'waiting');
  assert.equal(standingOf(aCheck({ state: 'withdrawn', outcome: null }), now), 'none');
});

test('a code can be entered while it is valid and tries are left', () => {
  const sent = aCheck({ kind: 'email', state: 'code_sent', outcome: null, code_expires_at: '2026-11-26T04:15:00Z' });
  assert.ok(takesCode(sent, now));
  assert.ok(!takesCode({ ...sent, code_tries_left: 0 }, now));
  assert.ok(!takesCode({ ...sent, code_expires_at: '2026-11-26T04:00:00Z' }, now));
});
