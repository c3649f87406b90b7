import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actFor, bindings } from './keymap';

test('no key means two things at once', () => {
  for (const mode of ['judging', 'typing'] as const) {
    const keys = bindings.filter((one) => one.mode === mode || one.mode === 'both').flatMap((one) => one.keys);
    assert.equal(new Set(keys).size, keys.length);
  }
});

test('while typing, letters and digits are text', () => {
  for (const key of ['1', '9', 'e', 'r', 'u', 'z', '?', '-', ' ', 'Backspace', 'ArrowLeft']) assert.equal(actFor(key, 'typing'), null);
});

test('Enter settles in both modes', () => {
  assert.equal(actFor('Enter', 'judging'), 'confirm');
  assert.equal(actFor('Enter', 'typing'), 'take');
});
