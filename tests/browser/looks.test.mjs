// Every screen of every role with real things on it: nothing beyond the edge, nothing cut off, no
// word of another language, no focus that nobody sees, nothing that axe finds.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inspect } from './support/axe.mjs';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { configOf, furnish, names, password, people } from './support/furnish.mjs';
import { calm, faults, unseenFocus } from './support/looks.mjs';
import { startService } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const artefacts = process.env.DOSSIER_ARTEFACTS ?? new URL('./artefacts', import.meta.url).pathname;
/** With it every screen is looked at in every language, width and theme, and by axe, which the other suites ask of each screen as they use it; else only where it is tightest. */
const everything = process.env.DOSSIER_CAMPAIGN === '1';
const languages = ['zh-Hans', 'zh-Hant', 'en'];
const views = everything
  ? languages.flatMap((language) => [1440, 1024].flatMap((width) => ['light', 'dark'].map((colorScheme) => ({ language, width, colorScheme }))))
  : [{ language: 'zh-Hant', width: 1024, colorScheme: 'dark' }, { language: 'en', width: 1024, colorScheme: 'light' }];

let browser, service, admin, places;
before(async () => {
  await mkdir(artefacts, { recursive: true });
  browser = await launchBrowser();
  service = await startService(configOf);
  ({ places } = await furnish(service));
  admin = await signIn('admin');
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

async function signIn(name) {
  const person = new Verifier(await openWindow(browser, { locale: 'zh-CN' }));
  await person.signIn(service.address, name, password);
  await person.page.waitForSelector('.frame');
  return person;
}

/** The addresses of the screens, by name. */
const screens = () => ({
  ...Object.fromEntries(['queue', 'groups', 'intake', 'batches', 'records', 'customers', 'loans', 'due', 'corrections', 'disposals', 'requests', 'registers', 'statistics', 'exports', 'figures', 'users', 'types', 'webhooks', 'audit', 'account'].map((screen) => [screen, screen])),
  ...places,
});

async function show({ page }, address) {
  await page.evaluate((to) => { location.hash = `#/${to}`; }, address);
  await calm(page);
}

for (const { language, width, colorScheme } of views)
  test(`every screen in ${language}, ${width} wide, ${colorScheme}`, { timeout: 600_000 }, async () => {
    const { page } = admin;
    await page.setViewportSize({ width, height: width === 1440 ? 900 : 768 });
    await page.emulateMedia({ colorScheme });
    await page.selectOption('select.languages', language);
    const found = [];
    for (const [name, address] of Object.entries(screens())) {
      await show(admin, address);
      await page.screenshot({ path: join(artefacts, `looks-${name}-${language}-${width}-${colorScheme}.png`) });
      found.push(...(await faults(page, language, names)).map((fault) => `${name}: ${fault}`));
      if (language === 'en' && colorScheme === 'light') {
        found.push(...(await unseenFocus(page)).map((one) => `${name}: nobody sees the focus on ${one}`));
        if (everything) await inspect(page, name).catch(({ actual }) => found.push(...actual));
      }
      if (name === 'verify') await page.keyboard.press('Escape');
    }
    assert.deepEqual(found, []);
    assert.deepEqual(page.complaints, []);
  });

test('every dialog is as sound as its screen, and gives the focus back', { timeout: 600_000 }, async () => {
  const { page } = admin;
  await page.selectOption('select.languages', 'en');
  const found = [];
  let dialogs = 0;
  for (const [name, address] of Object.entries(screens())) {
    await show(admin, address);
    // Several buttons of one name ask the same thing.
    const asking = await page.$$eval('main button:enabled', (all) => [...new Set(all.map(({ textContent }) => textContent.trim()))].filter((text) => text.endsWith('…')));
    for (const text of asking) {
      const button = page.locator('main button:enabled', { hasText: text }).first();
      await button.focus();
      await page.keyboard.press('Enter');
      await calm(page);
      if (!(await page.$('dialog[open]'))) continue; // it leads somewhere else
      dialogs++;
      await page.screenshot({ path: join(artefacts, `looks-${name}-dialog-${dialogs}.png`) });
      found.push(...(await faults(page, 'en', names)).map((fault) => `${name}, ${text}: ${fault}`));
      if (everything) await inspect(page, `${name}, ${text}`).catch(({ actual }) => found.push(...actual));
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog', { state: 'detached' });
      if (!(await button.evaluate((one) => one === document.activeElement))) found.push(`${name}, ${text}: the focus is not back`);
    }
  }
  assert.deepEqual(found, []);
  assert.ok(dialogs >= 5, `${dialogs} dialogs`);
});

test('every role has its screens, and is refused nothing on them', { timeout: 600_000 }, async () => {
  for (const name of Object.keys(people)) {
    const person = await signIn(name);
    const linksOf = (selector) => person.page.$$eval(selector, (links) => links.map((link) => link.getAttribute('href').slice(2)));
    const left = await linksOf('header.bar nav a');
    assert.ok(left.length > 0, `${name} has a screen`);
    const seen = new Set();
    for (let place = left.shift(); place; place = left.shift()) {
      if (seen.has(place)) continue;
      seen.add(place);
      await show(person, place);
      const refusals = await person.page.locator('main .alert, main .notice-problem').allTextContents();
      assert.deepEqual(refusals, [], `${name} at ${place}`);
      left.push(...(await linksOf('nav.tabs a')));
    }
    assert.deepEqual(person.page.complaints, [], name);
    await person.page.context().close();
  }
});

test('whoever settles one row finds himself at the next, and at the list when there is none', async () => {
  const { page } = admin;
  await page.selectOption('select.languages', 'en');
  await show(admin, 'loans');
  const at = () => page.evaluate(() => ({ button: document.activeElement?.textContent ?? '', row: document.activeElement?.closest('tr')?.dataset.loan ?? '', inMain: !!document.activeElement?.closest('main') }));
  await page.locator('tr[data-loan] button', { hasText: 'Approve' }).first().focus();
  for (let left = await page.locator('tr[data-loan]').count(); left > 0; left--) {
    const { button, row } = await at();
    assert.match(button, /^Approve/, `${left} wait, and the key is the same`);
    await page.keyboard.press('Enter');
    await page.waitForFunction((gone) => !document.querySelector(`tr[data-loan="${gone}"]`), row);
    await calm(page);
  }
  assert.ok((await at()).inMain, 'the keyboard is not at the top of the page');
  assert.deepEqual(page.complaints, []);
});
