import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type Api, type Session } from '../api';
import { t } from '../i18n';
import { AppCtrl } from './ctrl';

const sessionOf = (more: Partial<Session> = {}, id = 'u1'): Session => ({
  user: { id, username: 'lin', display_name: '林', role: 'verifier', department: null, manages: false },
  permissions: ['station', 'intake', 'review'],
  csrf_token: 'c', must_change_password: false, second_factor: 'off', site: { demo: false, warnings: [], need_to_know: false, utc_offset_minutes: 480 }, ...more,
});

function anApp(api: Record<string, unknown>, kept: Record<string, string> = {}) {
  let hash = '';
  const app = new AppCtrl(
    { types: async () => [], queue: async () => ({ items: [], next_cursor: null, counts: {} }), ...api } as unknown as Api,
    {
      redraw: () => undefined,
      getHash: () => hash,
      setHash: (to) => void (hash = to),
      memory: { getItem: (name) => kept[name] ?? null, setItem: (name, value) => void (kept[name] = value) },
      asked: ['en-GB'],
      now: () => 0,
      pause: () => Promise.resolve(),
      picture: () => Promise.reject(new Error('no pictures here')),
      parts: () => Promise.reject(new Error('no pictures here')),
      save: () => undefined,
    languageChanged: () => undefined,
    },
  );
  return { app, kept };
}
const open = { state: async () => ({ sealed: false, ready: true, has_token: false }) };
const turns = async () => { for (let turn = 0; turn < 20; turn++) await Promise.resolve(); };

test('a sealed store asks for its passphrase first', async () => {
  const { app } = anApp({ state: async () => ({ sealed: true, ready: false, has_token: false }) });
  await app.start();
  assert.equal(app.phase, 'sealed');
});

test('without a session one signs in, with one the first screen that it may see opens', async () => {
  const nobody = anApp({ ...open, session: async () => { throw new Problem(401, 'signed_out', ''); } });
  await nobody.app.start();
  assert.equal(nobody.app.phase, 'signed_out');
  const somebody = anApp({ ...open, session: async () => sessionOf() });
  await somebody.app.start();
  assert.equal(somebody.app.phase, 'in');
  assert.equal(somebody.app.shown?.screen, 'queue');
});

test('a one-time password leads to the change, a required second factor to its set-up', async () => {
  const { app } = anApp({ ...open, session: async () => sessionOf({ must_change_password: true }) });
  await app.start();
  assert.equal(app.phase, 'must_change');
  const other = anApp({ ...open, session: async () => sessionOf({ second_factor: 'required' }) });
  await other.app.start();
  assert.equal(other.app.phase, 'must_enrol');
});

test('when the session ends, one question serves all requests and the screen stays', async () => {
  const { app } = anApp({ ...open, session: async () => sessionOf(), signIn: async () => sessionOf({ csrf_token: 'new' }) });
  await app.start();
  const screen = app.shown;
  let going = 0;
  void app.api.signInAgain().then(() => going++);
  void app.api.signInAgain().then(() => going++);
  assert.equal(app.again?.username, 'lin');
  await app.again?.submit();
  await turns();
  assert.equal(going, 2);
  assert.equal(app.again, null);
  assert.equal(app.shown, screen);
});

test('when another person signs in, the earlier work is put down', async () => {
  const { app } = anApp({ ...open, session: async () => sessionOf(), signIn: async () => sessionOf({}, 'u2') });
  await app.start();
  const screen = app.shown;
  void app.api.signInAgain();
  await app.again?.submit();
  await turns();
  assert.notEqual(app.shown, screen);
  assert.equal(app.session?.user.id, 'u2');
});

test('the language is the browser\'s until one is chosen, and then remembered', async () => {
  const { app, kept } = anApp({});
  assert.equal(t.nav.queue, 'Queue');
  app.setLanguage('zh-Hant');
  assert.equal(t.nav.queue, '核驗佇列');
  assert.equal(kept['language'], 'zh-Hant');
});
