import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type Api } from '../api';
import { t } from '../i18n';
import { SealedCtrl } from './ctrl';

function sealed(unseal: (by: unknown) => Promise<void>) {
  let opened = 0;
  const state = { sealed: true, ready: false, has_token: false };
  const ctrl = new SealedCtrl({ unseal, state: async () => state } as unknown as Api, () => undefined, () => void ++opened);
  return { ctrl, state, opened: () => opened };
}

test('a passphrase is asked for where there is no token', async () => {
  const said: unknown[] = [];
  const { ctrl, opened } = sealed(async (by) => void said.push(by));
  ctrl.set('a long passphrase');
  await ctrl.submit();
  assert.deepEqual(said, [{ passphrase: 'a long passphrase' }]);
  assert.equal(opened(), 1);
  assert.equal(ctrl.typed, '');
});

test('the PIN is asked for where there is one, and a passphrase for who wants it', async () => {
  const said: unknown[] = [];
  const { ctrl, state } = sealed(async (by) => void said.push(by));
  state.has_token = true;
  await ctrl.look();
  assert.equal(ctrl.by, 'pin');
  ctrl.set('123456');
  await ctrl.submit();
  ctrl.askFor('passphrase');
  await ctrl.look(); // does not ask for something else meanwhile
  ctrl.set('a long passphrase');
  await ctrl.submit();
  assert.deepEqual(said, [{ pin: '123456' }, { passphrase: 'a long passphrase' }]);
});

test('a refused PIN is said, and gone', async () => {
  const { ctrl, state, opened } = sealed(async () => { throw new Problem(403, 'token_refused', ''); });
  state.has_token = true;
  await ctrl.look();
  ctrl.set('999999');
  await ctrl.submit();
  assert.equal(ctrl.problem, t.sealed.token_refused);
  assert.equal(ctrl.typed, '');
  assert.equal(opened(), 0);
});
