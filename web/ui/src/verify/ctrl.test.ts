import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type Api, type Decision, type Document, type DocumentType, type ExternalCheck, type Field, type Rearrangement } from '../api';
import { VerifyCtrl } from './ctrl';
import { Pictures } from './pictures';

const titles = (en: string) => ({ en, zh_hans: en, zh_hant: en });
const types: DocumentType[] = [
  {
    name: 'form',
    title: titles('Form'),
    fields: ['name', 'number', 'city'].map((name) => ({ name, title: titles(name), grammar: 'text', choices: [], required: false, multiline: false, sensitivity: 'c2' })),
  },
  { name: 'card', title: titles('Card'), fields: [] },
];

const field = (name: string, value: string, more: Partial<Field> = {}): Field => ({
  name, value, raw: value, confidence: 0.6, status: 'review', page: 0, box: [0, 0, 0, 0], alternatives: [],
  as_read: null, decided: null, discrepancy_id: `d-${name}`, hidden: false, ...more,
});

function aDocument(id: string, fields: Field[]): Document {
  return {
    id, version: 1, state: 'review', type: 'form', type_version: 1, type_confidence: 0.99,
    original: { id: 'o', source_name: 'scan.jpg', station: 's', received_at: '', sha256: '', state: 'read' },
    page_indexes: [], pages: [], fields, findings: [], claimed_by: 'me', lease_until: null, record_id: null, supplements: null, same_sheets: [], rescan: null, external_checks: [], known_answer: null,
    discrepancies: fields.filter((one) => one.discrepancy_id).map((one) => ({ id: `d-${one.name}`, field: one.name, state: 'open', second_eyes: 'none', for_you: true, decided_by: null, decided_at: null })),
  };
}

/** A server in memory: applies decisions, keeps versions, says no when told to. */
function serverOf(...documents: Document[]) {
  const calls: string[] = [];
  const refusals: Problem[] = [];
  const clock = { now: 0 };
  /** What the reader made of pages that were arranged. */
  const made: string[] = [];
  const find = (id: string) => documents.find((one) => one.id === id) as Document;
  const api = {
    claim: async () => ({ lease_until: '', lease_s: 600 }),
    release: async (id: string) => void calls.push(`release ${id}`),
    document: async (id: string) => structuredClone(find(id)),
    neighbours: async (id: string) => ({ batch_id: 'b', items: [find(id)].map(({ id: document_id, version, type, state }) => ({ document_id, version, type, state, source_name: '', claimed_by: 'me', pages: [0] })) }),
    arrange: async ({ into }: Rearrangement) => {
      calls.push(`arrange as ${into.map(({ type }) => type).join()}`);
      return { originals: into.map((_, at) => `original ${at}`) };
    },
    insert: async (_file: File, document: string, _version: number, place: number) => {
      calls.push(`insert into ${document} behind ${place}`);
      return { original_id: 'o' };
    },
    original: async () => ({ state: made.length ? 'read' : 'received', documents: made, bundles: ['bundle'] }),
    queue: async () => ({ items: documents.filter((one) => one.state === 'review').map((one) => ({ document_id: one.id, claimed_by: null, waits_for: 'you' })) }),
    claimNext: async (after: string | null) => {
      calls.push(`next after ${after}`);
      return structuredClone(documents.find((one) => one.state === 'review' && one.id !== after) ?? null);
    },
    decide: async (discrepancy: string, version: number, decision: Decision) => {
      await Promise.resolve();
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      const document = documents.find((one) => one.discrepancies.some(({ id }) => id === discrepancy) && one.version === version && one.state === 'review');
      if (!document) throw new Problem(412, 'version_changed', '');
      calls.push(`${decision.action} ${discrepancy}${decision.action === 'correct' ? ` ${decision.value}` : ''}`);
      apply(document, discrepancy, decision, 'me');
      return structuredClone(document);
    },
    commit: async (id: string) => {
      calls.push(`commit ${id}`);
      find(id).state = 'committed';
      return { record_id: 'r', number: '1' };
    },
    keyings: async (discrepancy: string) => {
      calls.push(`keyings ${discrepancy}`);
      return [{ unreadable: false, value: '123', reason: null }, { unreadable: false, value: '128', reason: null }];
    },
    rescan: async (id: string, _version: number, reason: string) => {
      calls.push(`rescan ${id} ${reason}`);
      find(id).state = 'rejected';
      return find(id);
    },
    reject: async (id: string, _version: number, reason: string) => {
      calls.push(`reject ${id} ${reason}`);
      find(id).state = 'rejected';
      return find(id);
    },
  };
  return { api: api as unknown as Api, calls, refusals, find, clock, made };
}

/** The server's part of it: who keys blind as the first of two is not asked again. */
function apply(document: Document, id: string, decision: Decision, by: string) {
  const first = document.discrepancies.find((one) => one.id === id && one.second_eyes === 'blind' && one.state !== 'arbitration');
  if (first && decision.action !== 'reopen') {
    Object.assign(first, { state: 'second_eyes', for_you: false });
    return void document.version++;
  }
  const states = { confirm: 'confirmed', correct: 'corrected', mark_unreadable: 'unreadable', reopen: 'open' } as const;
  document.discrepancies = document.discrepancies.map((one) => (one.id === id ? { ...one, state: states[decision.action], for_you: decision.action === 'reopen', decided_by: by } : one));
  if (decision.action === 'correct') document.fields = document.fields.map((one) => (one.discrepancy_id === id ? { ...one, value: decision.value } : one));
  document.version++;
}

const noPictures = () => new Pictures(() => Promise.reject(new Error('no pictures here')), () => undefined);

async function opened(server: ReturnType<typeof serverOf>, id = 'one', pictures = noPictures(), pause: Promise<void> = Promise.resolve()) {
  const said: string[] = [];
  const shown: string[] = [];
  const ctrl = new VerifyCtrl({
    api: server.api, me: () => 'me', now: () => server.clock.now, types: () => types, pictures, redraw: () => undefined, toast: (text) => said.push(text),
    opened: () => undefined, leave: () => undefined, showBatch: (batch) => shown.push(batch), pause: () => pause,
  });
  await ctrl.open(id);
  return { ctrl, said, shown };
}

const settled = async (ctrl: VerifyCtrl) => {
  await ctrl.outbox.drained();
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};
const twoDoubts = () => aDocument('one', [field('name', '王明', { discrepancy_id: null, status: 'accepted' }), field('number', '123', { alternatives: [{ value: '128', confidence: 0.3 }] }), field('city', '北京')]);

test('a document opens at its first doubt', async () => {
  const { ctrl } = await opened(serverOf(twoDoubts()));
  assert.equal(ctrl.item?.name, 'number');
  assert.equal(ctrl.mode, 'judging');
});

test('Enter confirms and is at the next doubt before the server has answered', async () => {
  const server = serverOf(twoDoubts());
  const { ctrl } = await opened(server);
  ctrl.act('confirm');
  assert.equal(ctrl.item?.name, 'city');
  assert.deepEqual(server.calls, []);
  await settled(ctrl);
  assert.deepEqual(server.calls, ['confirm d-number']);
});

test('a key leads to the batch in which the sheet seems to have been scanned before, if it was', async () => {
  const twice = twoDoubts();
  twice.same_sheets = [{ page: 0, document_id: 'x', document_page: 0, state: 'review', source_name: 'scan-1.tif', batch_id: 'b7', batch_name: 'B-7' }];
  const { ctrl, shown } = await opened(serverOf(twice));
  ctrl.act('same_sheet');
  assert.deepEqual(shown, ['b7']);
  const once = await opened(serverOf(twoDoubts()));
  once.ctrl.act('same_sheet');
  assert.deepEqual(once.shown, []);
});

test('a field that a decision contradicts is asked for before the document is committed', async () => {
  const server = serverOf(twoDoubts());
  const { ctrl } = await opened(server);
  ctrl.act('confirm');
  await settled(ctrl);
  ctrl.act('confirm');
  server.find('one').discrepancies.push({ id: 'd-name', field: 'name', state: 'open', second_eyes: 'none', for_you: true, decided_by: null, decided_at: null });
  ctrl.act('confirm');
  await settled(ctrl);
  assert.equal(ctrl.item?.name, 'name');
  assert.equal(server.calls.includes('commit one'), false);
  ctrl.act('confirm');
  await settled(ctrl);
  assert.equal(ctrl.atCommit, true);
  ctrl.act('confirm');
  await settled(ctrl);
  assert.equal(server.calls.includes('commit one'), true);
});

test('a digit takes another reading and Enter settles it', async () => {
  const server = serverOf(twoDoubts());
  const { ctrl } = await opened(server);
  ctrl.act('pick', '1');
  ctrl.act('confirm');
  await settled(ctrl);
  assert.deepEqual(server.calls, ['correct d-number 128']);
});

test('a typed value is a correction; typing the same value is a confirmation', async () => {
  const server = serverOf(twoDoubts());
  const { ctrl } = await opened(server);
  ctrl.act('edit');
  ctrl.type('129');
  ctrl.act('take');
  ctrl.act('edit');
  ctrl.type('北京');
  ctrl.act('take');
  await settled(ctrl);
  assert.deepEqual(server.calls, ['correct d-number 129', 'confirm d-city']);
});

test('a field that was not found is typed at once', async () => {
  const { ctrl } = await opened(serverOf(aDocument('one', [field('city', '')])));
  assert.equal(ctrl.mode, 'typing');
});

test('Esc leaves the value as it was read', async () => {
  const { ctrl } = await opened(serverOf(twoDoubts()));
  ctrl.act('edit');
  ctrl.type('9');
  ctrl.act('stop_typing');
  assert.equal(ctrl.item && ctrl.valueOf(ctrl.item), '123');
});

test('after the last doubt Enter commits and the next document is there', async () => {
  const server = serverOf(twoDoubts(), aDocument('two', [field('city', '上海')]));
  const { ctrl, said } = await opened(server);
  ctrl.act('confirm');
  ctrl.act('confirm');
  assert.equal(ctrl.atCommit, true);
  await ctrl.commit();
  assert.deepEqual(server.calls.slice(-2), ['commit one', 'next after one']);
  assert.equal(ctrl.document?.id, 'two');
  assert.equal(said.length, 1);
});

test('after the last document there is nothing left', async () => {
  const server = serverOf(aDocument('one', [field('city', '上海')]));
  const { ctrl } = await opened(server);
  ctrl.act('confirm');
  await ctrl.commit();
  assert.equal(ctrl.phase, 'finished');
});

test('taking back reopens the last decision and keeps what was typed', async () => {
  const server = serverOf(twoDoubts());
  const { ctrl } = await opened(server);
  ctrl.act('edit');
  ctrl.type('777');
  ctrl.act('take');
  await settled(ctrl);
  ctrl.act('undo');
  assert.equal(ctrl.item?.name, 'number');
  assert.equal(ctrl.item?.state, 'open');
  assert.equal(ctrl.valueOf(ctrl.item as never), '777');
  await settled(ctrl);
  assert.deepEqual(server.calls, ['correct d-number 777', 'reopen d-number']);
});

test('a conflict reloads, says what changed and keeps what was typed', async () => {
  const server = serverOf(twoDoubts());
  const { ctrl } = await opened(server);
  apply(server.find('one'), 'd-city', { action: 'correct', value: '天津' }, 'wang');
  ctrl.act('edit');
  ctrl.type('555');
  ctrl.act('take');
  await settled(ctrl);
  assert.deepEqual(ctrl.notice, { kind: 'changed', changes: [{ kind: 'value', title: 'city', before: '北京', after: '天津' }] });
  assert.equal(ctrl.item?.name, 'number');
  assert.equal(ctrl.valueOf(ctrl.item as never), '555');
  assert.deepEqual(server.calls, []);
});

test('a document that someone else holds is not touched', async () => {
  const server = serverOf(twoDoubts());
  const { ctrl } = await opened(server);
  server.find('one').claimed_by = 'wang';
  server.refusals.push(new Problem(409, 'claimed_by_other', ''));
  ctrl.act('confirm');
  await settled(ctrl);
  assert.equal(ctrl.phase, 'stopped');
  assert.equal(ctrl.notice?.kind === 'problem' && ctrl.notice.text.includes('wang'), true);
});

test('when a rule objects, the value is kept only with a reason', async () => {
  const server = serverOf(aDocument('one', [field('number', '123')]));
  const { ctrl } = await opened(server);
  const finding = { code: 'number.checksum', severity: 'error' as const, fields: ['number'], message: titles('wrong') };
  server.refusals.push(new Problem(422, 'rule_broken', '', [finding]));
  ctrl.act('edit');
  ctrl.type('124');
  ctrl.act('take');
  await settled(ctrl);
  assert.equal(ctrl.item?.name, 'number');
  assert.deepEqual(ctrl.objections.get('number'), [finding]);
  ctrl.act('confirm');
  assert.equal(ctrl.asking?.kind, 'override');
  ctrl.answer('the paper says so');
  await settled(ctrl);
  assert.deepEqual(server.calls, ['correct d-number 124']);
  assert.equal(ctrl.atCommit, true);
});

test('a value that breaks its own rule is confirmed only with a reason', async () => {
  const document = aDocument('one', [field('number', '123')]);
  document.findings = [{ code: 'number.checksum', severity: 'error', fields: ['number'], message: titles('wrong') }];
  const server = serverOf(document);
  const { ctrl } = await opened(server);
  ctrl.act('confirm');
  assert.equal(ctrl.asking?.kind, 'override');
  ctrl.answer('the paper says so');
  await settled(ctrl);
  assert.deepEqual(server.calls, ['confirm d-number']);
});

test('a closed document is shown and asks nothing', async () => {
  const closed = twoDoubts();
  closed.state = 'committed';
  const { ctrl } = await opened(serverOf(closed));
  assert.equal(ctrl.phase, 'stopped');
  assert.equal(ctrl.atCommit, false);
  ctrl.act('confirm');
  assert.equal(ctrl.outbox.entries.length, 0);
});

test('a decision survives a server that does not answer for a while', async () => {
  const server = serverOf(twoDoubts());
  const { ctrl } = await opened(server);
  server.refusals.push(new Problem(0, 'unreachable', ''), new Problem(503, 'http_503', ''));
  ctrl.act('confirm');
  await settled(ctrl);
  assert.deepEqual(server.calls, ['confirm d-number']);
});

test('rejecting needs a reason and goes on to the next document', async () => {
  const server = serverOf(twoDoubts(), aDocument('two', [field('city', '上海')]));
  const { ctrl } = await opened(server);
  ctrl.act('reject');
  ctrl.answer('  ');
  assert.equal(ctrl.document?.id, 'one');
  ctrl.answer('a page is missing');
  await settled(ctrl);
  assert.deepEqual(server.calls.slice(-2), ['reject one a page is missing', 'next after one']);
  assert.equal(ctrl.document?.id, 'two');
});

test('only the page of the next document is fetched ahead, the document itself is not claimed', async () => {
  const server = serverOf(twoDoubts(), aDocument('two', [field('city', '上海')]));
  const fetched: string[] = [];
  const pictures = new Pictures((document, page) => {
    fetched.push(`${document} ${page}`);
    return Promise.reject(new Error('no pictures here'));
  }, () => undefined);
  const { ctrl } = await opened(server, 'one', pictures);
  await settled(ctrl);
  assert.deepEqual(fetched, ['two 0']);
  assert.deepEqual(server.calls, []);
});

test('a document left for later is passed over', async () => {
  const server = serverOf(twoDoubts(), aDocument('two', [field('city', '上海')]));
  const { ctrl } = await opened(server);
  await ctrl.skip();
  assert.equal(ctrl.document?.id, 'two');
});

test('leaving gives back what was claimed', async () => {
  const server = serverOf(twoDoubts(), aDocument('two', [field('city', '上海')]));
  const { ctrl } = await opened(server);
  await ctrl.close();
  assert.deepEqual(server.calls, ['release one']);
});

/** One field that two people key from the picture. */
const blindly = (state: 'open' | 'second_eyes' | 'arbitration' = 'open', for_you = true) => {
  const document = aDocument('one', [field('number', '', { raw: '', confidence: 0, hidden: true })]);
  Object.assign(document.discrepancies[0] as object, { state, second_eyes: 'blind', for_you });
  return document;
};

test('a field that is keyed blind is typed at once into an empty input', async () => {
  const server = serverOf(blindly());
  const { ctrl } = await opened(server);
  assert.equal(ctrl.mode, 'typing');
  assert.equal(ctrl.item && ctrl.valueOf(ctrl.item), '');
  assert.deepEqual(ctrl.item?.options, []);
  ctrl.type('123');
  ctrl.act('take');
  await settled(ctrl);
  assert.deepEqual(server.calls, ['correct d-number 123']);
});

test('nothing is confirmed where nothing is shown', async () => {
  const server = serverOf(blindly());
  const { ctrl } = await opened(server);
  ctrl.act('stop_typing');
  ctrl.act('confirm');
  await settled(ctrl);
  assert.deepEqual(server.calls, []);
  assert.equal(ctrl.mode, 'typing');
});

test('a document that waits for a second person is handed on, not committed', async () => {
  const server = serverOf(blindly(), aDocument('two', [field('city', '上海')]));
  const { ctrl } = await opened(server);
  ctrl.type('123');
  ctrl.act('take');
  assert.equal(ctrl.atCommit, true);
  assert.equal(ctrl.waitsForOthers, true);
  await ctrl.commit();
  assert.deepEqual(server.calls, ['correct d-number 123', 'next after one']);
  assert.equal(ctrl.document?.id, 'two');
});

test('what a person keyed can be taken back until the second looks', async () => {
  const server = serverOf(blindly());
  const { ctrl } = await opened(server);
  ctrl.type('123');
  ctrl.act('take');
  await settled(ctrl);
  ctrl.act('undo');
  await settled(ctrl);
  assert.deepEqual(server.calls, ['correct d-number 123', 'reopen d-number']);
  assert.equal(ctrl.item?.state, 'open');
});

test('who arbitrates sees the picture first, the two values on a key, and chooses by number', async () => {
  const server = serverOf(blindly('arbitration'));
  const { ctrl } = await opened(server);
  assert.equal(ctrl.mode, 'judging');
  assert.deepEqual(ctrl.item?.options, []);
  assert.deepEqual(server.calls, []);
  ctrl.act('show_keyings');
  await settled(ctrl);
  assert.deepEqual(ctrl.item?.options, ['123', '128']);
  ctrl.act('pick', '2');
  ctrl.act('confirm');
  await settled(ctrl);
  assert.deepEqual(server.calls, ['keyings d-number', 'correct d-number 128']);
});

test('neither of the two who differ can change their mind', async () => {
  const server = serverOf(blindly('arbitration', false));
  const { ctrl } = await opened(server);
  assert.equal(ctrl.phase, 'stopped');
  ctrl.act('edit');
  ctrl.act('show_keyings');
  await settled(ctrl);
  assert.deepEqual(server.calls, []);
});

test('a new scan is asked for with a reason, and the next document opens', async () => {
  const server = serverOf(twoDoubts(), aDocument('two', [field('city', '上海')]));
  const { ctrl } = await opened(server);
  ctrl.act('rescan');
  ctrl.answer('glare');
  await settled(ctrl);
  assert.deepEqual(server.calls, ['rescan one glare', 'next after one']);
});

test('an answer that comes while a person works opens its field again and says so', async () => {
  const asked = aDocument('one', [field('name', '王明'), field('number', '123', { discrepancy_id: null, status: 'accepted' })]);
  const waiting: ExternalCheck = {
    connector: 'police', kind: 'identity', about: 'number', fields: ['name', 'number'], state: 'waiting', outcome: null, is_current: true, asked_by: 'system',
    asked_at: '', answered_at: null, valid_until: null, reference: null, answer_sha256: null, attempts: 0, trouble: null, code_expires_at: null, code_tries_left: 5,
  };
  asked.external_checks = [waiting];
  const server = serverOf(asked);
  const { ctrl } = await opened(server);
  ctrl.act('confirm');
  await settled(ctrl);
  const now = server.find('one');
  now.external_checks = [{ ...waiting, state: 'answered', outcome: 'mismatch' }];
  now.fields = now.fields.map((one) => (one.name === 'number' ? { ...one, status: 'review', discrepancy_id: 'd-number' } : one));
  now.discrepancies = [...now.discrepancies, { id: 'd-number', field: 'number', state: 'open', second_eyes: 'none', for_you: true, decided_by: null, decided_at: null }];
  now.version++;
  await ctrl.heartbeat();
  assert.equal(ctrl.notice?.kind, 'note');
  assert.equal(ctrl.item?.name, 'number', 'not at the commit button any more');
  ctrl.act('confirm');
  await settled(ctrl);
  assert.deepEqual(server.calls, ['confirm d-name', 'confirm d-number']);
});

test('a closed sheet is opened with a digit for the reason, and its pictures are fetched anew', async () => {
  const server = serverOf(aDocument('one', [field('city', '北京')]));
  const opens: string[] = [];
  let isOpen = false;
  Object.assign(server.api, { openSheet: async (id: string, reason: string) => { opens.push(`${id} ${reason}`); isOpen = true; } });
  const pictures = new Pictures(async () => ({ url: '', bitmap: {} as CanvasImageSource, width: 9, height: 9, parts: !isOpen, free: () => undefined }), () => undefined);
  const { ctrl } = await opened(server, 'one', pictures);
  ctrl.page.show({ ...(ctrl.document as Document), page_indexes: [0], pages: [{ index: 0, preview: { width: 9, height: 9, from_scan: [1, 0, 0, 0, 1, 0] } }] as unknown as Document['pages'] });
  const shown = async () => { void ctrl.page.picture; for (let turn = 0; turn < 10; turn++) await Promise.resolve(); return ctrl.isSheetClosed; };
  assert.equal(await shown(), true);
  ctrl.act('open_sheet');
  assert.equal(ctrl.asking?.kind, 'sheet');
  await ctrl.openSheet('context');
  assert.deepEqual(opens, ['one context']);
  assert.equal(ctrl.asking, null);
  assert.equal(await shown(), false);
  ctrl.act('open_sheet');
  assert.equal(ctrl.asking, null, 'there is nothing to open any more');
});

/** Types 2 in the dialog of type and pages. */
async function retype(ctrl: VerifyCtrl) {
  ctrl.act('arrange');
  await settled(ctrl);
  const asking = ctrl.asking;
  assert.equal(asking?.kind, 'arrange');
  if (asking?.kind !== 'arrange') return;
  asking.arrange.key('2');
  await asking.arrange.submit();
  await settled(ctrl);
}

test('a document that is read again opens by itself when the reader is done', async () => {
  const server = serverOf(twoDoubts(), aDocument('again', [field('city', '上海')]));
  const { ctrl } = await opened(server);
  server.made.push('again');
  await retype(ctrl);
  assert.deepEqual(server.calls, ['arrange as card']);
  assert.equal(ctrl.document?.id, 'again');
  assert.equal(ctrl.phase, 'working');
});

/** Puts a file behind the first page, in the same dialog. */
async function insert(ctrl: VerifyCtrl) {
  ctrl.act('arrange');
  await settled(ctrl);
  if (ctrl.asking?.kind !== 'arrange') return assert.fail('the dialog is not open');
  await ctrl.asking.arrange.insert(new File([], 'page.jpg'));
  await settled(ctrl);
}

test('a document into which a page was put opens by itself, with that page to be taken out again', async () => {
  const longer = { ...aDocument('again', [field('city', '上海')]), page_indexes: [0, 1] };
  const server = serverOf({ ...twoDoubts(), page_indexes: [0] }, longer);
  const { ctrl } = await opened(server);
  server.made.push('again');
  await insert(ctrl);
  assert.deepEqual(server.calls, ['insert into one behind 1']);
  assert.equal(ctrl.document?.id, 'again');
  ctrl.act('arrange');
  await settled(ctrl);
  assert.equal(ctrl.asking?.kind === 'arrange' && ctrl.asking.arrange.mayTakeOut, true);
});

test('where a page could not be put in, the document stays open and says so', async () => {
  const server = serverOf({ ...twoDoubts(), page_indexes: [0] }, { ...aDocument('alone', []), page_indexes: [0] });
  const { ctrl } = await opened(server);
  server.made.push('alone');
  await insert(ctrl);
  assert.equal(ctrl.document?.id, 'one');
  assert.equal(ctrl.phase, 'working');
  assert.equal(ctrl.notice?.kind, 'problem');
});

test('nobody has to wait for the reader', async () => {
  const server = serverOf(twoDoubts(), aDocument('two', [field('city', '上海')]));
  const { ctrl } = await opened(server, 'one', noPictures(), new Promise(() => undefined));
  await retype(ctrl);
  assert.equal(ctrl.phase, 'rereading');
  await ctrl.goOn();
  assert.equal(ctrl.document?.id, 'two');
});

test('whoever leaves a document alone is told before it goes back, and a key keeps it', async () => {
  const server = serverOf(twoDoubts());
  const { ctrl } = await opened(server);
  await ctrl.heartbeat();
  server.clock.now = 400_000;
  ctrl.watchLease();
  assert.equal(ctrl.notice, null, 'there is time');
  server.clock.now = 540_000;
  ctrl.watchLease();
  assert.match(JSON.stringify(ctrl.notice), /60/);
  await ctrl.awake();
  assert.equal(ctrl.notice, null);
  server.clock.now = 600_000;
  ctrl.watchLease();
  assert.equal(ctrl.notice, null, 'it is held anew');
});

test('what was typed is still there when the lease has ended', async () => {
  const server = serverOf(twoDoubts());
  const { ctrl } = await opened(server);
  await ctrl.heartbeat();
  ctrl.act('edit');
  ctrl.type('12');
  server.clock.now = 700_000;
  ctrl.watchLease();
  assert.equal(ctrl.lease.warned, true);
  await ctrl.awake();
  assert.equal(ctrl.item && ctrl.valueOf(ctrl.item), '12');
});

test('the last decision of a document can be taken back before it is committed', async () => {
  const server = serverOf(aDocument('one', [field('city', '上海')]));
  const { ctrl } = await opened(server);
  ctrl.act('confirm');
  await settled(ctrl);
  assert.equal(ctrl.atCommit, true);
  ctrl.act('undo');
  await settled(ctrl);
  assert.deepEqual(server.calls, ['confirm d-city', 'reopen d-city']);
  assert.equal(ctrl.atCommit, false);
  assert.equal(ctrl.item?.state, 'open');
});

test('a rare character goes where the caret is, and one can go on typing behind it', async () => {
  const server = serverOf(twoDoubts());
  const { ctrl } = await opened(server);
  ctrl.act('edit');
  ctrl.type('王明');
  ctrl.selection = [1, 2];
  ctrl.act('glyph');
  const asking = ctrl.asking;
  assert.equal(asking?.kind, 'glyph');
  if (asking?.kind !== 'glyph') return;
  asking.glyphs.type('U+20BB7');
  for (let turn = 0; turn < 200 && asking.glyphs.state === 'loading'; turn++) await new Promise((resolve) => setTimeout(resolve, 10));
  asking.glyphs.key('Enter');
  assert.equal(ctrl.item && ctrl.valueOf(ctrl.item), '王𠮷');
  assert.deepEqual(ctrl.selection, [3, 3], 'it takes two units of text');
  assert.equal(ctrl.mode, 'typing');
});
