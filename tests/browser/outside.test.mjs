// dossier and the systems around it: programs of samples/clients hand a file in, fetch its record and
// take signed notices; people see who is told what, take records out, and what is due.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { inspect } from './support/pictures.mjs';
import { specimens, startService, truthOf } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const run = promisify(execFile);
const password = 'a quiet afternoon in the archive';
const clients = new URL('../../samples/clients', import.meta.url).pathname;
const languages = { py: 'python3', mjs: process.execPath };
const cards = { py: '01-id-card-portrait-side.jpg', mjs: '04-id-card-copy-grey.jpg' };

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

let browser, service, admin, ports;
const receivers = {};
const file = (name) => `${service.data}.${name}`;

before(async () => {
  ports = { py: await freePort(), mjs: await freePort() };
  browser = await launchBrowser();
  service = await startService(async (data) => {
    await writeFile(`${data}.key`, 'a key of the browser tests\n', { mode: 0o600 });
    return Object.entries(ports).map(([language, port]) => `
[webhook.${language}]
url = "https://localhost:${port}/dossier"
ca = "${data}/edge/tls.crt"
key_id = "branch-1"
key_file = "${data}.key"
retry_first_ms = 60000
events = ["record_committed", "original_kept"]`).join('\n');
  });
  admin = new Verifier(await openWindow(browser, { locale: 'en-GB' }));
  await admin.firstSignIn(service.address, 'admin', service.password, password);
});
after(async () => {
  Object.values(receivers).forEach(({ child }) => child.kill());
  await browser?.close();
  await service?.stop();
});

/** What somebody is answered who signs nothing. */
const stranger = (port) => new Promise((resolve, reject) => {
  const asking = request({ port, host: 'localhost', path: '/dossier', method: 'POST', rejectUnauthorized: false }, (answer) => { answer.resume(); resolve(answer.statusCode); });
  asking.on('error', reject).end('{"event": "record_committed"}');
});

/** A receiver of samples/clients, with the lines that it printed. */
async function receive(language) {
  const child = spawn(languages[language], [join(clients, `webhook_receiver.${language}`), '--key-file', file('key'), '--cert', join(service.data, 'edge/tls.crt'), '--cert-key', join(service.data, 'edge/tls.key'), '--port', String(ports[language]), '--path', '/dossier']);
  const receiver = { child, lines: [], faults: '' };
  createInterface({ input: child.stdout }).on('line', (line) => receiver.lines.push(JSON.parse(line)));
  child.stderr.on('data', (bytes) => (receiver.faults += bytes));
  for (let tries = 0; !receiver.faults.includes('listening') && tries < 300; tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  return receiver;
}

const ask = (method, path, body) => admin.page.evaluate(async ([method, path, body]) => {
  const session = await (await fetch('/api/v1/session')).json();
  const answer = await fetch(`/api/v1${path}`, { method, headers: { 'X-CSRF-Token': session.csrf_token, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  return answer.status === 204 ? null : answer.json();
}, [method, path, body]);

test('another system sends a card and fetches what it says, in either language', { timeout: 300_000 }, async () => {
  const { token } = await ask('POST', '/stations', { name: 'crm' });
  await Promise.all([writeFile(file('token'), token), writeFile(file('password'), password)]);
  for (const [language, program] of Object.entries(languages)) {
    const scan = join(service.data, '..', `${language}-${cards[language]}`);
    await copyFile(join(specimens, cards[language]), scan);
    const { stdout } = await run(program, [join(clients, `send_and_fetch.${language}`), scan, '--to', service.address.replace(/\/$/, ''), '--ca', join(service.data, 'edge/tls.crt'), '--token-file', file('token'), '--user', 'admin', '--password-file', file('password')]);
    const record = JSON.parse(stdout);
    const [{ fields: truth }] = await truthOf(cards[language]);
    const field = (name) => record.fields.find((one) => one.name === name).value;
    assert.equal(field('name'), truth.name);
    assert.equal(field('id_number'), truth.id_number);
  }
});

test('systems that nobody reaches are shown with what waits for them, and are told when they are back', { timeout: 120_000 }, async () => {
  await admin.open('webhooks');
  await admin.page.waitForSelector('[data-webhook=py] .chip-error');
  await inspect(admin, 'webhooks-in-trouble');
  for (const language of Object.keys(ports)) {
    receivers[language] = await receive(language);
    await admin.tabTo(`button[aria-label="Send a test: ${language}"]`);
    await admin.press('Enter');
    await admin.page.waitForSelector(`[data-webhook=${language}] [role=status] .chip-confirmed`);
    await admin.tabTo(`button[aria-label="Try again now: ${language}"]`);
    await admin.press('Enter');
  }
  await admin.page.waitForFunction(() => document.querySelectorAll('.block-head .chip-confirmed').length === 2, null, { timeout: 60_000 });
  for (const { lines, faults } of Object.values(receivers)) {
    assert.deepEqual(lines.map(({ event }) => event), ['test', 'original_kept', 'record_committed', 'original_kept', 'record_committed']);
    assert.equal(faults.trim().split('\n').length, 1, faults);
  }
  await inspect(admin, 'webhooks');
});

test('who does not have the key is not believed', async () => {
  for (const [language, { lines }] of Object.entries(receivers)) {
    assert.equal(await stranger(ports[language]), 401);
    assert.equal(lines.length, 5);
  }
});

test('records are taken out by class, as PDFs, once', { timeout: 120_000 }, async () => {
  await admin.open('exports');
  await admin.page.getByRole('button', { name: 'By class' }).click();
  await admin.page.locator('form label', { hasText: 'Type' }).locator('select').selectOption('id_card');
  const [format, purpose] = await admin.page.locator('form .form-row:last-of-type select').all();
  await format.selectOption('pdf');
  await purpose.selectOption('audit');
  await inspect(admin, 'exports-order');
  await admin.tabTo('form .primary');
  await admin.press('Enter');
  await admin.page.waitForSelector('[data-run=ready]');
  await inspect(admin, 'exports-ready');
  await admin.tabTo('[data-run=ready] button');
  const [download] = await Promise.all([admin.page.waitForEvent('download'), admin.press('Enter')]);
  const bytes = await readFile(await download.path());
  assert.equal(bytes.subarray(0, 2).toString(), 'PK');
  assert.match(bytes.toString('latin1'), /D-\d{4}-00000[12]\.pdf/);
  await admin.page.waitForFunction(() => !document.querySelector('[data-run]'));
  assert.match(await admin.page.locator('tbody tr').first().textContent(), /left/);
  await inspect(admin, 'exports-history');
});

test('a record is a PDF that can be searched and says who took it', async () => {
  await admin.open('records');
  await admin.page.waitForSelector('tbody button.link');
  await admin.page.locator('tbody tr button').first().click();
  const link = admin.page.locator('a[href$="/pdf"]');
  await link.waitFor();
  const [download] = await Promise.all([admin.page.waitForEvent('download'), link.click()]);
  const pdf = await download.path();
  const { stdout } = await run('pdftotext', [pdf, '-']);
  const [{ fields: truth }] = await truthOf(cards.mjs);
  assert.ok(stdout.replace(/\s/g, '').includes(truth.id_number), stdout);
  assert.match(await readFile(pdf, 'latin1'), /\(admin {2}\d{4}-\d\d-\d\d \d\d:\d\d\) Tj/);
});

test('the overview says what is due and leads to it', async () => {
  await admin.goTo('figures');
  await admin.page.waitForSelector('.deadlines a');
  await inspect(admin, 'figures-deadlines');
  await admin.tabTo('.deadlines a[href="#/due/expiry"]');
  await admin.press('Enter');
  await admin.page.waitForSelector('.tabs a[href="#/due"][aria-current=page]');
  assert.equal(await admin.page.locator('.sheet-head select').first().inputValue(), 'expiry');
  assert.deepEqual(admin.page.complaints, []);
});
