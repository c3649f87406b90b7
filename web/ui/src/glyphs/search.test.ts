import assert from 'node:assert/strict';
import { test } from 'node:test';
import { components, readings } from 'glyph-tables';
import { codePointOf, findGlyphs, isCodePoint, tablesOf } from './search';

const few = tablesOf('yao:要珧瑶\nyan:言严\nwang:王', '珧王兆\n瑶王䍃\n琰王炎\n炎火\n𤩽琰');

test('by pinyin: a whole syllable, or its beginning', () => {
  assert.deepEqual(findGlyphs(few, 'yao'), ['珧', '瑶', '要']);
  assert.deepEqual(findGlyphs(few, 'ya'), ['严', '珧', '瑶', '要', '言']);
});

test('by components at any depth, described or just named', () => {
  assert.deepEqual(findGlyphs(few, '王火'), ['琰', '𤩽']);
  assert.deepEqual(findGlyphs(few, '⿰王炎'), ['琰', '𤩽'], 'the common block first');
  assert.deepEqual(findGlyphs(few, '炎'), ['琰', '𤩽'], 'not itself');
});

test('by both: all that is said must hold', () => {
  assert.deepEqual(findGlyphs(few, 'yao 兆'), ['珧']);
  assert.deepEqual(findGlyphs(few, 'wang 火'), []);
});

test('by code point, however it is written; what is none finds nothing', () => {
  for (const query of ['U+20BB7', 'u20bb7', '0x20BB7', '&#x20BB7;']) assert.deepEqual(findGlyphs(few, query), ['𠮷'], query);
  for (const query of ['U+', 'U+D800', 'U+FFFFFF']) assert.deepEqual(findGlyphs(few, query), [], query);
  assert.equal(codePointOf('𠮷'), 'U+20BB7');
  assert.equal(isCodePoint('u'), false, 'a syllable may begin so');
});

test('nothing asked, nothing found', () => {
  assert.deepEqual(findGlyphs(few, ' '), []);
});

test('the shipped tables know characters of names that input methods often lack', () => {
  const all = tablesOf(readings, components);
  for (const [query, glyph] of [['龙天', '䶮'], ['jie 女', '婕'], ['氵王', '汪'], ['⿰女吉', '姞'], ['yan 王', '琰'], ['⿰亻尔', '你'], ['士口', '吉']] as const) {
    assert.ok(findGlyphs(all, query).includes(glyph), query);
  }
  assert.equal(findGlyphs(all, '士口')[0], '吉', 'what is made of just these parts comes first');
});
