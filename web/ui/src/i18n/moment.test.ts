import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepSiteTime, moment, speak } from '.';

test('a moment is shown by the clock of the site, wherever the browser stands', () => {
  speak('en');
  keepSiteTime(480);
  assert.equal(moment('2026-11-25T15:59:00.000Z'), '25\u00a0Nov\u00a02026, 23:59');
  assert.equal(moment('2026-11-25T16:00:00.000Z'), '26\u00a0Nov\u00a02026, 00:00');
  keepSiteTime(-210);
  assert.equal(moment('2026-11-26T03:00:00.000Z'), '25\u00a0Nov\u00a02026, 23:30');
  keepSiteTime(480);
});

test('what is no moment is shown as it is', () => {
  assert.equal(moment('yesterday'), 'yesterday');
});
