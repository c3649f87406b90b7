import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, parseRoute } from './route';

test('an address leads back to its screen and id', () => {
  const route = { screen: 'records', id: 'a b/c' } as const;
  assert.deepEqual(parseRoute(address(route), ['records']), route);
});

test('a screen that somebody may not see leads to his first one', () => {
  assert.deepEqual(parseRoute('#/users', ['station', 'intake']), { screen: 'intake', id: null });
  assert.deepEqual(parseRoute('#/verify/1', ['audit']), { screen: 'audit', id: null });
});

test('no address leads to the first screen', () => {
  assert.deepEqual(parseRoute('', ['intake', 'review']), { screen: 'queue', id: null });
});

test('what is not parted by departments is not a screen of one', () => {
  assert.deepEqual(parseRoute('#/customers', ['records']), { screen: 'customers', id: null });
  assert.deepEqual(parseRoute('#/customers', ['records'], 'd1'), { screen: 'records', id: null });
});
