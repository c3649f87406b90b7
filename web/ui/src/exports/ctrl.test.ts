import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Api, ExportOrder, ExportRun } from '../api';
import { Problem } from '../api';
import { ExportsCtrl } from './ctrl';

const run: ExportRun = { id: 'x', state: 'ready', format: 'pdf', purpose: 'audit', records: 2, done: 2, bytes: 12_000, failure: null, ordered_at: '2026-11-26T08:00:00.000Z' };

function opened(refuse?: Problem) {
  const ordered: ExportOrder[] = [];
  const saved: string[] = [];
  const api = {
    filingPlan: async () => ({ number: '', classes: [], risks: [] }),
    exports: async () => ({ runs: [run], items: [], next_cursor: null }),
    orderExport: async (order: ExportOrder) => {
      if (refuse) throw refuse;
      ordered.push(order);
      return run;
    },
    fetchExport: async () => new Blob(['bytes']),
  } as unknown as Api;
  const ctrl = new ExportsCtrl(api, () => undefined, (name) => saved.push(name));
  return { ctrl, ordered, saved };
}

test('nothing is made before somebody said why', async () => {
  const { ctrl, ordered } = opened();
  await ctrl.order();
  assert.deepEqual(ordered, []);
  ctrl.setPurpose('audit');
  await ctrl.order();
  assert.deepEqual(ordered, [{ format: 'csv', purpose: 'audit', search: {} }]);
});

test('only what was said of the chosen way is asked for', async () => {
  const { ctrl, ordered } = opened();
  ctrl.setPurpose('business');
  ctrl.set('text', ' 王芳 ');
  ctrl.set('from', '2026-01-01');
  ctrl.set('retention_class', 'permanent');
  await ctrl.order();
  ctrl.choose('filed');
  await ctrl.order();
  assert.deepEqual(ordered, [
    { format: 'csv', purpose: 'business', search: { text: '王芳', from: '2026-01-01' } },
    { format: 'csv', purpose: 'business', filed: { retention_class: 'permanent', from: '2026-01-01' } },
  ]);
});

test('what is ready is saved under a name that says what it is', async () => {
  const { ctrl, saved } = opened();
  await ctrl.start();
  await ctrl.fetch(run);
  assert.deepEqual(saved, ['records-2026-11-26.zip']);
});

test('what was refused is said, and the choice stays', async () => {
  const { ctrl } = opened(new Problem(422, 'too_many_records', ''));
  ctrl.setPurpose('audit');
  ctrl.set('type', 'id_card');
  await ctrl.order();
  assert.match(ctrl.problem, /500/);
  assert.equal(ctrl.said.type, 'id_card');
});
