import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FieldForm, TrialDocument, TypeForm } from '../api';
import { asName, changeField, compareDocuments, diffForms, fieldFor, labelIn, nudge, roleOf, zoneOf } from './model';

const title = { zh_hans: '姓名', zh_hant: '姓名', en: 'Name' };
const known: FieldForm[] = [{ name: 'name', title, labels: ['姓名', 'Name'], grammar: 'name', required: true, sensitivity: 'c2' }];

test('a label is what the reader took for one, else what stands before a colon', () => {
  const pairs = [{ label: '持证人', value: '王建国', page: 0, box: [0, 0, 1, 1] as [number, number, number, number] }];
  assert.equal(labelIn({ text: '持证人 王建国', page: 0 }, pairs), '持证人');
  assert.equal(labelIn({ text: '有效期至：2028年', page: 0 }, pairs), '有效期至');
  assert.equal(labelIn({ text: '持证人 王建国', page: 1 }, pairs), '持证人 王建国');
});

test('a label that another type reads brings its name, grammar and other labels along, not what is required there', () => {
  assert.deepEqual(fieldFor({}, '姓　名', known), { name: 'name', title, labels: ['姓　名', 'Name'], grammar: 'name', sensitivity: 'c2' });
  assert.equal(fieldFor({ field: known }, '姓名', known).name, 'name_2');
});

test('a label nobody knows is a text with a name to be chosen', () => {
  const field = fieldFor({}, '停放区域', known);
  assert.deepEqual([field.name, field.grammar, field.title.en], ['field_1', 'text', '停放区域']);
  assert.equal(fieldFor({}, 'Parking area', known).name, 'parking_area');
});

test('names have small letters, digits and underscores', () => assert.equal(asName('Parking-Area 2号'), 'parking_area_2'));

test('a line shows what it is in the draft', () => {
  const form: TypeForm = { field: known, anchor: [{ text: '出入证' }], other_labels: ['备注'] };
  const role = (text: string) => roleOf(form, { text, page: 0 }, []);
  assert.deepEqual(['姓名：王', '车辆出入证', '备注：', '王建国'].map(role), ['label', 'anchor', 'other', 'free']);
});

test('a zone is in thousandths of the page, whichever way it was drawn', () => {
  assert.deepEqual(zoneOf({ x: 400, y: 100, width: -200, height: 50 }, { width: 1000, height: 500 }), [200, 200, 200, 100]);
  assert.equal(zoneOf({ x: 5, y: 5, width: 1, height: 1 }, { width: 1000, height: 500 }), null);
  assert.deepEqual(nudge([990, 0, 10, 10], 5, 0, false), [990, 0, 10, 10]);
  assert.deepEqual(nudge([0, 0, 10, 10], 5, -20, true), [0, 0, 15, 4]);
});

test('keys that say nothing are left out; a choice without its grammar has no choices', () => {
  const form: TypeForm = { field: [{ name: 'a', title, grammar: 'choice', choices: ['x'], required: true }] };
  assert.deepEqual(changeField(form, 0, { grammar: 'text', required: false }).field, [{ name: 'a', title, grammar: 'text' }]);
  assert.deepEqual(changeField(form, 0, { grammar: 'date_range' }).field?.[0]?.part, 'from');
});

test('what a page gives is compared field by field', () => {
  const read = (values: Record<string, string>): TrialDocument => ({ type: 't', type_confidence: 1, pages: [0], findings: [], fields: Object.entries(values).map(([name, value]) => ({ name, value, raw: value, confidence: 1, status: 'accepted', page: 0, box: [0, 0, 1, 1] })) });
  const kinds = compareDocuments(read({ a: '1', b: '2', c: '3', e: '5' }), read({ a: '1', b: '3', c: '', d: '4' })).map(({ name, kind }) => `${name} ${kind}`);
  assert.deepEqual(kinds, ['a same', 'b differs', 'c lost', 'd gained', 'e lost']);
});

test('versions are compared by what they say, not by where it stands', () => {
  const before: TypeForm = { version: 1, name: 't', anchor: [{ text: 'x', weight: 1 }], field: [{ name: 'a', title, labels: ['一'] }, { name: 'b', title }] };
  const after: TypeForm = { version: 2, name: 't', anchor: [{ text: 'x', weight: 2 }], field: [{ name: 'c', title, labels: ['三'] }, { name: 'a', title, labels: ['一', '壹'] }] };
  assert.deepEqual(diffForms(before, after).map(({ what, key, before, after }) => [what, key, before, after]), [
    ['x', 'weight', '1', '2'],
    ['c', 'field', '', '三'],
    ['a', 'labels', '一', '一 · 壹'],
    ['b', 'field', '姓名 / 姓名 / Name', ''],
  ]);
});
