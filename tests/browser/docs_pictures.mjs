// The pictures of the READMEs, taken anew: `DOSSIER=../../build/release/bin/dossier npm run pictures`.
// Specimens of samples/ and people who do not exist on the real service; figures of a busy month on
// the stand-in one.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { makeDocuments } from './support/fake_documents.mjs';
import { FakeService } from './support/fake_service.mjs';
import { configOf, furnish, password } from './support/furnish.mjs';
import { calm } from './support/looks.mjs';
import { smaller } from './support/png.mjs';
import { specimens, startService } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const docs = process.env.DOSSIER_PICTURES ?? new URL('../../web/ui/docs', import.meta.url).pathname;
const ui = new URL('../../web/ui/dist', import.meta.url).pathname;

const windowOf = { locale: 'zh-CN', width: 1280, height: 800 };

async function take({ page }, name) {
  await page.waitForTimeout(400); // what glides has arrived
  const png = smaller(await page.screenshot());
  await writeFile(join(docs, `${name}.png`), png);
  console.log(`${name}.png ${Math.round(png.length / 1024)} kB`);
}

async function show(person, address) {
  await person.page.evaluate((to) => { location.hash = `#/${to}`; }, address);
  await calm(person.page);
}

async function ofTheRealService(browser) {
  const service = await startService(configOf);
  try {
    const { admin: client, places } = await furnish(service);
    const draft = await client.ask('POST', '/type-drafts', { name: 'business_licence', version: 4 });
    await client.ask('POST', `/type-drafts/${draft.id}/specimens`, await readFile(join(specimens, '05-licence-2019.jpg')), { 'X-Source-Name': '05-licence-2019.jpg' });
    const sun = await signIn(browser, service.address, 'admin', password);
    const { page } = sun;

    for (const [name, address] of Object.entries({ queue: 'queue', batches: places.batch, stations: 'intake', record: places.record, borrow: 'loans', disposal: places.disposal, customer: places.customer, request: places.request, audit: 'audit' })) {
      await show(sun, address);
      await take(sun, name);
    }
    await show(sun, 'records');
    await page.fill('.search input', 'dongyong');
    await page.press('.search input', 'Enter');
    await page.waitForSelector('.found tbody tr');
    await take(sun, 'search');
    await show(sun, `types/${draft.id}`);
    await page.waitForSelector('.pick');
    await page.waitForSelector('main.designer[data-state=calm]');
    await page.locator('.type-field-head').nth(1).click();
    await take(sun, 'type-designer');
  } finally {
    await service.stop();
  }
}

async function ofTheStandIn(browser) {
  const service = new FakeService({ ui, made: await makeDocuments(browser, 12), warnings: [] });
  try {
    const address = await service.listen();
    const admin = new Verifier(await openWindow(browser, windowOf));
    await admin.firstSignIn(address, 'admin', 'one-time-password', password);
    await show(admin, 'figures');
    await admin.page.waitForSelector('canvas');
    await take(admin, 'figures');
    const lin = await signIn(browser, address, 'lin', 'a-long-password');
    await show(lin, 'queue');
    await lin.page.waitForSelector('tr.chosen');
    await lin.page.locator('tr.chosen').focus();
    await lin.press('Space');
    const seen = await lin.waitForDocument();
    await calm(lin.page);
    await take(lin, 'verify');
    await lin.press(...(seen.typing ? ['Escape', 'a'] : ['a']));
    await lin.page.waitForSelector('.piles .leaf-current');
    await lin.press('ArrowRight', 'Space');
    await calm(lin.page);
    await take(lin, 'arrange');
    await lin.press('Escape', 'q');
    await show(lin, 'groups');
    await lin.page.locator('tr.chosen').focus();
    await lin.press('Enter');
    await lin.page.waitForSelector('.cell:focus');
    await lin.press('ArrowRight', 'Space');
    await calm(lin.page);
    await take(lin, 'groups');
  } finally {
    await service.close();
  }
}

async function signIn(browser, address, username, secret) {
  const person = new Verifier(await openWindow(browser, windowOf));
  await person.signIn(address, username, secret);
  await person.page.waitForSelector('.frame');
  return person;
}

const browser = await launchBrowser();
try {
  await ofTheStandIn(browser);
  await ofTheRealService(browser);
} finally {
  await browser.close();
}
