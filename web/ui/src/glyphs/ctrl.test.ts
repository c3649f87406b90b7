import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GlyphsCtrl } from './ctrl';
import { tablesOf } from './search';

async function opened() {
  const chosen: string[] = [];
  const tables = tablesOf('yao:一二三四五六七八九十', '');
  const ctrl = new GlyphsCtrl({ load: async () => tables, redraw: () => undefined, choose: (glyph) => chosen.push(glyph) });
  await ctrl.load();
  return { ctrl, chosen };
}

test('digits choose among those that are shown, Enter takes the first, pages turn', async () => {
  const { ctrl, chosen } = await opened();
  ctrl.type('yao');
  assert.equal(ctrl.shown.length, 9);
  ctrl.key('2');
  ctrl.key('PageDown');
  ctrl.key('PageDown');
  assert.equal(ctrl.shown.length, 1);
  ctrl.key('Enter');
  ctrl.key('5');
  assert.equal(chosen.length, 2, 'there is no fifth');
});

test('digits are text while a code point is typed', async () => {
  const { ctrl, chosen } = await opened();
  ctrl.type('U+2');
  assert.equal(ctrl.key('0'), false);
  ctrl.type('U+20BB7');
  ctrl.key('Enter');
  assert.deepEqual(chosen, ['𠮷']);
});

test('what was typed while the tables came is answered then', async () => {
  const ctrl = new GlyphsCtrl({ load: async () => tablesOf('yao:要', ''), redraw: () => undefined, choose: () => undefined });
  ctrl.type('yao');
  assert.deepEqual(ctrl.shown, []);
  await ctrl.load();
  assert.deepEqual(ctrl.shown, ['要']);
});
