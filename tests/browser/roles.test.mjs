// Duties that are separated, departments that do not see each other, and pages of which people see
// what they are asked about: by keyboard, each person in a window of the real service.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { inspect } from './support/pictures.mjs';
import { scan, specimenNames, startService } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const [front, back] = (await specimenNames()).filter((name) => /^(01|02)-/.test(name));
const stations = ['window-1', 'window-2'];

let browser, service, admin;
const people = {};

before(async () => {
  browser = await launchBrowser();
  service = await startService(async (data) => {
    for (const station of stations) await mkdir(join(data, 'hot', station), { recursive: true });
    return '[site]\nneed_to_know = true\n[verify]\nsample = 1\n';
  });
  admin = await signIn('admin', service.password);
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

async function signIn(name, oneTime, more = {}) {
  const page = await openWindow(browser, more);
  const person = new Verifier(page);
  await person.firstSignIn(service.address, name, oneTime, password);
  await page.waitForSelector('header.bar');
  return person;
}

const screensOf = ({ page }) => page.$$eval('header.bar nav a', (links) => links.map((link) => link.getAttribute('href').slice(2)));

const pictured = (person, name) => inspect(person, `roles-${name}`);

/** The one-time password that a dialog shows, which is closed then. */
async function oneTimeOf({ page }) {
  const shown = await page.locator('[data-test=one-time]').textContent();
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { state: 'detached' });
  return shown;
}

async function add(name, role) {
  await admin.page.selectOption('.add-user select', role);
  await admin.tabTo('.add-user label:first-child input');
  await admin.fillForm(name, `${name} 先生`);
  return oneTimeOf(admin);
}

const rowOf = ({ page }, name) => page.locator('tbody tr', { has: page.locator('td.mono', { hasText: new RegExp(`^${name}$`) }) }).first();

async function press(person, action, name) {
  await person.tabTo(`button[aria-label="${action}: ${name}"]`);
  await person.press('Enter');
}

test('an administrator makes departments and people, and says where each works', async () => {
  await admin.goTo('users');
  for (const name of ['信贷部', '银行卡中心']) {
    await admin.tabTo('.add-department input');
    await admin.fillForm(name);
    await admin.page.waitForSelector(`td:text-is("${name}")`);
  }
  for (const [index, station] of stations.entries()) {
    const select = admin.page.locator('label', { hasText: station }).locator('select');
    await select.selectOption({ index: index + 1 });
    await admin.page.waitForFunction(([at, name]) => document.querySelectorAll('.block tbody tr')[at]?.textContent.includes(name), [index, station]);
  }
  const made = { wang: 'system_administrator', su: 'security_officer', shen: 'auditor', lin: 'verifier', chen: 'records' };
  for (const [name, role] of Object.entries(made)) people[name] = { oneTime: await add(name, role) };
  await press(admin, '授权', 'lin');
  await admin.page.waitForSelector('dialog[open]');
  await admin.tabTo('dialog select');
  await admin.press('ArrowDown');
  await pictured(admin, 'appointment');
  await admin.tabTo('dialog button.primary');
  await admin.press('Enter');
  await admin.page.waitForSelector('dialog', { state: 'detached' });
  assert.match(await rowOf(admin, 'lin').textContent(), /核验员信贷部/);
  await pictured(admin, 'users');
});

test('everybody has the screens of his duties and no others', async () => {
  for (const name of Object.keys(people)) people[name] = await signIn(name, people[name].oneTime, name === 'wang' ? { locale: 'en-US' } : name === 'su' ? { locale: 'zh-TW' } : {});
  assert.deepEqual(await screensOf(people.wang), ['users', 'types']);
  assert.deepEqual(await screensOf(people.su), ['users']);
  assert.deepEqual(await screensOf(people.shen), ['audit']);
  assert.deepEqual(await screensOf(people.lin), ['queue', 'groups', 'intake', 'batches', 'loans']);
  assert.deepEqual(await screensOf(people.chen), ['records', 'corrections']);
  assert.equal(await people.wang.page.locator('button:text-is("Roles")').count(), 0, 'who makes accounts gives no roles');
  assert.equal(await people.su.page.locator('.add-user input').count(), 0, 'who gives roles makes no accounts');
  await pictured(people.wang, 'system-administrator');
  await pictured(people.su, 'security-officer');
});

test('a department is handed its own documents only, and of them what is in doubt', async () => {
  await scan(service, 'window-1', [front]);
  await scan(service, 'window-2', [back]);
  await admin.goTo('queue');
  await admin.page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 2, null, { timeout: 240_000, polling: 500 });
  const { lin } = people;
  await lin.goTo('intake');
  await lin.goTo('queue');
  await lin.page.waitForFunction(() => document.querySelectorAll('tbody tr').length > 0, null, { polling: 200 });
  assert.deepEqual(await lin.page.$$eval('tbody tr', (rows) => rows.map((row) => row.textContent.includes('window-1'))), [true]);
  const counts = await lin.page.locator('.counts').textContent();
  assert.match(counts, /1/);
  await lin.press('Enter');
  await lin.waitForDocument();
  await lin.page.waitForSelector('.sheet-closed');
  await pictured(lin, 'parts');
  await lin.press('o');
  await lin.page.waitForSelector('dialog[open]');
  await pictured(lin, 'why');
  await lin.press('1');
  await lin.page.waitForSelector('.sheet-closed', { state: 'detached' });
  await lin.page.waitForSelector('.paper img');
  await pictured(lin, 'sheet');
  await people.shen.page.reload();
  await people.shen.page.waitForSelector('tbody tr');
  await people.shen.page.waitForSelector('tbody tr');
  assert.match(await people.shen.page.locator('tbody').textContent(), /context/);
  await pictured(people.shen, 'auditor');
});

test('who settles it leaves a record whose numbers are masked until somebody asks', async () => {
  const { lin, chen } = people;
  let seen = await lin.settled();
  while (!seen.atCommit) {
    await lin.settle(seen, seen.value || '核');
    if ((await lin.look()).asking) await lin.press('1');
    seen = await lin.settled();
  }
  await lin.press('Enter');
  await lin.page.waitForSelector('main.centre .done-mark');
  await chen.goTo('corrections');
  await chen.goTo('records');
  await chen.page.waitForSelector('tbody tr button, tbody tr a');
  await chen.tabTo('tbody tr button, tbody tr a, tbody tr[tabindex]');
  await chen.press('Enter');
  const number = chen.page.locator('[data-field=id_number] .field-value');
  await number.waitFor();
  assert.match(await number.textContent(), /^.\*{16}.$/);
  await pictured(chen, 'masked');
  await chen.tabTo('[data-field=id_number] button');
  await chen.press('Enter');
  await chen.page.waitForFunction(() => !document.querySelector('[data-field=id_number] .field-value').textContent.includes('*'));
});

test('nobody becomes another person by resetting his password', async () => {
  const { wang, su } = people;
  await press(wang, 'Reset password', 'chen');
  const oneTime = await oneTimeOf(wang);
  const thief = new Verifier(await openWindow(browser));
  await thief.signIn(service.address, 'chen', oneTime);
  await thief.page.waitForSelector('[role=alert]');
  await su.page.reload();
  await su.page.waitForSelector('tbody tr');
  await press(su, '解鎖', 'chen');
  await su.page.waitForFunction(() => !document.querySelector('.chip-error'));
  await thief.page.reload();
  await thief.page.waitForSelector('input[autocomplete=username]:focus');
  await thief.fillForm('chen', oneTime);
  await thief.page.waitForSelector('input[autocomplete=new-password]');
});

test('an account that is ended is nobody\'s any more', async () => {
  const { wang, lin } = people;
  await press(wang, 'End account', 'lin');
  await wang.page.waitForSelector('dialog[open]');
  await wang.tabTo('dialog button.danger');
  await wang.press('Enter');
  await wang.page.waitForSelector('dialog', { state: 'detached' });
  assert.match(await rowOf(wang, 'lin').textContent(), /Ended/);
  await lin.page.reload();
  await lin.page.waitForSelector('input[autocomplete=username]');
  for (const { page } of [admin, ...Object.values(people)]) assert.deepEqual(page.complaints, []);
});
