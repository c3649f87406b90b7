// The workstation against the real service: specimens go into the hot folder, a person without a
// mouse settles them, and what was decided is found again in the records.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test as plainTest } from 'node:test';
import { inspect } from './support/axe.mjs';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { scan, specimenNames, specimens, startService, truthOf } from './support/service.mjs';
import { stepAt, totp } from './support/totp.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const theirPassword = 'rain over the northern lake';
const artefacts = process.env.DOSSIER_ARTEFACTS ?? new URL('./artefacts', import.meta.url).pathname;

/** A test that leaves a picture of the page behind when it fails. */
const test = (name, ...rest) => {
  const body = rest.pop();
  const pictured = async (context) => {
    try {
      await body(context);
    } catch (error) {
      await page?.screenshot({ path: join(artefacts, `failed-${name.replace(/\W+/g, '-')}.png`) }).catch(() => undefined);
      throw error;
    }
  };
  return plainTest(name, ...rest, pictured);
};

/** A card and two documents in one file that are read surely; an expired card, licences and forms that leave doubts. */
const stack = (await specimenNames()).filter((name) => /^(01|02|05|06|07|08|09|12)-/.test(name));

let browser, service, page, verifier;
/** Where a person may know better than the paper, however well it was read. */
const freeText = ['address', 'business_scope', 'employer', 'company_name', 'name'];
/** One value that a person corrected: where it must be found again. */
let corrected = null;

before(async () => {
  await mkdir(artefacts, { recursive: true });
  browser = await launchBrowser();
  service = await startService('[reading]\nworkers = 2\n');
  page = await openWindow(browser);
  verifier = new Verifier(page);
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

const signedIn = async (more = {}) => {
  const other = await openWindow(browser, more);
  const person = new Verifier(other);
  await person.signIn(service.address, 'admin', password);
  await other.waitForSelector('.frame');
  return person;
};

test('the one-time password opens the door once and must be changed', async () => {
  await verifier.signIn(service.address, 'admin', service.password);
  await page.waitForSelector('input[autocomplete=new-password]');
  await inspect(page, 'change password');
  await verifier.fillForm(service.password, password, password);
  await page.waitForSelector('.counts');
  await inspect(page, 'empty queue');
});

test('scans dropped into the hot folder come up in the queue by themselves', { timeout: 420_000 }, async () => {
  await scan(service, 'counter-1', stack);
  await page.waitForFunction(
    (wanted) => {
      const count = (name) => Number(document.querySelector(`.count-${name} strong`)?.textContent ?? 0);
      return count('received') === 0 && count('review') + count('quarantined') + count('committed') >= wanted;
    },
    stack.length,
    { timeout: 410_000, polling: 200 },
  );
  assert.ok((await page.locator('tr[data-document]').count()) >= 3);
  await inspect(page, 'queue');
});

test('two people never overwrite each other: the second sees what changed', async () => {
  const other = await signedIn();
  await other.page.waitForSelector('tr.chosen:focus');
  await verifier.press('Enter');
  const mine = await verifier.waitForDocument();
  await other.press('Enter');
  const theirs = await other.waitForDocument();
  assert.equal(theirs.document, mine.document);
  assert.equal(theirs.field, mine.field);

  await verifier.press(mine.typing ? 'Escape' : 'u');
  if (mine.typing) await verifier.press('u');
  await verifier.press('1');
  await page.waitForFunction((field) => document.querySelector(`[data-field=${field}][data-state=unreadable]`), mine.field);
  await verifier.settled();
  await other.press('Enter');
  await other.page.waitForSelector('[data-test=changed]');
  await other.page.screenshot({ path: join(artefacts, 'conflict.png') });
  await inspect(other.page, 'conflict');
  const after = await other.look();
  assert.notEqual(after.field, mine.field, 'what the first person decided is no longer asked');
  assert.deepEqual(other.page.complaints, []);
  await other.page.context().close();

  await verifier.press('z');
  assert.equal((await verifier.look()).field, mine.field, 'a decision can be taken back');
  await verifier.press('Escape', 'q');
  await page.waitForSelector('tr.chosen:focus');
});

test('a document in one person\'s hands is not given to another, who is told whose', async () => {
  await verifier.goTo('users');
  await verifier.tabTo('.form-row input');
  await verifier.fillForm('chen', '陈核验');
  const oneTime = await page.locator('[data-test=one-time]').textContent();
  await inspect(page, 'one-time password');
  await verifier.press('Escape');
  await screenshots(page, 'users');
  await verifier.goTo('queue');
  await page.waitForSelector('tr.chosen:focus');
  await verifier.press('Enter');
  const mine = await verifier.waitForDocument();

  const window = await openWindow(browser);
  const chen = new Verifier(window);
  await chen.firstSignIn(service.address, 'chen', oneTime, theirPassword);
  await window.waitForSelector(`tr.chosen:focus[data-document="${mine.document}"] .chip`);
  assert.equal(await window.locator('nav a').count(), 5, 'a verifier sees the queue, the groups, the intake, the batches and the loans only');
  await chen.press('Enter');
  await window.waitForSelector('.notice-problem');
  assert.match(await window.locator('.notice-problem').textContent(), /admin/);
  await inspect(window, 'held by someone');
  await window.context().close();
  await verifier.press(...((await verifier.look()).typing ? ['Escape', 'q'] : ['q']));
  await page.waitForSelector('tr.chosen:focus');
});

test('the whole queue is worked by keyboard alone', { timeout: 240_000 }, async () => {
  await verifier.press('Space');
  const did = { confirmed: 0, picked: 0, corrected: 0, documents: 0 };
  let seen = await verifier.waitForDocument();
  let shot = false;
  while (seen) {
    const truth = await truthFor(seen);
    while (!seen.atCommit) {
      if (!shot && seen.options.length) shot = await screenshots(page, 'verify');
      const before = seen;
      if (!corrected && freeText.includes(seen.field) && truth[seen.field]) truth[seen.field] += '之二';
      did[await verifier.settle(seen, truth[seen.field])]++;
      seen = await afterDecision(before);
      if (!corrected && truth[before.field] && truth[before.field] !== before.value && seen.field !== before.field)
        corrected = { source: before.source, field: before.field, value: truth[before.field] };
    }
    did.documents++;
    await verifier.press('Enter');
    seen = await verifier.waitForDocument(seen.document);
  }
  console.log(`worked by keyboard: ${JSON.stringify(did)}, ${verifier.keystrokes} keys in all`);
  assert.ok(did.documents >= 3 && corrected, 'at least one value was corrected');
  await page.waitForSelector('main.centre button:focus');
  await verifier.press('Enter');
  await page.waitForSelector('.counts');
  assert.equal(await page.locator('.count-review strong').textContent(), '0');
});

/** The truth of the document on the screen: the one of its file whose type has the field in question. */
async function truthFor(seen) {
  const documents = await truthOf(seen.source);
  return (documents.find(({ fields }) => seen.field in fields) ?? { fields: {} }).fields;
}

/** Waits until the decision has come home; where a rule objects, says that the paper says so. */
async function afterDecision(before) {
  const seen = await verifier.settled();
  if (!seen.asking && seen.field === before.field && seen.state === 'open') await verifier.press('Enter');
  if (await page.$('dialog[open] .finding')) await verifier.press('1');
  return verifier.settled();
}

async function screenshots(at, name) {
  for (const [width, height] of [[1440, 900], [1024, 768]]) {
    await at.setViewportSize({ width, height });
    await at.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))));
    await at.screenshot({ path: join(artefacts, `${name}-${width}.png`) });
  }
  await inspect(at, name);
  await at.setViewportSize({ width: 1440, height: 900 });
  return true;
}

test('the record holds the corrected value and its images', async () => {
  await verifier.goTo('records');
  await page.waitForSelector('tbody button.link');
  const row = await page.evaluate((source) => [...document.querySelectorAll('tbody tr')].findIndex((one) => one.textContent.includes(source)) + 1, corrected.source);
  assert.ok(row > 0);
  await inspect(page, 'records');
  await verifier.tabTo(`tbody tr:nth-child(${row}) button`);
  await verifier.press('Enter');
  await page.waitForSelector('.images img');
  assert.equal(await page.locator(`[data-field=${corrected.field}] .field-value`).textContent(), corrected.value);
  const images = await page.evaluate(() => [...document.querySelectorAll('.images img')].map((one) => one.naturalWidth));
  assert.ok(images.length >= 1 && images.every((width) => width > 300));
  await screenshots(page, 'record');
});

test('files are taken in by upload, and the same bytes again are known', async () => {
  await verifier.goTo('intake');
  const file = join(specimens, stack[0]);
  await page.setInputFiles('input[type=file]', file);
  await page.waitForSelector('.uploads .chip-doubt');
  await page.waitForSelector('tbody tr');
  await screenshots(page, 'intake');
});

test('the audit trail and the account can be read and used by everyone', async () => {
  await verifier.goTo('audit');
  await page.waitForSelector('tbody tr td.number');
  await screenshots(page, 'audit');
  await verifier.tabTo('a.me');
  await verifier.press('Enter');
  await page.waitForSelector('.form');
  await inspect(page, 'account');
});

test('a second factor is set up and then asked for', async () => {
  const window = await openWindow(browser);
  const chen = new Verifier(window);
  await chen.signIn(service.address, 'chen', theirPassword);
  await window.waitForSelector('.frame');
  await chen.tabTo('a.me');
  await chen.press('Enter');
  await window.waitForSelector('.block:last-child button');
  await chen.tabTo('.block:last-child button');
  await chen.press('Enter');
  const secret = await window.locator('[data-test=secret]').textContent();
  await inspect(window, 'second factor');
  const step = stepAt(Date.now());
  await chen.tabTo('input[autocomplete=one-time-code]');
  await chen.type(totp(secret, step));
  await chen.press('Enter');
  await window.waitForSelector('[data-test=secret]', { state: 'detached' });
  await chen.tabTo('.bar button');
  await chen.press('Enter');
  await window.waitForSelector('input[autocomplete=username]:focus');
  await chen.fillForm('chen', theirPassword);
  await window.waitForSelector('input[autocomplete=one-time-code]:focus');
  // A code counts once: the next one is due, and a step early is accepted.
  await chen.type(totp(secret, step + 1));
  await chen.press('Enter');
  await window.waitForSelector('.frame');
  assert.deepEqual(window.complaints, []);
  await window.context().close();
});

test('the workstation speaks three languages and remembers which', async () => {
  const headings = { 'zh-Hans': '核验队列', 'zh-Hant': '核驗佇列', en: 'Verification queue' };
  await verifier.goTo('queue');
  for (const [code, heading] of Object.entries(headings)) {
    await page.selectOption('select.languages', code);
    await page.waitForFunction((text) => document.querySelector('h1')?.textContent === text, heading);
    assert.equal(await page.evaluate(() => document.documentElement.lang), code);
    await page.screenshot({ path: join(artefacts, `queue-${code}.png`) });
    await inspect(page, code);
  }
  await page.reload();
  await page.waitForFunction((text) => document.querySelector('h1')?.textContent === text, headings.en);
});

test('a dark screen meets the same contrast', async () => {
  const person = await signedIn({ colorScheme: 'dark' });
  await person.goTo('records');
  await person.page.waitForSelector('tbody button.link');
  await inspect(person.page, 'dark records');
  await person.page.screenshot({ path: join(artefacts, 'records-dark.png') });
  await person.page.context().close();
});

test('nothing went wrong in the page on the way', () => {
  assert.deepEqual(page.complaints, []);
});
