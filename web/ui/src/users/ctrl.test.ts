import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Api, Permission, User } from '../api';
import { UsersCtrl } from './ctrl';

const vera: User = { id: 'u2', username: 'vera', display_name: '维拉', role: 'verifier', department: 'd1', manages: true, must_change_password: false, second_factor: 'off', disabled: false, ended: false };

function aScreen(permissions: Permission[]) {
  const asked: unknown[][] = [];
  const heard = (name: string, answer: unknown) => async (...given: unknown[]) => { asked.push([name, ...given]); return answer; };
  const api = {
    users: async () => [vera],
    departments: async () => ({ items: [{ id: 'd1', name: '信贷部' }], stations: [] }),
    addUser: heard('addUser', { user: vera, one_time_password: 'once' }),
    appoint: heard('appoint', vera),
    resetUser: heard('resetUser', { one_time_password: 'once' }),
  };
  return { ctrl: new UsersCtrl(api as unknown as Api, () => undefined, permissions, 'boss'), asked };
}

test('who administers makes an account without a role, who appoints gives one at once', async () => {
  const administrator = aScreen(['accounts', 'administer']);
  administrator.ctrl.set('username', 'li');
  await administrator.ctrl.add();
  assert.deepEqual(administrator.asked[0], ['addUser', 'li', '', '']);
  const both = aScreen(['accounts', 'administer', 'security']);
  both.ctrl.set('username', 'li');
  both.ctrl.setRole('operator');
  await both.ctrl.add();
  assert.deepEqual(both.asked[0], ['addUser', 'li', '', 'operator']);
});

test('an appointment starts from what the person has', async () => {
  const { ctrl, asked } = aScreen(['accounts', 'security']);
  ctrl.edit(vera);
  ctrl.toggle('arbiter');
  await ctrl.appoint();
  assert.deepEqual(asked[0], ['appoint', 'u2', 'verifier,arbiter', 'd1', true]);
  assert.equal(ctrl.draft, null);
});

test('a role that stands alone takes the others\' place, and is of no department', () => {
  const { ctrl } = aScreen(['accounts', 'security']);
  ctrl.edit(vera);
  ctrl.toggle('auditor');
  assert.deepEqual([ctrl.draft?.roles, ctrl.draft?.department, ctrl.isOfSite], [['auditor'], '', true]);
  ctrl.toggle('records');
  assert.deepEqual([ctrl.draft?.roles, ctrl.isOfSite], [['records'], false]);
});

test('without a department nobody is its manager', () => {
  const { ctrl } = aScreen(['accounts', 'security']);
  ctrl.edit(vera);
  ctrl.setDepartment('');
  assert.equal(ctrl.draft?.manages, false);
});

test('a reset that another person must unlock says so', async () => {
  const administrator = aScreen(['accounts', 'administer']);
  await administrator.ctrl.reset(vera);
  assert.equal(administrator.ctrl.oneTime?.held, true);
  const both = aScreen(['accounts', 'administer', 'security']);
  await both.ctrl.reset(vera);
  assert.equal(both.ctrl.oneTime?.held, false);
});
