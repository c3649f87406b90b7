// Destruction: a matter that ended long ago, a list that one proposes, two approve, two witness and
// one carries out, each in the browser; then the record is gone and the certificate there.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inspect as inspectByAxe } from './support/axe.mjs';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { scan, startService } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const artefacts = process.env.DOSSIER_ARTEFACTS ?? new URL('./artefacts', import.meta.url).pathname;
const names = ['deng', 'fang', 'gao', 'han'];

let browser, service, keeper, record, list;
const people = new Map();
before(async () => {
  await mkdir(artefacts, { recursive: true });
  browser = await launchBrowser();
  service = await startService();
  keeper = new Verifier(await openWindow(browser, { locale: 'zh-CN' }));
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

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

async function go({ page }, where) {
  await page.evaluate((to) => { location.hash = `#/${to}`; }, where);
  await page.waitForSelector('main#main');
}

async function firstSignIn(person, name, oneTime) {
  await person.signIn(service.address, name, oneTime);
  await person.page.waitForSelector('input[autocomplete=new-password]');
  await person.fillForm(oneTime, password, password);
  await person.page.waitForSelector('.frame');
}

/** What the page itself asks of the server, with its session. */
const ask = ({ page }, method, path, body) => page.evaluate(async ([method, path, body]) => {
  const session = await (await fetch('/api/v1/session')).json();
  const answer = await fetch(`/api/v1${path}`, { method, headers: { 'X-CSRF-Token': session.csrf_token, ...(body ? { 'Content-Type': 'application/json' } : {}) }, body: body ? JSON.stringify(body) : undefined });
  return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
}, [method, path, body]);

/** A step of the list, by its button and the question behind it. */
async function take(person, button) {
  await go(person, 'disposals'); // whoever looks at the list already sees it as it was
  await person.page.waitForSelector('.sheet h2');
  await go(person, `disposals/${list}`);
  await person.page.getByRole('button', { name: button, exact: true }).click();
  await person.page.waitForSelector('dialog[open]');
  await person.press('Enter');
  await person.page.waitForFunction(() => !document.querySelector('dialog[open]'));
  await person.page.waitForTimeout(300);
}

test('five people have accounts, and a card is committed', { timeout: 300_000 }, async () => {
  await firstSignIn(keeper, 'admin', service.password);
  await scan(service, 'counter-1', ['01-id-card-portrait-side.jpg']);
  await keeper.page.waitForFunction(() => Number(document.querySelector('.count-committed strong')?.textContent ?? 0) === 1, null, { timeout: 280_000, polling: 1000 });
  for (const name of names) {
    const { status, body } = await ask(keeper, 'POST', '/users', { username: name, display_name: name, role: 'records' });
    assert.equal(status, 201, JSON.stringify(body));
    const person = new Verifier(await openWindow(browser, { locale: 'zh-CN' }));
    await firstSignIn(person, name, body.one_time_password);
    people.set(name, person);
  }
});

test('the day on which a matter ended lets its term run', async () => {
  await go(keeper, 'records');
  await keeper.page.waitForSelector('tbody button.link');
  await keeper.page.locator('tbody tr:first-child button').first().click();
  await keeper.page.waitForSelector('.facts');
  record = (await keeper.page.evaluate(() => location.hash)).split('/').pop();
  await keeper.page.getByRole('button', { name: '业务终止…' }).click();
  await keeper.page.locator('dialog input').fill('2012-05-31');
  await inspect(keeper, 'disposal-closing');
  await keeper.press('Enter');
  await keeper.page.waitForSelector('text=已记录');
});

test('what is due is proposed with an opinion and a reason', async () => {
  await go(keeper, 'disposals');
  await keeper.page.waitForSelector('tbody select');
  assert.match(await keeper.page.locator('tbody tr').first().textContent(), /2022/, 'ten years after 2012');
  await keeper.page.locator('tbody select').selectOption('destroy');
  await keeper.page.locator('form input').fill('2026 年度鉴定');
  await inspect(keeper, 'disposal-due');
  await keeper.press('Enter');
  await keeper.page.waitForSelector('ol.plain');
  list = (await keeper.page.evaluate(() => location.hash)).split('/').pop();
  await inspect(keeper, 'disposal-list');
});

test('nobody takes two steps, and nothing is gone before the last', async () => {
  const [deng, fang, gao, han] = names.map((name) => people.get(name));
  await take(keeper, '批准');
  await keeper.page.waitForSelector('.alert');
  await take(deng, '批准');
  await take(fang, '批准');
  await take(gao, '监销核对');
  await take(han, '监销核对');
  assert.equal((await ask(keeper, 'GET', `/records/${record}`)).status, 200);
  await take(keeper, '执行销毁');
  await keeper.page.waitForSelector('text=已销毁');
  await inspect(keeper, 'disposal-done');
});

test('the record is gone, and its certificate says so', async () => {
  assert.equal((await ask(keeper, 'GET', `/records/${record}`)).status, 410);
  await go(keeper, 'records');
  await keeper.page.waitForSelector('.none');
  await go(keeper, `disposals/${list}`);
  const waited = keeper.page.waitForEvent('download');
  await keeper.page.getByRole('button', { name: '销毁证明' }).click();
  const saved = await (await waited).path();
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(saved, 'utf8');
  assert.match(text, /^dossier destruction certificate 1\n/);
  assert.match(text, /witness han .*\ncarry_out admin /);
  assert.match(text, /record D-\d{4}-000001 J001-\S+ id_card customer_identity \S+ 2022 [0-9a-f]{64}\n/);
  assert.deepEqual(keeper.page.complaints, []);
});
