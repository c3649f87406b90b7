// A value that is found wrong after the commit: one person says so, another approves it, and the
// records that came with it are looked at again.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inspect as inspectByAxe } from './support/axe.mjs';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { scan, startService } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const theirPassword = 'rain over the northern lake';
const artefacts = process.env.DOSSIER_ARTEFACTS ?? new URL('./artefacts', import.meta.url).pathname;

let browser, service, wang, li;
before(async () => {
  await mkdir(artefacts, { recursive: true });
  browser = await launchBrowser();
  service = await startService();
  wang = new Verifier(await openWindow(browser, { locale: 'en-GB' }));
  li = new Verifier(await openWindow(browser, { locale: 'en-GB' }));
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

async function go(person, screen) {
  await person.tabTo(`nav a[href="#/${screen}"]`);
  await person.press('Enter');
  await person.page.waitForSelector(`nav a[href="#/${screen}"][aria-current=page]`);
}

/** Pictures of the page in both widths, and nothing that a screen reader would miss. */
async function inspect({ page }, name) {
  for (const [width, height] of [[1024, 768], [1440, 900]]) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(artefacts, `${name}-${width}.png`) });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} fits ${width} pixels`);
  }
  await inspectByAxe(page, name);
}

async function firstSignIn(person, name, oneTime, chosen) {
  await person.signIn(service.address, name, oneTime);
  await person.page.waitForSelector('input[autocomplete=new-password]');
  await person.fillForm(oneTime, chosen, chosen);
  await person.page.waitForSelector('.frame');
}

test('two cards are read and committed without anybody', { timeout: 300_000 }, async () => {
  await firstSignIn(wang, 'admin', service.password, password);
  await scan(service, 'counter-1', ['01-id-card-portrait-side.jpg', '04-id-card-copy-grey.jpg']);
  await wang.page.waitForFunction(() => Number(document.querySelector('.count-committed strong')?.textContent ?? 0) === 2, null, { timeout: 280_000, polling: 1000 });
});

test('who finds a value wrong says the right one and why', async () => {
  await go(wang, 'records');
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
  await go(wang, 'users');
  await wang.page.waitForSelector('.form-row');
  await wang.page.locator('.form-row input').nth(0).fill('li');
  await wang.page.locator('.form-row input').nth(1).fill('Li');
  await wang.page.selectOption('.form-row select', 'records');
  await wang.page.click('.form-row button');
  const oneTime = await wang.page.locator('[data-test=one-time]').textContent();
  await firstSignIn(li, 'li', oneTime, theirPassword);

  await go(li, 'corrections');
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
  assert.ok(await li.page.evaluate(() => document.activeElement?.closest('main') !== null), 'the keyboard is still where the button was');
  await li.page.waitForFunction(() => /^li,/.test(document.querySelector('[data-test=cohort] td:last-child')?.textContent ?? ''));
  await inspect(li, 'correction-cohort');
});

test('the record shows the new value, the old one, and who agreed', async () => {
  await go(li, 'records');
  await li.page.waitForSelector('tbody button.link');
  await li.tabTo('tbody tr:last-child button');
  await li.press('Enter');
  await li.page.waitForSelector('.images img');
  assert.equal(await li.page.locator('.field-values > div:first-child .field-value').textContent(), '王更正');
  assert.match(await li.page.locator('.history').first().textContent(), /correction approved/);
  await inspect(li, 'record-corrected');
  assert.deepEqual([...wang.page.complaints, ...li.page.complaints], []);
});
