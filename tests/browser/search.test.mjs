// Finding a record again, by whatever somebody remembers of it, without a mouse and without leaving
// it in an address.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { inspect } from './support/pictures.mjs';
import { scan, startService, truthOf } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const cards = ['01-id-card-portrait-side.jpg', '04-id-card-copy-grey.jpg'];
const [pan, su] = (await Promise.all(cards.map(truthOf))).map(([document]) => document.fields);

let browser, service, wang;
before(async () => {
  browser = await launchBrowser();
  service = await startService();
  wang = new Verifier(await openWindow(browser, { locale: 'en-GB' }));
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** Types into the field and presses Enter; what was found, row by row. */
async function search(text) {
  await wang.press('Escape');
  await wang.page.waitForSelector('.facets', { state: 'detached' });
  await wang.page.locator('.search input').fill(text); // types Chinese, which a keyboard does not
  await wang.press('Enter');
  await wang.page.waitForSelector('.found');
  return wang.page.locator('.found tbody tr').allTextContents();
}

test('two cards are read and committed', { timeout: 300_000 }, async () => {
  await wang.firstSignIn(service.address, 'admin', service.password, password);
  await scan(service, 'counter-1', cards.slice(0, 1));
  await scan(service, 'counter-2', cards.slice(1));
  await wang.page.waitForFunction(() => Number(document.querySelector('.count-committed strong')?.textContent ?? 0) === 2, null, { timeout: 280_000, polling: 200 });
});

test('the records begin with the field that takes anything', async () => {
  await wang.tabTo('nav a[href="#/records"]');
  await wang.press('Enter');
  await wang.page.waitForSelector('.search input:focus');
  await wang.page.waitForSelector('tbody button.link');
  assert.equal(await wang.page.locator('tbody tr').count(), 2);
  await inspect(wang, 'records');
});

test('a record is found by name, by its sound, its initials, an address, and any of its numbers', async () => {
  for (const [text, wanted] of [
    [pan.name, pan], ['panjian', pan], ['pj', pan], ['szx', su], ['suzhixin', su], ['蘇志鑫', su], ['竹园路', pan], ['滨江西路206号', su],
    [pan.id_number, pan], [`${su.id_number.slice(0, 6)} ${su.id_number.slice(6, 14)}-${su.id_number.slice(14).toLowerCase()}`, su],
  ]) {
    const rows = await search(text);
    assert.equal(rows.length, 1, text);
    assert.match(rows[0], new RegExp(wanted.name), text);
  }
});

test('what matches is marked, numbers are masked, and nothing of it stands in the address', async () => {
  await search('竹园路');
  assert.equal(await wang.page.locator('.matched mark').textContent(), '竹园路');
  await inspect(wang, 'search-text');
  const [row] = await search(pan.id_number);
  assert.match(row, /4\*{16}1/);
  assert.ok(!row.includes(pan.id_number));
  assert.match(await wang.page.locator('.found [role=status]').textContent(), /as a number/);
  assert.ok(!decodeURIComponent(wang.page.url()).includes(pan.id_number));
  await inspect(wang, 'search-number');
  await search('蘇志鑫');
  assert.match(await wang.page.locator('.found tbody .chip').first().textContent(), /简/);
});

test('filters narrow it down with their counts, by the keyboard alone', async () => {
  assert.equal((await search('市')).length, 2);
  assert.deepEqual(await wang.page.locator('.facets section:nth-of-type(2) .facet').allTextContents(), ['counter-1 1', 'counter-2 1']);
  await wang.tabTo('.facets section:nth-of-type(2) li:nth-child(2) .facet');
  await wang.press('Enter');
  await wang.page.waitForFunction(() => document.querySelectorAll('.found tbody tr').length === 1);
  assert.match(await wang.page.locator('.found tbody tr').textContent(), new RegExp(su.name));
  await inspect(wang, 'search-filtered');
  await wang.press('Enter');
  await wang.page.waitForFunction(() => document.querySelectorAll('.found tbody tr').length === 2);
});

test('the arrows go to what was found, and who comes back from a record finds it again', async () => {
  await wang.press('/');
  await wang.page.waitForSelector('.search input:focus');
  await wang.press('ArrowDown', 'ArrowDown', 'ArrowUp');
  await wang.page.waitForSelector('tbody tr:first-child button:focus');
  await wang.press('Enter');
  await wang.page.waitForSelector('.images img');
  await wang.page.goBack();
  await wang.page.waitForSelector('.found tbody tr:nth-child(2)');
  assert.equal(await wang.page.locator('.search input').inputValue(), '市');
  await wang.page.reload();
  await wang.page.waitForSelector('tbody button.link');
  assert.equal(await wang.page.locator('.search input').inputValue(), '', 'nothing of it is kept in the browser');
});

test('it reads well in Chinese, both ways of writing it', async () => {
  for (const language of ['zh-Hans', 'zh-Hant']) {
    await wang.page.selectOption('.bar select', language);
    await wang.page.waitForSelector(`html[lang=${language}]`);
    await wang.page.locator('.search input').focus();
    await search('su');
    await inspect(wang, `search-${language}`);
  }
  assert.deepEqual(wang.page.complaints, []);
});
