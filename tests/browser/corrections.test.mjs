// A value that is found wrong after the commit: one person says so, another approves it, and the
// records that came with it are looked at again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { inspect } from './support/pictures.mjs';
import { scan, startService } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const theirPassword = 'rain over the northern lake';

let browser, service, wang, li;
before(async () => {
  browser = await launchBrowser();
  service = await startService();
  wang = new Verifier(await openWindow(browser, { locale: 'en-GB' }));
  li = new Verifier(await openWindow(browser, { locale: 'en-GB' }));
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

test('two cards are read and committed without anybody', { timeout: 300_000 }, async () => {
  await wang.firstSignIn(service.address, 'admin', service.password, password);
  await scan(service, 'counter-1', ['01-id-card-portrait-side.jpg', '04-id-card-copy-grey.jpg']);
  await wang.page.waitForFunction(() => Number(document.querySelector('.count-committed strong')?.textContent ?? 0) === 2, null, { timeout: 280_000, polling: 200 });
});

test('who finds a value wrong says the right one and why', async () => {
  await wang.goTo('records');
  await wang.page.waitForSelector('tbody button.link');
  await wang.press('Tab');
  await wang.tabTo('tbody tr:last-child button');
  await wang.press('Enter');
  await wang.page.waitForSelector('.images img');
  await wang.tabTo('.field-values > div:first-child button');
  await wang.press('Enter');
  await wang.page.waitForSelector('dialog[open]');
  await wang.page.locator('dialog input').nth(0).fill('王更正');
  await wang.page.locator('dialog input').nth(1).fill('The card says so');
  await inspect(wang, 'correction-proposed');
  await wang.press('Enter');
  await wang.page.waitForSelector('s.field-value');
  assert.match(await wang.page.locator('main').textContent(), /second person/);
  assert.equal(await wang.page.locator('main button.primary').count(), 0, 'nobody approves what they proposed');
  await inspect(wang, 'correction-open');
});

test('a second person approves it, and finds the records to look at again', async () => {
  await wang.goTo('users');
  await wang.page.waitForSelector('.form-row');
  await wang.page.locator('.form-row input').nth(0).fill('li');
  await wang.page.locator('.form-row input').nth(1).fill('Li');
  await wang.page.selectOption('.form-row select', 'records');
  await wang.page.click('.form-row button');
  const oneTime = await wang.page.locator('[data-test=one-time]').textContent();
  await li.firstSignIn(service.address, 'li', oneTime, theirPassword);

  await li.goTo('corrections');
  await li.page.waitForSelector('tbody button.link');
  await inspect(li, 'corrections');
  await li.tabTo('tbody button.link');
  await li.press('Enter');
  await li.page.waitForSelector('main button.primary');
  await inspect(li, 'correction-to-decide');
  await li.tabTo('main button.primary');
  await li.press('Enter');
  await li.page.waitForSelector('[data-test=cohort] tbody button:not(.link)');
  assert.ok(await li.page.evaluate(() => document.activeElement?.closest('main') !== null), 'the button is gone, the keyboard is not at the top of the page');
  assert.equal(await li.page.locator('[data-test=cohort] tbody tr').count(), 1);
  await li.tabTo('[data-test=cohort] tbody button:not(.link)');
  await li.press('Enter');
  await li.page.waitForFunction(() => document.activeElement?.closest('[data-test=cohort] tr'), null, { timeout: 5000 }); // still in the row where the button was
  await li.page.waitForFunction(() => /^li,/.test(document.querySelector('[data-test=cohort] td:last-child')?.textContent ?? ''));
  await inspect(li, 'correction-cohort');
});

test('the record shows the new value, the old one, and who agreed', async () => {
  await li.goTo('records');
  await li.page.waitForSelector('tbody button.link');
  await li.tabTo('tbody tr:last-child button');
  await li.press('Enter');
  await li.page.waitForSelector('.images img');
  assert.equal(await li.page.locator('.field-values > div:first-child .field-value').textContent(), '王更正');
  assert.match(await li.page.locator('.history').first().textContent(), /correction approved/);
  await inspect(li, 'record-corrected');
  assert.deepEqual([...wang.page.complaints, ...li.page.complaints], []);
});
