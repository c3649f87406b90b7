// What a floor of verifiers needs besides judging field by field: documents retyped, joined and
// split without leaving the queue, many values at once, rare characters, what is urgent, who is
// away. The real service, by keyboard, every screen in both themes before axe.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { inspect } from './support/pictures.mjs';
import { scan, specimenNames, specimens, startService } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const [front, back, licence, form, forgotten, other] = (await specimenNames()).filter((name) => /^(01|02|05|09|10|11)-/.test(name));

let browser, service, admin, chen;

before(async () => {
  browser = await launchBrowser();
  // Every value of every document goes to a person.
  service = await startService('[verify]\nsample = 1\n[deadline]\nbusiness_licence = 2\nother = 48\n');
  admin = await signIn('admin', service.password, { locale: 'en-US' });
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

async function signIn(name, oneTime, more = {}) {
  const person = new Verifier(await openWindow(browser, more));
  await person.firstSignIn(service.address, name, oneTime, password);
  await person.page.waitForSelector('.counts');
  return person;
}

const pictured = (person, name) => inspect(person, `desk-${name}`);

const rows = (person) => person.page.evaluate(() => [...document.querySelectorAll('tr[data-document]')].map((row) => ({ id: row.dataset.document, text: row.textContent })));
const queueOf = (person, count) => person.page.waitForFunction((wanted) => document.querySelectorAll('tr[data-document]').length === wanted, count, { timeout: 400_000, polling: 500 });

/** Opens the row of that file with the arrows and Enter. */
async function openFile(person, file) {
  await person.goTo('queue');
  await person.page.waitForSelector('tr.chosen');
  await person.tabTo('tr.chosen');
  const at = (await rows(person)).findIndex(({ text }) => text.includes(file));
  assert.ok(at >= 0, `${file} waits`);
  for (let press = 0; press < 20; press++) await person.press('ArrowUp');
  for (let press = 0; press < at; press++) await person.press('ArrowDown');
  await person.press('Enter');
  return person.waitForDocument();
}

/** The dialog of type and pages, by its key. */
async function arrange(person, seen) {
  if (seen.typing) await person.press('Escape');
  await person.press('a');
  await person.page.waitForSelector('.piles .leaf-current');
  await person.page.waitForFunction(() => document.querySelectorAll('.leaf-page img').length === document.querySelectorAll('.leaf-page').length);
}

const batchOf = (person) => person.page.evaluate(async () => (await (await fetch('/api/v1/batches')).json()).items[0]);

test('people are added and documents come in', { timeout: 500_000 }, async () => {
  await admin.goTo('users');
  await admin.page.selectOption('.form-row select', 'verifier');
  await admin.tabTo('.form-row input');
  await admin.fillForm('chen', '陈核验');
  const oneTime = await admin.page.locator('[data-test=one-time]').textContent();
  await admin.press('Escape');
  await admin.goTo('queue');
  chen = await signIn('chen', oneTime);
  for (const [at, name] of [front, back, licence, form, other].entries()) {
    await scan(service, 'counter-1', [name]);
    await queueOf(chen, at + 1);
  }
});

test('what is due first comes first, and a supervisor says what is urgent', async () => {
  assert.match((await rows(chen))[0].text, /05-licence/, 'two hours are less than two days');
  await queueOf(admin, 5);
  await admin.tabTo('tr.chosen');
  const at = (await rows(admin)).findIndex(({ text }) => text.includes('11-form'));
  for (let press = 0; press < at; press++) await admin.press('ArrowDown');
  await admin.press('!');
  await admin.page.waitForFunction(() => /11-form/.test(document.querySelector('tr[data-document]')?.textContent ?? ''));
  await pictured(admin, 'queue');
  await chen.page.waitForFunction(() => /11-form/.test(document.querySelector('tr[data-document]')?.textContent ?? ''), null, { timeout: 20_000 });
  await pictured(chen, 'queue-of-a-verifier');
});

test('the two sides of a card are joined, and read again as one document', { timeout: 300_000 }, async () => {
  const seen = await openFile(chen, front);
  await arrange(chen, seen);
  await chen.press('ArrowRight', 'Space');
  await chen.page.waitForFunction(() => document.querySelector('.pile-current')?.querySelectorAll('.leaf-page').length === 2);
  // The second page first, and back again: what is in question goes with it.
  const order = () => chen.page.$$eval('.pile-current .leaf-page', (leaves) => leaves.map((leaf) => leaf.classList.contains('leaf-current')));
  await chen.press('Control+ArrowLeft');
  assert.deepEqual(await order(), [true, false]);
  await chen.press('Control+ArrowRight');
  assert.deepEqual(await order(), [false, true]);
  await pictured(chen, 'arrange');
  await chen.press('Enter');
  await chen.page.waitForSelector('main[data-phase=rereading], main.verify');
  const joined = await chen.waitForDocument(seen.document);
  assert.match(joined.source, /01-.* – 02-/, 'it names both files');
  const batch = await batchOf(chen);
  assert.equal(batch.counts.documents, 4);
  assert.equal(batch.counts.in_review, 4);
  assert.deepEqual(batch.imbalances, [], 'no page is lost and none is in two places');
});

test('a page that was forgotten is put in behind another, and taken out again', { timeout: 300_000 }, async () => {
  const pagesOf = (person, id) => person.page.evaluate(async (id) => (await (await fetch(`/api/v1/documents/${id}`)).json()).page_indexes.length, id);
  const seen = await openFile(chen, licence);
  const asked = chen.page.waitForEvent('filechooser'); // before the dialog is there: the browser must know of it by then
  await arrange(chen, seen);
  await chen.press('i');
  await (await asked).setFiles(join(specimens, forgotten));
  const longer = await chen.waitForDocument(seen.document);
  assert.equal(longer.type, seen.type, 'it stays what it was');
  assert.equal(await pagesOf(chen, longer.document), 2);
  await arrange(chen, longer);
  assert.equal(await chen.page.locator('.pile-current .leaf-page').count(), 2);
  await pictured(chen, 'inserted');
  await chen.press('x');
  const shorter = await chen.waitForDocument(longer.document);
  assert.equal(await pagesOf(chen, shorter.document), 1);
  const batch = await batchOf(chen);
  assert.deepEqual(batch.imbalances, [], 'no page is lost and none is in two places');
  await chen.page.waitForFunction(async (file) => (await (await fetch('/api/v1/queue')).json()).items.some(({ source_name }) => source_name === file), forgotten, { polling: 500 });
});

test('a document of a wrong type is read again as the right one', { timeout: 300_000 }, async () => {
  const seen = await openFile(chen, form);
  const before = seen.type;
  await arrange(chen, seen);
  const passport = await chen.page.locator('dialog .option', { hasText: '护照' }).locator('kbd').textContent();
  await chen.press(passport.toLowerCase());
  await chen.press('Enter');
  const wrong = await chen.waitForDocument(seen.document);
  assert.match(wrong.type, /护照/);
  await arrange(chen, wrong);
  await chen.press('0', 'Enter');
  const right = await chen.waitForDocument(wrong.document);
  assert.equal(right.type, before, 'left to the reader, it is what it was');
  assert.deepEqual((await batchOf(chen)).imbalances, []);
});

test('a character that no keyboard has is put in by pinyin, components or code point', { timeout: 120_000 }, async () => {
  const seen = await openFile(chen, other);
  if (!seen.typing) await chen.press('e');
  await chen.page.waitForSelector('.entry:focus');
  await chen.press('Control+a');
  await chen.type('张');
  await chen.press('F4');
  await chen.page.waitForSelector('[data-test=glyph-query]:focus');
  await chen.type('jie 女');
  await chen.page.waitForSelector('.glyph-option');
  await pictured(chen, 'glyphs');
  const wanted = await chen.page.evaluate(() => [...document.querySelectorAll('.glyph-option')].findIndex((one) => one.textContent.includes('姐')) + 1);
  assert.ok(wanted > 0);
  await chen.press(String(wanted));
  await chen.page.waitForSelector('.entry:focus');
  await chen.press('F4');
  await chen.type('U+20BB7');
  await chen.press('Enter');
  await chen.page.waitForSelector('.entry:focus');
  await chen.type('好');
  assert.equal((await chen.look()).value, '张姐𠮷好', 'each goes where the caret was');
  await chen.press('Escape');
});

test('the same field of many documents is accepted at once, but for those that are marked', { timeout: 240_000 }, async () => {
  await chen.goTo('groups');
  await chen.page.waitForSelector('tr.chosen:focus');
  await pictured(chen, 'groups');
  await chen.press('Enter');
  await chen.page.waitForSelector('.cell:focus');
  await chen.page.waitForFunction(() => [...document.querySelectorAll('.cell canvas')].every((one) => one.width > 300 || one.width > one.clientWidth - 2));
  const all = await chen.page.locator('.cell').count();
  assert.ok(all >= 2, `${all} values`);
  await chen.press('ArrowRight', 'Space');
  assert.equal(await chen.page.locator('.cell-wrong').count(), 1);
  const marked = await chen.page.locator('.cell-wrong').getAttribute('data-discrepancy');
  await pictured(chen, 'group');
  await chen.press('Enter');
  await chen.page.waitForFunction((wrong) => !document.querySelector(`[data-discrepancy="${wrong}"]`) && !document.querySelector('.cells[aria-busy]'), marked);
  const left = await chen.page.evaluate(async () => {
    const [type, field] = decodeURIComponent(location.hash).split('/')[2].split('~');
    return (await (await fetch(`/api/v1/value-groups/values?type=${type}&field=${field}`)).json()).items.map((one) => one.discrepancy_id);
  });
  assert.deepEqual(left, [marked], 'only the marked one still waits');
  await chen.press('q');
  await chen.page.waitForSelector('tr.chosen');
});

test('what a person has open is taken over by a supervisor, and whoever is away gets nothing', { timeout: 240_000 }, async () => {
  const seen = await openFile(chen, licence);
  await admin.goTo('queue');
  await admin.page.waitForFunction((id) => document.querySelector(`tr[data-document="${id}"]`)?.textContent.includes('chen'), seen.document, { timeout: 30_000 });
  await pictured(admin, 'desks');
  await admin.tabTo('tr.chosen');
  const at = (await rows(admin)).findIndex(({ id }) => id === seen.document);
  for (let press = 0; press < 20; press++) await admin.press('ArrowUp');
  for (let press = 0; press < at; press++) await admin.press('ArrowDown');
  await admin.press('o');
  assert.equal((await admin.waitForDocument()).document, seen.document);
  await chen.press(seen.typing ? 'Escape' : 'Enter');
  if (seen.typing) await chen.press('u', '1');
  await chen.page.waitForSelector('.notice-problem');
  await admin.press('q');
  await admin.page.waitForSelector('.counts');
  await admin.tabTo('tr[data-desk=chen] button');
  await admin.press('Enter');
  await admin.page.waitForSelector('tr[data-desk=chen] .chip-doubt');
  await chen.page.goto(`${service.address}/#/queue`);
  await chen.page.waitForSelector('[data-test=away]');
  await pictured(chen, 'away');
  await chen.press('Space');
  await chen.page.waitForSelector('main.centre .done-mark');
  await chen.press('Enter');
  await chen.tabTo('.sheet-head button.quiet');
  await chen.press('Enter');
  await chen.page.waitForFunction(() => !document.querySelector('[data-test=away]'));
  assert.deepEqual(chen.page.complaints, []);
  assert.deepEqual(admin.page.complaints, []);
});
