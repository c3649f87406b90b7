import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, parseRoute } from './route';

test('an address leads back to its screen and id', () => {
  const route = { screen: 'records', id: 'a b/c' } as const;
  assert.deepEqual(parseRoute(address(route), 'administrator'), route);
});

test('a screen that a role has not leads to its first one', () => {
  assert.deepEqual(parseRoute('#/users', 'operator'), { screen: 'intake', id: null });
  assert.deepEqual(parseRoute('#/verify/1', 'auditor'), { screen: 'audit', id: null });
});

test('no address leads to the first screen', () => {
  assert.deepEqual(parseRoute('', 'verifier'), { screen: 'queue', id: null });
});
