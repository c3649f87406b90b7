// The archive's desk: registers to sign, a person who asks about his data, and what there is in
// figures. Two people, one service.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { inspect } from './support/pictures.mjs';
import { scan, startService, truthOf } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const card = '01-id-card-portrait-side.jpg';

let browser, service, chen, deng, truth, request;
before(async () => {
  browser = await launchBrowser();
  service = await startService();
  chen = new Verifier(await openWindow(browser, { locale: 'zh-CN' }));
  deng = new Verifier(await openWindow(browser, { locale: 'zh-CN' }));
  [truth] = await truthOf(card);
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** What the page itself asks of the server, with its session. */
const ask = ({ page }, method, path, body) => page.evaluate(async ([method, path, body]) => {
  const session = await (await fetch('/api/v1/session')).json();
  const answer = await fetch(`/api/v1${path}`, { method, headers: { 'X-CSRF-Token': session.csrf_token, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}, [method, path, body]);

/** The file that a click brings. */
async function download({ page }, click) {
  const waited = page.waitForEvent('download');
  await click();
  const file = await waited;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

const button = ({ page }, name) => page.getByRole('button', { name, exact: true });

test('a card is committed, and there are two who keep records', { timeout: 300_000 }, async () => {
  await chen.firstSignIn(service.address, 'admin', service.password, password);
  await scan(service, 'counter-1', [card]);
  await chen.page.waitForFunction(() => Number(document.querySelector('.count-committed strong')?.textContent ?? 0) === 1, null, { timeout: 280_000, polling: 300 });
  const { status, body } = await ask(chen, 'POST', '/users', { username: 'deng', display_name: 'Deng', role: 'records' });
  assert.equal(status, 201, JSON.stringify(body));
  await deng.firstSignIn(service.address, 'deng', body.one_time_password, password);
});

test('a register is made by keyboard, numbered, and listed with its digest', async () => {
  await chen.open('registers');
  await chen.page.waitForSelector('form select');
  await inspect(chen, 'registers');
  await chen.tabTo('form button.primary');
  const { name, bytes } = await download(chen, () => chen.press('Enter'));
  assert.match(name, /^R-\d{4}-0001\.pdf$/);
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
  await chen.page.waitForSelector('tbody td.mono');
  assert.match(await chen.page.locator('tbody tr').first().textContent(), /R-\d{4}-0001移交清册.*1/);
  await chen.page.selectOption('form select', 'loans');
  await download(chen, () => button(chen, '生成 PDF').click());
  await chen.page.waitForFunction(() => document.querySelectorAll('tbody td.mono:first-child').length === 2);
  await inspect(chen, 'registers-made');
});

test('a person who asks about his data is registered, and nothing is done before he is known', async () => {
  await chen.open('requests');
  await chen.page.waitForSelector('.none');
  await inspect(chen, 'requests');
  await button(chen, '登记请求').click();
  await chen.page.waitForSelector('dialog[open]');
  for (const right of ['查阅', '复制', '限制处理', '删除']) await chen.page.getByLabel(right, { exact: true }).check();
  const inputs = chen.page.locator('dialog .pairs input');
  await inputs.nth(0).fill(truth.fields.name);
  await inputs.nth(1).fill(truth.fields.id_number);
  await inspect(chen, 'request-register');
  await chen.press('Enter');
  await chen.page.waitForSelector('.history li');
  request = (await chen.page.evaluate(() => location.hash)).split('/').pop();
  assert.equal(await button(chen, '检索全部信息').count(), 0);
  await button(chen, '记录身份核验').click();
  await chen.page.locator('dialog input').fill('柜面核验身份证原件');
  await chen.press('Enter');
  await button(chen, '检索全部信息').waitFor();
});

test('the day by which he is answered is put off once, for a reason that he is told', async () => {
  const due = chen.page.locator('.facts div', { hasText: '答复期限' }).first();
  const before = await due.locator('dd').textContent();
  await button(chen, '延长答复期限').click();
  const day = chen.page.locator('dialog input[type=date]');
  await day.fill(await day.getAttribute('max'));
  await chen.page.locator('dialog input[type=text]').fill('资料分存三家支行，需逐一调取');
  await inspect(chen, 'request-extend');
  await chen.press('Enter');
  await button(chen, '延期通知书（PDF）').waitFor();
  assert.match(await due.textContent(), new RegExp(`原期限 ${before}`));
  assert.equal(await button(chen, '延长答复期限').count(), 0, 'once');
  await inspect(chen, 'request-extended');
  const notice = await download(chen, () => button(chen, '延期通知书（PDF）').click());
  assert.equal(notice.bytes.subarray(0, 5).toString(), '%PDF-');
});

test('everything that is kept of him is found, and a copy is given', async () => {
  await button(chen, '检索全部信息').click();
  await chen.page.waitForSelector('tbody input[type=checkbox]');
  assert.match(await chen.page.locator('tbody tr').first().textContent(), /J001-.*本人档案/);
  await inspect(chen, 'request-found');
  const copy = await download(chen, () => button(chen, '提供副本（PDF）').click());
  assert.equal(copy.bytes.subarray(0, 5).toString(), '%PDF-');
  const bag = await download(chen, () => button(chen, '提供副本及影像（数据包）').click());
  assert.equal(bag.bytes.subarray(0, 2).toString(), 'PK');
  assert.equal(await chen.page.getByRole('button', { name: /提请销毁/ }).isDisabled(), true, 'its term does not run');
});

test('his data are restricted: the record is seen, and does not leave', async () => {
  await button(chen, '限制处理').click();
  await chen.page.waitForSelector('.chip-doubt');
  const record = await chen.page.locator('tbody a.link').getAttribute('href');
  const { status, body } = await ask(chen, 'POST', '/exports', { format: 'json', purpose: 'audit', records: [record.split('/').pop()] });
  assert.deepEqual([status, body.type], [409, 'restricted']);
  await chen.open(record.slice(2));
  await chen.page.waitForSelector('.facts');
  assert.ok(await chen.page.getByText('仅存储').count());
});

test('one drafts the answer, another lets it go and lifts the restriction', async () => {
  await chen.open(`requests/${request}`);
  await button(chen, '起草答复').click();
  await chen.page.locator('dialog select').selectOption('partly');
  await chen.page.locator('dialog textarea').nth(0).fill('经核查，本机构保存您的身份证件资料，副本随函提供；删除请求暂不能办理。');
  await chen.page.locator('dialog textarea').nth(1).fill('法定保管期限未满，已限制处理。');
  await inspect(chen, 'request-answer');
  await button(chen, '保存').click();
  await button(chen, '复核并发出').waitFor();
  await button(chen, '复核并发出').click();
  await chen.page.waitForSelector('.alert');
  await deng.open(`requests/${request}`);
  await button(deng, '复核并发出').click();
  await button(deng, '答复书（PDF）').waitFor();
  const letter = await download(deng, () => button(deng, '答复书（PDF）').click());
  assert.equal(letter.bytes.subarray(0, 5).toString(), '%PDF-');
  await inspect(deng, 'request-answered');
  await button(deng, '解除限制').click();
  await deng.page.locator('dialog input').fill('请求已办结，本人同意');
  await deng.press('Enter');
  await deng.page.waitForFunction(() => !document.querySelector('.sheet-head .chip-doubt'));
  await deng.open('requests');
  await deng.page.waitForSelector('.none');
  await deng.page.locator('.sheet-head select').selectOption('all');
  await deng.page.waitForSelector('tbody button.link');
});

test('what there is in figures: by class, month and type, each chart with its table', async () => {
  await chen.open('statistics');
  await chen.page.waitForSelector('.chart canvas');
  await inspect(chen, 'statistics');
  await chen.page.locator('.chart-with-choice select').selectOption('nature');
  await chen.page.locator('.chart-with-choice summary').click();
  assert.match(await chen.page.locator('.chart-with-choice tbody').textContent(), /个人1/);
  assert.match(await chen.page.locator('table.rows').last().textContent(), /居民身份证/);
  const table = await download(chen, () => button(chen, '导出 CSV').click());
  assert.match(table.bytes.toString(), /records,nature,personal,1,\d+\r\n/);
});

test('the three screens speak the other languages too', async () => {
  for (const language of ['zh-Hant', 'en']) {
    await chen.page.selectOption('.languages', language);
    for (const screen of ['registers', 'requests', 'statistics']) {
      await chen.open(screen);
      await chen.page.waitForSelector(screen === 'statistics' ? '.chart canvas' : 'table.rows');
      await inspect(chen, `${screen}-${language}`);
    }
  }
  assert.deepEqual(chen.page.complaints.filter((one) => !/409/.test(one)), []);
});
