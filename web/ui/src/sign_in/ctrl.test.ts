import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type Api, type Session } from '../api';
import { SignInCtrl } from './ctrl';

function signingIn(answers: (() => Session)[]) {
  const tried: string[] = [];
  const done: Session[] = [];
  const api = {
    signIn: async (username: string, password: string, code: string) => {
      tried.push(`${username}/${password}/${code}`);
      return (answers.shift() as () => Session)();
    },
  } as unknown as Api;
  const ctrl = new SignInCtrl(api, () => undefined, (session) => done.push(session));
  ctrl.set('username', ' lin ');
  ctrl.set('password', 'secret ');
  return { ctrl, tried, done };
}
const no = (type: string) => () => { throw new Problem(401, type, ''); };

test('the second factor is asked for only when it is needed, and the password is kept meanwhile', async () => {
  const session = {} as Session;
  const { ctrl, tried, done } = signingIn([no('second_factor_needed'), () => session]);
  await ctrl.submit();
  assert.equal(ctrl.asksCode, true);
  assert.equal(ctrl.problem, '');
  ctrl.set('code', '123456');
  await ctrl.submit();
  assert.deepEqual(tried, ['lin/secret /', 'lin/secret /123456']);
  assert.deepEqual(done, [session]);
  assert.equal(ctrl.password, '');
});

test('a wrong password is said and can be tried again', async () => {
  const { ctrl } = signingIn([no('bad_credentials')]);
  await ctrl.submit();
  assert.notEqual(ctrl.problem, '');
  assert.equal(ctrl.busy, false);
});
