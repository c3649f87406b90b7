// Batches at the workstation: a stack that does not add up says where to look, and a person with a
// keyboard lets it pass with a reason; then its receipt is there.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inspect as inspectByAxe } from './support/axe.mjs';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { announce, scan, specimenNames, specimens, startService } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const artefacts = process.env.DOSSIER_ARTEFACTS ?? new URL('./artefacts', import.meta.url).pathname;
const stack = (await specimenNames()).filter((name) => /^(03|04)-/.test(name));

let browser, service, page, operator;

before(async () => {
  await mkdir(artefacts, { recursive: true });
  browser = await launchBrowser();
  service = await startService('[station.counter-3]\nseparation = "separator"\nacross_files = true\nbatch_idle_s = 5\n[station.counter-5]\nseparation = "separator"\nacross_files = true\nbatch_idle_s = 5\n');
  page = await openWindow(browser);
  operator = new Verifier(page);
  await operator.firstSignIn(service.address, 'admin', service.password, password);
  await page.waitForSelector('.counts');
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

const inspect = (name) => inspectByAxe(page, name);

test('a batch that does not add up says what is missing and where to look', { timeout: 240_000 }, async () => {
  await mkdir(join(service.data, 'hot', 'counter-2'), { recursive: true });
  await scan(service, 'counter-2', stack);
  await announce(service, 'counter-2', { name: 'B-2026-0042', sheets: 3 }, stack);
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

/** The same picture in other bytes, as no scanner makes it, but as a scanned-again sheet is alike. */
async function inOtherBytes(name, station) {
  const bytes = await readFile(join(specimens, name));
  const comment = Buffer.from(`\xff\xfe\x00${String.fromCharCode(station.length + 2)}${station}`, 'latin1');
  return Buffer.concat([bytes.subarray(0, 2), comment, bytes.subarray(2)]);
}

async function scanAgain(station, name, as) {
  await writeFile(join(service.data, 'hot', station, as), await inOtherBytes(name, station));
}

/** The newest batch of a station, once it looks as it should. */
async function openBatch(station, isReady) {
  for (let waited = 0; waited < 400; waited++) {
    const batch = await page.evaluate(async (name) => {
      const { items } = await (await fetch(`/api/v1/batches?station=${name}`)).json();
      return items.length ? (await fetch(`/api/v1/batches/${items[0].id}`)).json() : null;
    }, station);
    if (batch && isReady(batch)) {
      await page.evaluate((id) => { location.hash = `#/batches/${id}`; }, batch.id);
      await page.waitForSelector('.strip .leaf');
      return batch;
    }
    await page.waitForTimeout(500);
  }
  throw new Error(`the batch of ${station} did not come to be what it should be`);
}

async function shoot(name) {
  for (const [width, height] of [[1440, 900], [1024, 768]]) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: join(artefacts, `${name}-${width}.png`) });
  }
}

test('where a station writes a file a page, its files make one document', { timeout: 240_000 }, async () => {
  await scan(service, 'counter-3', ['01-id-card-portrait-side.jpg', '02-id-card-emblem-side.jpg']);
  const batch = await openBatch('counter-3', ({ documents }) => documents.length > 0);
  assert.equal(batch.documents.length, 1);
  assert.equal(batch.files.length, 2);
  for (const { pages } of batch.files) assert.equal(pages[0].document_id, batch.documents[0].id);
  assert.equal(await page.locator('.leaf-content').count(), 2);
  await shoot('batch-across-files');
  await page.evaluate(() => { location.hash = '#/intake'; });
  await page.waitForSelector('text=counter-3');
  await shoot('stations');
  await inspect('stations');
});

/** What the service prints for a stack, as a scanner would see it. */
const coverSheet = (cover) => page.evaluate(async (body) => {
  const { csrf_token: token } = await (await fetch('/api/v1/session')).json();
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': token };
  const answer = await fetch('/api/v1/cover-sheets', { method: 'POST', headers, body: JSON.stringify(body) });
  return [...new Uint8Array(await answer.arrayBuffer())];
}, cover);

/** Uploads a file into a batch that its sender names. */
async function send(station, batch, name, bytes) {
  const status = await page.evaluate(async ([address, source, content]) => {
    const { csrf_token: token } = await (await fetch('/api/v1/session')).json();
    const body = new Uint8Array(content);
    const digest = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', body))));
    const headers = { 'Content-Type': 'application/octet-stream', 'X-CSRF-Token': token, 'X-Source-Name': source, Digest: `sha-256=${digest}` };
    return (await fetch(`/api/v1/uploads/${crypto.randomUUID()}?${address}`, { method: 'PUT', headers, body })).status;
  }, [`station=${station}&batch=${batch}`, name, [...bytes]]);
  assert.equal(Math.floor(status / 100), 2);
}

test('a page that came late is put onto its document, which is read again with it', { timeout: 300_000 }, async () => {
  const scanOf = (name) => inOtherBytes(name, 'counter-5'); // another test sent the same sheets
  await send('counter-5', 'B77', 'cover.pdf', await coverSheet({ batch: 'B77', sheets: '2' }));
  await send('counter-5', 'B77', 'first.jpg', await scanOf('02-id-card-emblem-side.jpg')); // expired: for a person
  const before = await openBatch('counter-5', ({ documents }) => documents.length === 1);
  await send('counter-5', 'B77', 'second.jpg', await scanOf('01-id-card-portrait-side.jpg'));
  await openBatch('counter-5', ({ files }) => files.some(({ pages }) => pages.some(({ late }) => late)));
  await page.reload();
  await page.waitForSelector('[data-test=late]');
  await shoot('batch-late');
  await inspect('late page');
  await operator.tabTo('[data-test=late] button');
  await operator.press('Enter');
  const [{ id }] = before.documents;
  const after = await openBatch('counter-5', ({ documents }) => documents.length === 1 && documents[0].id !== id);
  const content = after.files.flatMap(({ pages }) => pages.filter(({ role }) => role === 'content'));
  assert.deepEqual(content.map(({ document_id }) => document_id), [after.documents[0].id, after.documents[0].id]);
  assert.deepEqual(page.complaints, []);
});

/** Somebody else at a second window. */
async function secondPerson(username, role) {
  const oneTime = await page.evaluate(async ([name, as]) => {
    const { csrf_token: token } = await (await fetch('/api/v1/session')).json();
    const answer = await fetch('/api/v1/users', { method: 'POST', headers: { 'X-CSRF-Token': token, 'Content-Type': 'application/json' }, body: JSON.stringify({ username: name, display_name: name, role: as }) });
    return (await answer.json()).one_time_password;
  }, [username, role]);
  const person = new Verifier(await openWindow(browser));
  await person.firstSignIn(service.address, username, oneTime, password);
  await person.page.waitForSelector('.counts');
  return person;
}

/** Settles what is doubtful in a document as it was read, and commits it. */
async function commit(person, document) {
  await person.open(`verify/${document}`);
  await person.page.waitForSelector('main.verify[data-phase=working]');
  let seen = await person.settled();
  for (; !seen.atCommit; seen = await person.settled()) await person.settle(seen);
  await person.press('Enter');
}

test('a page that came when its document was a record is put to it, and another person commits it', { timeout: 300_000 }, async () => {
  await send('counter-5', 'B78', 'cover.pdf', await coverSheet({ batch: 'B78', sheets: '2' }));
  await send('counter-5', 'B78', 'first.jpg', await inOtherBytes('02-id-card-emblem-side.jpg', 'B78'));
  const before = await openBatch('counter-5', ({ documents }) => documents.length === 1);
  const [{ id }] = before.documents;
  await commit(operator, id);
  await openBatch('counter-5', ({ documents }) => documents[0].state === 'committed');
  await send('counter-5', 'B78', 'late.jpg', await inOtherBytes('01-id-card-portrait-side.jpg', 'B78'));
  await openBatch('counter-5', ({ files }) => files.some(({ pages }) => pages.some(({ late }) => late)));
  await page.reload();
  await page.waitForSelector('[data-test=late]');
  assert.match(await page.locator('[data-test=late] [name=document]').textContent(), /已归档/);
  await operator.tabTo('[data-test=late] button');
  await operator.press('Enter');
  const { documents } = await openBatch('counter-5', (batch) => batch.documents.length === 2);
  const supplement = documents.find((one) => one.id !== id);
  assert.equal(supplement.state, 'review');

  const other = await secondPerson('wen', 'supervisor');
  await other.open(`verify/${supplement.id}`);
  await other.page.waitForSelector('[data-test=supplement]');
  await inspectByAxe(other.page, 'a supplement');
  await other.page.screenshot({ path: join(artefacts, 'verify-supplement.png') });
  await commit(other, supplement.id);
  await openBatch('counter-5', (batch) => batch.documents.every(({ state }) => state === 'committed'));
  await page.goto(`${service.address}/#/records`);
  await page.waitForSelector('tbody tr');
  const record = await page.evaluate(async (document) => (await (await fetch(`/api/v1/documents/${document}`)).json()).record_id, id);
  await operator.open(`records/${record}`);
  await page.waitForSelector('[data-test=supplements] button');
  await shoot('record-supplements');
  await inspect('a record with a supplement');
  await operator.tabTo('[data-test=supplements] button');
  await operator.press('Enter');
  await page.waitForFunction((first) => !location.hash.endsWith(first) && document.querySelector('[data-test=supplements] button'), record);
  assert.deepEqual([...page.complaints, ...other.page.complaints], []);
  await other.page.context().close();
});

test('a sheet that was scanned again is hinted at where people look', { timeout: 240_000 }, async () => {
  await mkdir(join(service.data, 'hot', 'counter-4'), { recursive: true });
  await scan(service, 'counter-4', ['09-form-shaded-table.jpg']);
  await openBatch('counter-4', ({ documents }) => documents.length === 1);
  await scanAgain('counter-4', '09-form-shaded-table.jpg', 'again.jpg');
  const batch = await openBatch('counter-4', ({ files, documents }) => files.length === 2 && documents.length === 2);
  assert.deepEqual(batch.files.map(({ pages }) => pages[0].scanned_before), [false, true]);
  await page.reload();
  await page.waitForSelector('.leaf-again');
  await shoot('batch-again');
  const again = batch.files[1].pages[0].document_id;
  await page.evaluate((id) => { location.hash = `#/verify/${id}`; }, again);
  await page.waitForSelector('[data-test=same-sheet]');
  assert.match(await page.locator('[data-test=same-sheet]').textContent(), /09-form-shaded-table\.jpg/);
  await shoot('verify-again');
  await inspect('verify');
  await page.locator('[data-test=same-sheet] button').focus();
  await operator.press('Enter');
  await page.waitForSelector('.leaf-again');
  assert.deepEqual(page.complaints, []);
});
