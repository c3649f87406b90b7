import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Document, DocumentType } from '../api';
import { differenceMarks, doubtMarks, itemsOf, nextOpen, stepDoubt, type Item, type ItemState } from './model';

const items = (...states: ItemState[]): Item[] =>
  states.map((state, index) => ({
    name: `f${index}`, title: '', type: null, state, value: '', read: '', confidence: 1, options: [], page: 0, box: [0, 0, 0, 0],
    findings: [], discrepancy: state === 'accepted' ? null : `d${index}`, by: '', mine: state === 'open', hidden: false,
  }));

test('the next open field is looked for behind, then from the start', () => {
  assert.equal(nextOpen(items('open', 'accepted', 'confirmed', 'open'), 0), 3);
  assert.equal(nextOpen(items('open', 'accepted', 'confirmed'), 2), 0);
});

test('with nothing open the next place is the commit button', () => {
  assert.equal(nextOpen(items('confirmed', 'accepted'), 0), 2);
});

test('page keys go from doubt to doubt, settled ones included, and stop at the ends', () => {
  const three = items('confirmed', 'accepted', 'open', 'accepted');
  assert.equal(stepDoubt(three, 0, 1), 2);
  assert.equal(stepDoubt(three, 2, -1), 0);
  assert.equal(stepDoubt(three, 2, 1), 2);
});

test('the characters that another reading has differently are marked', () => {
  assert.deepEqual(doubtMarks('己任', ['已任']), [{ text: '己', doubted: true }, { text: '任', doubted: false }]);
});

test('a reading of another length marks nothing', () => {
  assert.deepEqual(doubtMarks('123', ['12']), [{ text: '123', doubted: false }]);
});

test('a rare character outside the basic plane counts as one', () => {
  assert.deepEqual(doubtMarks('𠮷田', ['吉田']), [{ text: '𠮷', doubted: true }, { text: '田', doubted: false }]);
});

test('a field that was decided and is asked about again is open again', () => {
  const field = { name: 'number', value: '2', raw: '1', alternatives: [], discrepancy_id: 'again', decided: null };
  const discrepancies = [{ id: 'first', field: 'number', state: 'corrected' }, { id: 'again', field: 'number', state: 'open' }];
  const document = { type: 'card', findings: [], fields: [field], discrepancies } as unknown as Document;
  const [item] = itemsOf(document, [], []);
  assert.equal(item?.state, 'open');
  assert.equal(item?.discrepancy, 'again');
});

test('number keys offer only what the type permits', () => {
  const titles = { en: '', zh_hans: '', zh_hant: '' };
  const shared = { title: titles, required: false, multiline: false, sensitivity: 'c2' };
  const types: DocumentType[] = [{ name: 'card', title: titles, fields: [
    { name: 'sex', grammar: 'sex', choices: [], ...shared },
    { name: 'ethnicity', grammar: 'ethnicity', choices: ['汉', '藏', '回', '满', '壮', '苗', '彝', '侗', '瑶', '傣'], ...shared },
  ] }];
  const field = (name: string, value: string, others: string[]) => ({
    name, value, raw: value, confidence: 0.5, status: 'review' as const, page: 0, box: [0, 0, 0, 0] as [number, number, number, number],
    alternatives: others.map((other) => ({ value: other, confidence: 0.2 })), as_read: null, decided: null, discrepancy_id: null,
  });
  const document = { type: 'card', discrepancies: [], findings: [], fields: [field('sex', '男', ['8']), field('ethnicity', '汶', ['汉', '又'])] } as unknown as Document;
  assert.deepEqual(itemsOf(document, types, []).map((item) => item.options), [['女'], ['汉']]);
});

test('of two values of any length the part is marked in which they differ', () => {
  assert.deepEqual(differenceMarks('宜山路1号之二', '宜山路1号'), [{ text: '宜山路1号', doubted: false }, { text: '之二', doubted: true }]);
  assert.deepEqual(differenceMarks('宜山路1号', '宜山路12号'), [{ text: '宜山路1', doubted: false }, { text: '号', doubted: false }]);
  assert.deepEqual(differenceMarks('a1b', 'a2b'), [{ text: 'a', doubted: false }, { text: '1', doubted: true }, { text: 'b', doubted: false }]);
  assert.deepEqual(differenceMarks('aa', 'a'), [{ text: 'a', doubted: false }, { text: 'a', doubted: true }]);
});
