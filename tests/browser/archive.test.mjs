// Records in the archive: filed anew by a keeper, borrowed by somebody who may not see them, put
// together by customer, and what is due. By keyboard, but for what a pointer would do the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { inspect } from './support/pictures.mjs';
import { scan, startService } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const theirPassword = 'rain over the northern lake';

let browser, service, keeper, borrower, number;
before(async () => {
  browser = await launchBrowser();
  service = await startService();
  keeper = new Verifier(await openWindow(browser, { locale: 'en-GB' }));
  borrower = new Verifier(await openWindow(browser, { locale: 'en-GB' }));
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

test('a card that nobody doubts is committed and filed', { timeout: 300_000 }, async () => {
  await keeper.firstSignIn(service.address, 'admin', service.password, password);
  await scan(service, 'counter-1', ['01-id-card-portrait-side.jpg', '04-id-card-copy-grey.jpg']);
  await keeper.page.waitForFunction(() => Number(document.querySelector('.count-committed strong')?.textContent ?? 0) === 2, null, { timeout: 280_000, polling: 200 });
  await keeper.open('records');
  await keeper.page.waitForSelector('tbody button.link');
  number = await keeper.page.locator('tbody tr:first-child td:nth-child(2)').textContent();
  assert.match(number, /^J001-101-0001-000\d$/);
  await inspect(keeper, 'archive-records');
});

test('a keeper files a record anew, and what it was stays readable', async () => {
  await keeper.page.locator('tbody tr:first-child button').focus();
  await keeper.press('Enter');
  await keeper.page.waitForSelector('.facts');
  await keeper.page.locator('.facts + p button').focus();
  await keeper.press('Enter');
  await keeper.page.waitForSelector('dialog[open]');
  await keeper.page.locator('dialog select').nth(2).selectOption('private');
  await keeper.page.locator('dialog input').nth(1).fill('A-07/3');
  await keeper.page.locator('dialog input').last().fill('A private customer from now on');
  await inspect(keeper, 'archive-filing');
  await keeper.press('Enter');
  await keeper.page.waitForFunction(() => /A-07\/3/.test(document.querySelector('.facts')?.textContent ?? ''));
  await keeper.page.locator('details summary').first().click();
  assert.match(await keeper.page.locator('details').first().textContent(), /Standard.*Private banking/);
  await inspect(keeper, 'archive-record');
});

test('who may not see records asks for one and cannot approve it', async () => {
  await keeper.open('users');
  await keeper.page.waitForSelector('.form-row');
  await keeper.page.locator('.form-row input').nth(0).fill('vera');
  await keeper.page.locator('.form-row input').nth(1).fill('Vera');
  await keeper.page.selectOption('.form-row select', 'verifier');
  await keeper.page.click('.form-row button');
  await borrower.firstSignIn(service.address, 'vera', await keeper.page.locator('[data-test=one-time]').textContent(), theirPassword);
  await borrower.open('loans');
  await borrower.page.waitForSelector('form.form');
  await borrower.page.locator('form.form input').nth(0).fill(number);
  await borrower.page.locator('form.form input').nth(2).fill('A complaint about the account');
  await borrower.press('Enter');
  await borrower.page.waitForSelector('tr[data-loan]');
  assert.equal(await borrower.page.locator('tr[data-loan] button', { hasText: 'Approve' }).count(), 0);
  assert.equal(await borrower.page.locator('tr[data-loan] .link').count(), 0, 'nothing to open before it is lent');
  await inspect(borrower, 'archive-loan-asked');
});

test('another person approves it with a key, and it opens under a watermark', async () => {
  await keeper.open('loans');
  await keeper.page.waitForSelector('tr[data-loan]');
  await inspect(keeper, 'archive-loans-waiting');
  await keeper.press('a');
  await keeper.page.waitForFunction(() => !document.querySelector('tr[data-loan]'));
  await borrower.page.reload();
  await borrower.page.waitForSelector('tr[data-loan] .link');
  await borrower.page.locator('tr[data-loan] .link').focus();
  await borrower.press('Enter');
  await borrower.page.waitForSelector('.images img');
  assert.match(await borrower.page.locator('.watermark').textContent(), /vera · \d{4}-\d\d-\d\d \d\d:\d\d · L-\d{4}-000001/);
  await inspect(borrower, 'archive-borrowed');
});

test('what is given back is closed', async () => {
  await borrower.open('loans');
  await borrower.page.waitForSelector('tr[data-loan] .link');
  await borrower.press('g');
  await borrower.page.waitForFunction(() => !document.querySelector('tr[data-loan] .link'));
});

test('a customer has a dossier of his records, his rating and what is due', async () => {
  await keeper.open('customers');
  await keeper.page.waitForSelector('tbody button.link');
  await inspect(keeper, 'archive-customers');
  await keeper.page.locator('tbody button.link').first().focus();
  await keeper.press('Enter');
  await keeper.page.waitForSelector('.timeline li');
  await keeper.page.locator('.dossier select').selectOption('high');
  await keeper.page.waitForSelector('dialog[open]');
  await keeper.page.locator('dialog input').fill('Cash business');
  await keeper.press('Enter');
  await keeper.page.waitForFunction(() => /risk rated/.test(document.querySelector('.timeline')?.textContent ?? ''));
  await inspect(keeper, 'archive-customer');
});

test('what is due is listed and finished with a note', async () => {
  await keeper.open('due');
  await keeper.page.waitForSelector('.rows');
  await keeper.page.locator('.sheet-head select').nth(1).selectOption('365');
  await keeper.page.waitForSelector('tbody button.link');
  await inspect(keeper, 'archive-due');
  const before = await keeper.page.locator('tbody tr').count();
  await keeper.page.locator('tbody tr:first-child td:last-child button').focus();
  await keeper.press('Enter');
  await keeper.page.waitForSelector('dialog[open]');
  await keeper.page.locator('dialog input').fill('The customer was asked for a new card');
  await keeper.press('Enter');
  await keeper.page.waitForFunction((rows) => document.querySelectorAll('tbody tr button').length < rows * 4 && !document.querySelector('dialog[open]'), before);
  assert.deepEqual([...keeper.page.complaints, ...borrower.page.complaints], []);
});
