import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type Api, type TypeDraft, type TypeForm, type TypeTrial } from '../api';
import { DesignerCtrl, TypeVersionsCtrl, type TypesContext } from './ctrl';

const title = { zh_hans: '出入证', zh_hant: '出入證', en: 'Pass' };
const draftOf = (form: TypeForm, version = 1): TypeDraft => ({ id: 'd', version, form, text: '', fault: null, begun_by: 'a', begun_at: '', changed_by: 'a', changed_at: '', specimens: [{ position: 3, source_name: 'scan.png', size: 1 }] });
const trial = (documents: TypeTrial['documents'] = []): TypeTrial => ({ draft_version: 1, is_type: true, recognised: true, documents, published: [], pages: [{ index: 0, width: 100, height: 100, from_scan: [1, 0, 0, 0, 1, 0], jpeg: '' }], lines: [{ page: 0, text: '持证人：王建国', box: [1, 2, 3, 4] }], pairs: [] });

/** What the server was asked, in order, and a clock that people wait for. */
function world(answers: Partial<Record<keyof Api, unknown>> = {}) {
  const asked: string[] = [];
  const shown: (string | null)[] = [];
  let saved = draftOf({ name: 'pass', title });
  const api = {
    typeDraft: async () => saved,
    typeWords: async () => ({ grammars: ['text'], rules: [], cross_checks: [], fields: [] }),
    typeVersions: async () => [{ name: 'pass', version: 2, is_installed: false, is_withdrawal: false, published_by: 'a', published_at: '', reason: 'r' }, { name: 'pass', version: 1, is_installed: true, is_withdrawal: false, published_by: null, published_at: null, reason: null }],
    typeVersion: async (name: string, version: number) => ({ name, version, text: '', form: { name, field: version === 1 ? [] : [{ name: 'holder', title }] } }),
    changeTypeDraft: async (_id: string, version: number, form: TypeForm) => { asked.push(`save ${version}`); return (saved = draftOf(form, version + 1)); },
    tryType: async (_id: string, subject: object, compare: boolean) => { asked.push(`try ${JSON.stringify(subject)} ${compare}`); return trial(); },
    publishType: async (_id: string, version: number, reason: string) => { asked.push(`publish ${version} ${reason}`); return { name: 'pass', version: 3 }; },
    publishTypeAgain: async (name: string, version: number, reason: string) => { asked.push(`again ${name} ${version} ${reason}`); return { name, version: 3 }; },
    withdrawType: async (name: string, reason: string) => { asked.push(`withdraw ${name} ${reason}`); return { name, version: 3 }; },
    records: async () => ({ items: [{ id: 'r1', number: 'D-1' }], next_cursor: null }),
    ...answers,
  } as unknown as Api;
  const context: TypesContext = {
    api, redraw: () => undefined, pause: async () => undefined, toast: () => undefined, published: () => asked.push('told'), seesRecords: true, save: () => undefined,
    picture: async () => ({ url: 'u', bitmap: null as unknown as CanvasImageSource, width: 100, height: 100, free: () => undefined }),
    show: (id) => shown.push(id),
  };
  return { context, asked, shown };
}

async function designer(answers: Partial<Record<keyof Api, unknown>> = {}) {
  const around = world(answers);
  const ctrl = new DesignerCtrl(around.context);
  await ctrl.load('d');
  return { ctrl, ...around };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test('the first specimen is read as the draft opens', async () => {
  const { ctrl, asked } = await designer();
  assert.deepEqual(asked, ['try {"specimen":3} false']);
  assert.equal(ctrl.picture?.url, 'u');
});

test('a page that is dropped before the draft has come is added when it has', async () => {
  const added: string[] = [];
  const { context } = world({ addSpecimen: async (_id: string, file: File) => { added.push(file.name); return { position: 4, source_name: file.name, size: 1 }; } });
  const ctrl = new DesignerCtrl(context);
  const load = ctrl.load('d');
  await ctrl.put([new File(['x'], 'early.png')]);
  await load;
  assert.deepEqual(added, ['early.png']);
  assert.deepEqual(ctrl.draft?.specimens.map(({ source_name }) => source_name), ['scan.png', 'early.png']);
});

test('a label that is picked becomes a field, is saved and read with', async () => {
  const { ctrl, asked } = await designer();
  ctrl.pick(ctrl.trial!.lines[0]!, false);
  assert.equal(ctrl.picked?.text, '持证人');
  ctrl.mean('field');
  assert.equal(ctrl.picked, null);
  assert.deepEqual(ctrl.field?.labels, ['持证人']);
  await settled();
  assert.deepEqual(asked.slice(1), ['save 1', 'try {"specimen":3} false']);
  assert.equal(ctrl.unsaved, false);
});

test('what is edited in one breath is saved once', async () => {
  const { ctrl, asked } = await designer();
  for (const name of ['a', 'ab', 'abc']) ctrl.edit({ ...ctrl.form, name });
  await settled();
  assert.deepEqual(asked.filter((one) => one.startsWith('save')), ['save 1']);
  assert.equal(ctrl.draft?.form.name, 'abc');
});

test('a label of an open field needs one that has no zone', async () => {
  const { ctrl } = await designer();
  assert.equal(ctrl.mayMean('label'), false);
  ctrl.add({ name: 'a', title, labels: ['甲'] });
  assert.equal(ctrl.mayMean('label'), true);
  ctrl.draw(true);
  ctrl.nudge(10, 0, false);
  ctrl.setZone();
  assert.deepEqual([ctrl.field?.zone, ctrl.field?.labels], [[310, 450, 300, 40], undefined]);
  assert.equal(ctrl.mayMean('label'), false);
});

test('who was slower sees what the other made of it', async () => {
  const theirs = draftOf({ name: 'theirs' }, 5);
  const { ctrl } = await designer({ changeTypeDraft: async () => { throw new Problem(412, 'version_changed', ''); } });
  ctrl.context.api.typeDraft = async () => theirs;
  ctrl.edit({ name: 'mine' });
  await settled();
  assert.equal(ctrl.form.name, 'theirs');
  assert.equal(ctrl.unsaved, false);
  assert.notEqual(ctrl.problem, '');
});

test('the whole stack is tried one after the other, records too', async () => {
  const { ctrl, asked } = await designer();
  await ctrl.tryAll(true);
  assert.deepEqual(asked.slice(1), ['try {"specimen":3} true', 'try {"record":"r1"} true']);
  assert.deepEqual(ctrl.attempts.map(({ name, state }) => `${name} ${state}`), ['scan.png read', 'D-1 read']);
});

test('what is not saved is saved before it is published', async () => {
  const { ctrl, asked, shown } = await designer();
  ctrl.edit({ ...ctrl.form, version: 2 });
  ctrl.say(' a new form ');
  await ctrl.publish();
  assert.deepEqual(asked.slice(1), ['save 1', 'publish 2 a new form', 'told']);
  assert.deepEqual(shown, [null]);
});

test('a version stands beside the one before it, and is published again with a reason', async () => {
  const { context, asked } = world();
  const ctrl = new TypeVersionsCtrl(context, 'pass');
  await ctrl.load();
  assert.deepEqual(ctrl.differences.map(({ what, key }) => `${what} ${key}`), ['holder field']);
  ctrl.ask(1);
  ctrl.say('back');
  await ctrl.answer();
  assert.deepEqual(asked, ['again pass 1 back', 'told']);
  assert.equal(ctrl.asking, null);
});

test('a type that people published is withdrawn with a reason, one that is installed is not', async () => {
  const version = { name: 'pass', published_by: 'a', published_at: '', reason: 'r', is_installed: false };
  const published = { ...version, version: 1, is_withdrawal: false };
  let items = [published];
  const { context, asked } = world({ typeVersions: async () => items });
  const ctrl = new TypeVersionsCtrl(context, 'pass');
  await ctrl.load();
  assert.equal(ctrl.mayWithdraw, true);
  ctrl.ask('withdrawal');
  ctrl.say(' the old form ');
  items = [{ ...version, version: 2, is_withdrawal: true }, published];
  await ctrl.answer();
  assert.deepEqual(asked, ['withdraw pass the old form', 'told']);
  assert.equal(ctrl.isWithdrawn, true);
  assert.equal(ctrl.mayWithdraw, false);
  assert.equal(ctrl.chosen?.version, 1, 'what is looked at is a version with a text');

  const installed = new TypeVersionsCtrl(world().context, 'pass');
  await installed.load();
  assert.equal(installed.mayWithdraw, false);
});
