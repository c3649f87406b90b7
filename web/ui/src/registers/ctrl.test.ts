import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Api, FilingPlan } from '../api';
import { RegistersCtrl } from './ctrl';

const word = { name: 'personal', title: { zh_hans: '个人', zh_hant: '個人', en: 'Personal' } };
const plan = { number: '', risks: [], classes: [{ name: 'nature', words: [word] }, { name: 'region', words: [] }, { name: 'retention_class', words: [{ ...word, name: 'short' }] }] } as FilingPlan;

function opened(answer: () => Promise<{ name: string; file: Blob }>) {
  const asked: unknown[] = [];
  const saved: string[] = [];
  const api = {
    registers: async () => ({ items: [], next_cursor: null }),
    filingPlan: async () => plan,
    makeRegister: async (said: unknown) => { asked.push(said); return answer(); },
  } as unknown as Api;
  return { ctrl: new RegistersCtrl(api, '2026-11-26', 'zh-Hant', true, () => undefined, (name) => saved.push(name), () => undefined), asked, saved };
}

test('a register of the year so far is asked for in the language of the screen, and saved', async () => {
  const { ctrl, asked, saved } = opened(async () => ({ name: 'R-2026-0001.pdf', file: new Blob() }));
  await ctrl.refresh();
  ctrl.setClass('nature', 'personal');
  await ctrl.print();
  assert.deepEqual(asked, [{ kind: 'handover', from: '2026-01-01', until: '2026-11-26', language: 'zh-TW', nature: 'personal' }]);
  assert.deepEqual(saved, ['R-2026-0001.pdf']);
});

test('of what is destroyed only the retention class can be asked for', async () => {
  const { ctrl } = opened(async () => ({ name: '', file: new Blob() }));
  await ctrl.refresh();
  assert.deepEqual(ctrl.askable.map(({ name }) => name), ['nature', 'retention_class']);
  ctrl.setClass('nature', 'personal');
  ctrl.choose('destruction');
  assert.deepEqual(ctrl.askable.map(({ name }) => name), ['retention_class']);
  assert.deepEqual(ctrl.classes, {});
});

test('days the wrong way round are not sent, and a refusal is said', async () => {
  const { ctrl, saved } = opened(() => Promise.reject(new Error('no')));
  ctrl.set('from', '2026-12-01');
  assert.equal(ctrl.mayPrint, false);
  ctrl.set('from', '2026-11-01');
  await ctrl.print();
  assert.notEqual(ctrl.problem, '');
  assert.deepEqual(saved, []);
});
