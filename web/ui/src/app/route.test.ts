import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, keepingOf, mayFinish, parseRoute } from './route';

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
  assert.deepEqual(parseRoute('#/disposals', ['records']), { screen: 'disposals', id: null });
  assert.deepEqual(parseRoute('#/disposals', ['records'], 'd1'), { screen: 'records', id: null });
  assert.deepEqual(parseRoute('#/customers', ['records'], 'd1'), { screen: 'customers', id: null });
});

test('who keeps records keeps those of the site, of the department that he manages, or none', () => {
  const loans = (manages: boolean) => ({ department: 'loans', manages });
  assert.equal(keepingOf(['keep_records'], { department: null, manages: false }), 'site');
  assert.equal(keepingOf(['keep_records'], loans(true)), 'department');
  assert.equal(keepingOf(['keep_records'], loans(false)), 'nothing');
  assert.equal(keepingOf(['records'], { department: null, manages: false }), 'nothing');
  assert.deepEqual((['site', 'department', 'nothing'] as const).map((one) => [mayFinish(one, 'review'), mayFinish(one, 'expiry')]), [[true, true], [false, true], [false, false]]);
});
