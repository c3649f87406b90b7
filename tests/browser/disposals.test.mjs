// Destruction: a matter that ended long ago, a list that one proposes, two approve, two witness and
// one carries out, each in the browser; then the record is gone and the certificate there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { inspect } from './support/pictures.mjs';
import { scan, startService } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const names = ['deng', 'fang', 'gao', 'han'];

let browser, service, keeper, record, list;
const people = new Map();
before(async () => {
  browser = await launchBrowser();
  service = await startService();
  keeper = new Verifier(await openWindow(browser, { locale: 'zh-CN' }));
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** What the page itself asks of the server, with its session. */
const ask = ({ page }, method, path, body) => page.evaluate(async ([method, path, body]) => {
  const session = await (await fetch('/api/v1/session')).json();
  const answer = await fetch(`/api/v1${path}`, { method, headers: { 'X-CSRF-Token': session.csrf_token, ...(body ? { 'Content-Type': 'application/json' } : {}) }, body: body ? JSON.stringify(body) : undefined });
  return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
}, [method, path, body]);

/** A step of the list, by its button and the question behind it. */
async function take(person, button) {
  await person.open('disposals'); // whoever looks at the list already sees it as it was
  await person.page.waitForSelector('.sheet h2');
  await person.open(`disposals/${list}`);
  await person.page.getByRole('button', { name: button, exact: true }).click();
  await person.page.waitForSelector('dialog[open]');
  const answered = person.page.waitForResponse((answer) => answer.request().method() === 'POST'); // the next one takes his step after it
  await person.press('Enter');
  await answered;
  await person.page.waitForFunction(() => !document.querySelector('dialog[open]'));
}

test('five people have accounts, and a card is committed', { timeout: 300_000 }, async () => {
  await keeper.firstSignIn(service.address, 'admin', service.password, password);
  await scan(service, 'counter-1', ['01-id-card-portrait-side.jpg']);
  await keeper.page.waitForFunction(() => Number(document.querySelector('.count-committed strong')?.textContent ?? 0) === 1, null, { timeout: 280_000, polling: 200 });
  for (const name of names) {
    const { status, body } = await ask(keeper, 'POST', '/users', { username: name, display_name: name, role: 'records' });
    assert.equal(status, 201, JSON.stringify(body));
    const person = new Verifier(await openWindow(browser, { locale: 'zh-CN' }));
    await person.firstSignIn(service.address, name, body.one_time_password, password);
    people.set(name, person);
  }
});

test('the day on which a matter ended lets its term run', async () => {
  await keeper.open('records');
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
  await keeper.open('disposals');
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
  await keeper.open('records');
  await keeper.page.waitForSelector('.none');
  await keeper.open(`disposals/${list}`);
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
