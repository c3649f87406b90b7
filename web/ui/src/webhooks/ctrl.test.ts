import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type Api, type Webhook } from '../api';
import { WebhooksCtrl } from './ctrl';

const crm: Webhook = {
  name: 'crm', url: 'https://crm.example/dossier', events: ['record_committed'], behind: 4, attempts: 2, trouble: 'unreachable', tried_again_at: null, given_up_after_h: 72,
  queue: { waiting: 1, is_more: false, next: { id: 17, event: 'record_committed', occurred_at: '2026-11-26T08:00:00.000Z' } },
};

function opened(more: Partial<Api> = {}) {
  const asked: string[] = [];
  const api = {
    webhooks: async () => [crm],
    testWebhook: async () => 'timed_out',
    resumeWebhook: async (name: string) => { asked.push(`resume ${name}`); },
    dropNotice: async (name: string, id: number) => { asked.push(`drop ${name} ${id}`); },
    ...more,
  } as unknown as Api;
  return { ctrl: new WebhooksCtrl(api, () => undefined), asked };
}

test('a test says what came of it, by its system', async () => {
  const { ctrl } = opened();
  await ctrl.test('crm');
  assert.deepEqual(ctrl.tested, { crm: 'timed_out' });
});

test('what is asked of one system does not wait for another', async () => {
  let goOn = (): void => undefined;
  const { ctrl } = opened({ resumeWebhook: () => new Promise<void>((resolve) => (goOn = resolve)) } as Partial<Api>);
  const resumed = ctrl.resume('crm');
  await ctrl.test('ledger');
  assert.deepEqual(ctrl.tested, { ledger: 'timed_out' });
  assert.deepEqual([...ctrl.busy], ['crm']);
  goOn();
  await resumed;
  assert.equal(ctrl.busy.size, 0);
});

test('the notice that is dropped is the one that was shown, after a question', async () => {
  const { ctrl, asked } = opened();
  await ctrl.drop();
  assert.deepEqual(asked, []);
  ctrl.askToDrop(crm);
  await ctrl.drop();
  assert.deepEqual(asked, ['drop crm 17']);
  assert.equal(ctrl.dropping, null);
});

test('where another notice is the next by now, the question stays and says so', async () => {
  const { ctrl } = opened({ dropNotice: () => Promise.reject(new Problem(412, 'version_changed', '')) } as Partial<Api>);
  ctrl.askToDrop(crm);
  await ctrl.drop();
  assert.notEqual(ctrl.problem, '');
  assert.equal(ctrl.dropping, crm);
});
