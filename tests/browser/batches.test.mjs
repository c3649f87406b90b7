// Batches at the workstation: a stack that does not add up says where to look, and a person with a
// keyboard lets it pass with a reason; then its receipt is there.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { scan, specimenNames, specimens, startService } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const artefacts = process.env.DOSSIER_ARTEFACTS ?? new URL('./artefacts', import.meta.url).pathname;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const stack = (await specimenNames()).filter((name) => /^(03|04)-/.test(name));

let browser, service, page, operator;

before(async () => {
  await mkdir(artefacts, { recursive: true });
  browser = await launchBrowser();
  service = await startService();
  page = await openWindow(browser);
  operator = new Verifier(page);
  await operator.signIn(service.address, 'admin', service.password);
  await page.waitForSelector('input[autocomplete=new-password]');
  await operator.fillForm(service.password, password, password);
  await page.waitForSelector('.counts');
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** What a scanning program lays beside its scans: their names, their hashes, and too many sheets. */
async function announce(station, name, sheets) {
  const files = [];
  for (const file of stack) {
    const sha256 = createHash('sha256').update(await readFile(join(specimens, file))).digest('hex');
    files.push({ name: file, sha256 });
  }
  await writeFile(join(service.data, 'hot', station, `${name}.json`), JSON.stringify({ name, sheets, files }));
}

async function inspect(name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(bad.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ target }) => target).join(' ')}`), []);
}

test('a batch that does not add up says what is missing and where to look', { timeout: 240_000 }, async () => {
  await mkdir(join(service.data, 'hot', 'counter-2'), { recursive: true });
  await scan(service, 'counter-2', stack);
  await announce('counter-2', 'B-2026-0042', 3);
  await operator.tabTo('nav a[href="#/batches"]');
  await operator.press('Enter');
  await page.waitForSelector('tbody .chip-error', { timeout: 200_000 });
  assert.match(await page.locator('tbody tr').first().textContent(), /B-2026-0042.*2 \/ 3/);
  await inspect('batches');
  await operator.tabTo('tbody button.link');
  await operator.press('Enter');
  await page.waitForSelector('.imbalances li');
  assert.match(await page.locator('.imbalances').textContent(), /3.*1/);
  await operator.tabTo('.imbalances .link');
  await operator.press('Enter');
  assert.match(await page.locator('tr.chosen').textContent(), new RegExp(stack.at(-1)));
  for (const [width, height] of [[1440, 900], [1024, 768]]) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: join(artefacts, `batch-${width}.png`) });
  }
  await inspect('batch');
});

test('a person lets it pass with a reason, and the receipt is there', async () => {
  await operator.tabTo('.accept input');
  await operator.type('第三张是空白封底');
  await operator.press('Enter');
  await page.waitForSelector('a[download]');
  assert.match(await page.locator('main').textContent(), /第三张是空白封底/);
  const receipt = await page.evaluate(async () => (await fetch(document.querySelector('a[download]').href)).text());
  assert.match(receipt, /^dossier receipt 1\n[\s\S]*\nbatch B-2026-0042\n[\s\S]*accepted_by admin\nimbalances 1\n/);
  for (const name of stack) assert.ok(receipt.includes(` kept ${name}\n`));
  assert.deepEqual(page.complaints, []);
});
