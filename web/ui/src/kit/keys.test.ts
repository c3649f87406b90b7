import assert from 'node:assert/strict';
import { test } from 'node:test';
import { combo, keyName, type Press } from './keys';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, isComposing: false, ...more,
});

test('a letter is the same with and without capitals', () => {
  assert.equal(combo(press('E', { shiftKey: true })), 'e');
  assert.equal(combo(press('e')), 'e');
});

test('a question mark is itself, however the layout makes it', () => {
  assert.equal(combo(press('?', { shiftKey: true })), '?');
  assert.equal(combo(press('？')), '?');
});

test('keys belong to the input method while it composes', () => {
  assert.equal(combo(press('Enter', { isComposing: true })), '');
  assert.equal(combo(press('Process')), '');
  assert.equal(combo(press('Enter', { keyCode: 229 })), '', 'the Enter that ends composing');
});

test('modifiers are named in one order', () => {
  assert.equal(combo(press('ArrowLeft', { ctrlKey: true })), 'Ctrl+ArrowLeft');
  assert.equal(combo(press('Tab', { shiftKey: true })), 'Shift+Tab');
  assert.equal(combo(press('z', { metaKey: true })), 'Ctrl+z');
});

test('a key on the card looks like a key', () => {
  assert.equal(keyName('Ctrl+ArrowLeft'), 'Ctrl ←');
  assert.equal(keyName('+'), '+');
  assert.equal(keyName('e'), 'E');
});
