// Two people key the same fields from the picture without seeing each other, a supervisor settles
// what they differ on, and a sheet that nobody can read goes back to its station: by keyboard, in
// four windows of the real service.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { inspect } from './support/pictures.mjs';
import { scan, specimenNames, startService, truthOf } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const [front, back] = (await specimenNames()).filter((name) => /^(01|02)-/.test(name));
const [{ fields: truth }] = await truthOf(front);
/** Those of sensitivity c3, which the configuration below has two people key; the others one keys beside the machine. */
const blind = ['name', 'address', 'id_number'];
/** What the second person sees in another way than the first. */
const elsewhere = `${truth.address}之二`;

let browser, service, admin, first, second, supervisor;

before(async () => {
  browser = await launchBrowser();
  service = await startService('[verify]\nsample = 1\nblind_samples = true\nsecond_eyes = "blind"\nsecond_eyes_from = "c3"\n');
  admin = await signIn('admin', service.password);
  first = await signIn('chen', await add('chen', 'verifier'));
  second = await signIn('lin', await add('lin', 'verifier'));
  supervisor = await signIn('qian', await add('qian', 'supervisor'), { locale: 'en-US' });
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** A window of that person, who chooses a password; it keeps what the service answered. */
async function signIn(name, oneTime, more = {}) {
  const page = await openWindow(browser, more);
  const person = new Verifier(page);
  person.answers = [];
  page.on('response', async (response) => {
    if (/json/.test(response.headers()['content-type'] ?? '')) person.answers.push(await response.text().catch(() => ''));
  });
  await person.firstSignIn(service.address, name, oneTime, password);
  await page.waitForSelector('.counts');
  return person;
}

async function add(name, role) {
  await admin.goTo('users');
  await admin.page.selectOption('.form-row select', role);
  await admin.tabTo('.form-row input');
  await admin.fillForm(name, `${name} 先生`);
  const oneTime = await admin.page.locator('[data-test=one-time]').textContent();
  await admin.press('Escape');
  await admin.goTo('queue');
  return oneTime;
}

const pictured = (person, name) => inspect(person, `second-eyes-${name}`);

const inQueue = (count) => admin.page.waitForFunction((wanted) => document.querySelectorAll('tr[data-document]').length === wanted, count, { timeout: 200_000, polling: 500 });

/** Works on until the part of this person is done; returns the fields that were asked, in order. */
async function settleAll(person, seen, values) {
  const asked = [];
  while (!seen.atCommit) {
    asked.push(seen.field);
    await person.settle(seen, values[seen.field]);
    seen = await person.settled();
  }
  return asked;
}

const statesOf = (person, fields) => person.page.evaluate((names) => names.map((name) => document.querySelector(`.row[data-field=${name}]`)?.dataset.state), fields);

test('a field that two people key is shown to neither', { timeout: 240_000 }, async () => {
  await scan(service, 'counter-1', [front]);
  await inQueue(1);
  await scan(service, 'counter-1', [back]);
  await inQueue(2);
  await first.page.waitForSelector('tr.chosen:focus');
  await first.press('Space');
  const seen = await first.waitForDocument();
  assert.equal(seen.source, front);
  assert.equal(seen.field, 'name');
  assert.equal(seen.typing, true, 'the input waits');
  assert.equal(seen.value, '');
  assert.deepEqual(seen.options, []);
  assert.equal(await first.page.locator('.card .chip-doubt').count(), 0, 'no confidence is shown');
  await pictured(first, 'blind');
  for (const field of [...blind, 'birth_date']) assert.equal(first.answers.join().includes(truth[field]), false, `${field} is in no answer`);

  const asked = await settleAll(first, seen, truth);
  assert.deepEqual([...asked].sort(), Object.keys(truth).sort(), 'a blind sample is keyed whole');
  const states = await statesOf(first, ['birth_date', 'name']);
  assert.deepEqual(states, ['confirmed', 'second_eyes'], 'the machine is a second pair of eyes at once');
  await pictured(first, 'part-done');
});

test('the first hands the document on, and is not asked again', async () => {
  const { document } = await first.look();
  await first.press('Enter');
  const seen = await first.waitForDocument(document);
  assert.equal(seen.source, back);
});

test('a sheet that cannot be read is sent back with one key and a reason', async () => {
  const { typing } = await first.look();
  await first.press(...(typing ? ['Escape', 's'] : ['s']));
  await first.page.waitForSelector('dialog[open]');
  await pictured(first, 'rescan');
  await first.press('3');
  await first.page.waitForSelector('main.centre .done-mark');
  await first.press('Enter');
  await first.page.waitForSelector('tbody tr .chip');
  assert.match(await first.page.locator('tbody tr').textContent(), /待第二人/, 'the queue says for whom the other one waits');
  await pictured(first, 'queue');
});

test('the second person is asked only what is keyed twice, and sees nothing of the first', async () => {
  await second.page.waitForSelector('tr.chosen:focus');
  await second.press('Space');
  const seen = await second.waitForDocument();
  assert.equal(seen.source, front);
  assert.equal(seen.value, '');
  for (const field of blind) assert.equal(second.answers.join().includes(truth[field]), false, `${field} is in no answer`);
  const asked = await settleAll(second, seen, { ...truth, address: elsewhere });
  assert.deepEqual(asked, blind);
  assert.deepEqual(await statesOf(second, blind), ['confirmed', 'arbitration', 'confirmed'], 'what both keyed is settled at once');
  await second.press('ArrowUp');
  await second.press('PageUp');
  await pictured(second, 'arbitration-of-others');
  await second.press('PageDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
  assert.equal((await second.look()).atCommit, true);
  await second.press('Enter');
  await second.page.waitForSelector('main.centre .done-mark');
});

test('the supervisor looks at the picture, then at both values, and chooses by number', async () => {
  await supervisor.page.waitForSelector('tr.chosen:focus');
  await supervisor.press('Space');
  const seen = await supervisor.waitForDocument();
  assert.equal(seen.field, 'address');
  assert.equal(seen.typing, false);
  assert.deepEqual(seen.options, []);
  assert.equal(supervisor.answers.join().includes(truth.address), false);
  await pictured(supervisor, 'before-the-values');
  await supervisor.press('v');
  await supervisor.page.waitForSelector('.card .option');
  const { options } = await supervisor.look();
  assert.deepEqual([...options].sort(), [truth.address, elsewhere].sort());
  await pictured(supervisor, 'values');
  await supervisor.press('?');
  await supervisor.page.waitForSelector('.key-card');
  const card = await supervisor.page.locator('.key-card').textContent();
  assert.match(card, /two values/);
  assert.match(card, /scanned again/);
  await supervisor.press('Escape');
  await supervisor.press(String(options.indexOf(truth.address) + 1), 'Enter');
  const settled = await supervisor.settled();
  assert.equal(settled.atCommit, true);
  await supervisor.press('Enter');
  await supervisor.page.waitForSelector('main.centre .done-mark');
});

test('the record holds what the supervisor chose', async () => {
  await admin.goTo('records');
  await admin.page.waitForSelector('tbody button.link');
  await admin.tabTo('tbody button');
  await admin.press('Enter');
  await admin.page.waitForSelector('[data-field=address]');
  assert.equal(await admin.page.locator('[data-field=address] .field-value').textContent(), truth.address);
});

test('the batch says what is to be scanned again and why, until somebody did', async () => {
  await admin.goTo('batches');
  await admin.page.waitForSelector('tbody .chip-error');
  await pictured(admin, 'batches');
  await admin.tabTo('tbody button');
  await admin.press('Enter');
  await admin.page.waitForSelector('[data-test=rescans]');
  const text = await admin.page.locator('[data-test=rescans]').textContent();
  assert.match(text, /反光/);
  assert.match(text, new RegExp(back));
  assert.match(text, /chen/);
  await pictured(admin, 'to-be-scanned');
  await admin.tabTo('[data-test=rescans] button');
  await admin.press('Enter');
  await admin.page.waitForSelector('[data-test=rescans]', { state: 'detached' });
});

test('nothing went wrong in the pages on the way', () => {
  for (const { page } of [admin, first, second, supervisor]) assert.deepEqual(page.complaints, []);
});
