import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type Api, type Batch } from '../api';
import { BatchCtrl, BatchesCtrl } from './ctrl';

const counts = {
  files: 1, repeats: 0, unread: 0, unreadable: 0, images: 2, sheets: 2, cover_sheets: 0, separators: 0, blanks: 0, content: 2,
  documents: 1, in_review: 0, committed: 1, rejected: 0, rescans: 0,
};
const batch: Batch = {
  id: 'b', name: 'B7', station: 'desk', kind: 'cover', state: 'open', version: 3, opened_at: '', last_arrival_at: '',
  announced: { sheets: 3, sides: 1, separators: null, files: null, type: null }, counts,
  imbalances: [{ kind: 'sheets_missing', expected: 3, found: 2, original_id: 'o', page: null }],
  has_receipt: false, accepted_by: null, accepted_because: null, urgency: 'normal',
  files: [{ original_id: 'o', source_name: 'scan-2.tif', sha256: '', size: 1, state: 'read', repeat: false, page_count: 1, pages: [{ index: 0, role: 'content', blank: false, in_document: true, waiting: false, late: false, document_id: 'd', scanned_before: false }] }],
  documents: [{ id: 'd', original_id: 'o', state: 'committed', pages: [0], rescan: null }],
};

function opened(answer: Partial<Api>) {
  const api = { batch: async () => batch, ...answer } as unknown as Api;
  return new BatchCtrl(api, () => undefined, () => undefined, () => undefined);
}

test('a batch is let pass with a reason and the version that was seen', async () => {
  const sent: unknown[] = [];
  const ctrl = opened({ acceptBatch: async (...all: unknown[]) => { sent.push(all); return batch; } });
  await ctrl.load('b');
  await ctrl.accept();
  assert.deepEqual(sent, [], 'not without a reason');
  ctrl.setReason(' miscounted ');
  await ctrl.accept();
  assert.deepEqual(sent, [['b', 3, 'miscounted']]);
  assert.equal(ctrl.reason, '');
});

test('when somebody was faster the new version is shown and why nothing happened', async () => {
  const ctrl = opened({ acceptBatch: async () => { throw new Problem(412, 'version_changed', ''); } });
  await ctrl.load('b');
  ctrl.setReason('miscounted');
  await ctrl.accept();
  assert.notEqual(ctrl.problem, '');
  assert.equal(ctrl.reason, 'miscounted', 'what was typed stays');
});

test('a late page is put onto a document, to a record, or becomes a document of its own', async () => {
  const sent: unknown[] = [];
  const [file] = batch.files;
  const late = { ...file!.pages[0]!, index: 1, in_document: false, late: true, document_id: null };
  const documents = [...batch.documents, { id: 'e', original_id: 'o', state: 'review' as const, pages: [0], rescan: null }];
  const opening = { ...batch, files: [{ ...file!, pages: [...file!.pages, late] }], documents };
  const ctrl = opened({ batch: async () => opening, putLatePage: async (...all: unknown[]) => { sent.push(all); return batch; } });
  await ctrl.load('b');
  assert.deepEqual(ctrl.latePages, [{ original_id: 'o', index: 1 }]);
  assert.deepEqual(ctrl.lateFor.map(({ id }) => id), ['e', 'd'], 'records behind the others');
  await ctrl.putLatePage(ctrl.latePages[0]!, 'e');
  await ctrl.putLatePage(ctrl.latePages[0]!, null);
  assert.deepEqual(sent, [['b', 3, 'o', 1, 'e'], ['b', 3, 'o', 1, null]]);
});

test('what is to be scanned again is listed until somebody says that it was', async () => {
  const sent: string[] = [];
  const rescan = { reason: 'glare', requested_by: 'li', requested_at: '', scanned_by: null as string | null, scanned_at: null };
  const documents = [{ id: 'd', original_id: 'o', state: 'rejected' as const, pages: [0], rescan }];
  const ctrl = opened({ batch: async () => ({ ...batch, documents }), rescanned: async (id: string) => { sent.push(id); rescan.scanned_by = 'olga'; } });
  await ctrl.load('b');
  assert.deepEqual(ctrl.rescans.map(({ id }) => id), ['d']);
  await ctrl.rescanned('d');
  assert.deepEqual(sent, ['d']);
  assert.deepEqual(ctrl.rescans, []);
});

test('an unread batch cannot be let pass, nor one that balances already', async () => {
  const ctrl = opened({ batch: async () => ({ ...batch, counts: { ...counts, unread: 1 } }) });
  await ctrl.load('b');
  assert.equal(ctrl.canAccept, false);
  const done = opened({ batch: async () => ({ ...batch, state: 'balanced' as const }) });
  await done.load('b');
  assert.equal(done.canAccept, false);
});

test('an imbalance leads to its file, a page to its document', async () => {
  const ctrl = opened({});
  await ctrl.load('b');
  ctrl.point(batch.imbalances[0]!);
  assert.equal(ctrl.pointed, 'o');
  assert.equal(ctrl.nameOf('o'), 'scan-2.tif');
});

test('a cover sheet is printed from what was filled in, and refused with a reason', async () => {
  const saved: string[] = [];
  const asked: unknown[] = [];
  const api = {
    printCover: async (cover: { batch: string }) => {
      asked.push(cover);
      if (cover.batch === '../etc') throw new Problem(422, 'bad_cover', '');
      return new Blob(['%PDF-']);
    },
  } as unknown as Api;
  const ctrl = new BatchesCtrl(api, () => undefined, () => undefined, (name) => saved.push(name));
  await ctrl.print();
  assert.deepEqual(asked, [], 'not before the form is open');
  ctrl.askForCover();
  ctrl.setCover({ batch: '../etc' });
  await ctrl.print();
  assert.notEqual(ctrl.problem, '');
  assert.equal(ctrl.cover?.batch, '../etc', 'what was typed stays');
  ctrl.setCover({ batch: 'B7', sheets: '12' });
  await ctrl.print();
  assert.deepEqual(saved, ['B7.pdf']);
  assert.equal(ctrl.cover, null);
});
