// The type designer: a type that nobody installed is made on a specimen, by the mouse and by keys
// alone, tried, published, read from the hot folder without a restart, and rolled back.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { inspect } from './support/pictures.mjs';
import { startService } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';

let browser, service, ada;
before(async () => {
  browser = await launchBrowser();
  service = await startService();
  ada = new Verifier(await openWindow(browser, { locale: 'zh-CN' }));
  await ada.firstSignIn(service.address, 'admin', service.password, password);
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** A form as a printer would have made it: drawn by the browser, kept where the scanner puts files. */
async function drawPass(name, { title, rows }) {
  const page = await (await browser.newContext({ viewport: { width: 1240, height: 827 } })).newPage();
  const lines = rows.map(([label, value], at) => `<div style="position:absolute;left:120px;top:${260 + at * 120}px">${label}</div><div style="position:absolute;left:420px;top:${260 + at * 120}px">${value}</div>`).join('');
  await page.setContent(`<body style="margin:0;background:#fff;font:42px 'Noto Sans CJK SC','Noto Sans SC',sans-serif"><h1 style="position:absolute;left:0;right:0;top:60px;text-align:center;font-size:76px;margin:0">${title}</h1>${lines}</body>`);
  const path = join(service.data, name);
  await page.screenshot({ path });
  await page.context().close();
  return path;
}

const calm = () => ada.page.waitForSelector('main.designer[data-state=calm]');
const read = async (field) => (await ada.page.locator(`[data-test=read][data-field="${field}"]`).textContent())?.trim();
const line = (text) => ada.page.locator('.pick').and(ada.page.getByLabel(new RegExp(`^${text}`)));

/** A new draft with a specimen, whose lines are there. */
async function begin(path) {
  await ada.open('types');
  await ada.page.getByRole('button', { name: '新建类型' }).click();
  await ada.page.setInputFiles('.specimen-tabs input[type=file]', path);
  await ada.page.waitForSelector('.pick');
  await calm();
}

/** What the page itself asks of the server, with its session. */
const ask = (path) => ada.page.evaluate(async (path) => (await fetch(`/api/v1${path}`)).json(), path);

const documentsRead = async () => (await ask('/queue')).items.concat((await ask('/records')).items);

test('a type is made on its specimen by the mouse', async () => {
  const path = await drawPass('pass.png', { title: '车辆出入证', rows: [['持证人：', '王建国'], ['停放区域：', '东区地下二层'], ['有效期至：', '2028年5月20日']] });
  await begin(path);
  await inspect(ada, 'types-specimen');
  await line('车辆出入证').click();
  await ada.page.getByRole('button', { name: '识别类型的依据' }).click();
  for (const label of ['持证人', '停放区域', '有效期至']) {
    await line(label).click();
    assert.equal(await ada.page.locator('dialog input').inputValue(), label);
    await ada.page.getByRole('button', { name: '新字段的标签' }).click();
  }
  await ada.page.locator('.type-field-open select').first().selectOption('date');
  await ada.page.getByRole('button', { name: '类型', exact: true }).click();
  await ada.page.getByLabel('名称').fill('Entry Pass');
  assert.equal(await ada.page.getByLabel('名称').inputValue(), 'entry_pass');
  await ada.page.waitForTimeout(700);
  await calm();
  await ada.page.getByRole('button', { name: '字段', exact: true }).click();
  const names = await ada.page.locator('[data-test=read]').evaluateAll((all) => all.map((one) => one.dataset.field));
  assert.deepEqual(await Promise.all(names.map(read)), ['王建国', '东区地下二层', '2028-05-20']);
  await inspect(ada, 'types-fields');
});

test('it is tried beside what is read today, and published with a reason', async () => {
  await ada.page.getByRole('button', { name: '试读', exact: true }).click();
  await ada.page.getByRole('button', { name: /试读 1 张/ }).click();
  await ada.page.waitForSelector('.attempt .chip-confirmed');
  assert.match(await ada.page.locator('.attempt').textContent(), /新增 3/);
  await inspect(ada, 'types-try');
  await ada.page.getByRole('button', { name: '发布', exact: true }).first().click();
  await ada.page.getByLabel('理由').fill('新发的出入证');
  await inspect(ada, 'types-publish');
  await ada.press('Enter');
  await ada.page.waitForSelector('td:has-text("entry_pass")');
  await inspect(ada, 'types-list');
});

test('a file that is dropped now is read with it, without a restart', async () => {
  const path = await drawPass('another.png', { title: '车辆出入证', rows: [['持证人：', '李小梅'], ['停放区域：', '西区地面'], ['有效期至：', '2029年1月2日']] });
  await drop(path, 'another.png');
  const document = await waitFor(async () => (await documentsRead()).find(({ type }) => type === 'entry_pass'));
  assert.ok(document, 'it is known by its type');
  const { fields, type_version } = document.document_id ? await ask(`/documents/${document.document_id}`) : await ask(`/records/${document.id}`);
  assert.equal(type_version, 1);
  assert.deepEqual(fields.map(({ value }) => value), ['李小梅', '西区地面', '2029-01-02']);
});

test('a type is made by keys alone, with a value that only its place tells', async () => {
  const path = await drawPass('slip.png', { title: '寄存凭条', rows: [['柜号：', '88213'], ['', '紫色行李箱'], ['经手人：', '赵敏']] });
  await ada.open('types');
  await ada.tabTo('.sheet-head .primary');
  await ada.press('Enter');
  await ada.page.waitForSelector('.specimen-tabs');
  await ada.page.setInputFiles('.specimen-tabs input[type=file]', path); // the system's own dialog has no keys here
  await ada.page.waitForSelector('.pick');
  await calm();
  const to = async (text) => {
    await ada.tabTo('.pick');
    for (let presses = 0; presses < 20; presses++) {
      if (await ada.page.evaluate((text) => document.activeElement?.getAttribute('aria-label')?.startsWith(text), text)) return;
      await ada.press('ArrowDown');
    }
    throw new Error(`no line ${text}`);
  };
  await to('寄存凭条');
  await ada.press('Enter', '3');
  await to('柜号');
  await ada.press('Enter', '1');
  await ada.press('Escape');
  // A zone around the suitcase, from the middle of the page: with no field open it is a new one.
  await ada.tabTo('.type-field-open .type-field-head');
  await ada.press('Enter');
  await ada.tabTo('.specimen-tools button:nth-last-child(3)');
  await ada.press('Enter');
  await ada.page.waitForSelector('.zone-drawn:focus');
  for (let n = 0; n < 3; n++) await ada.press('Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowDown');
  await inspect(ada, 'types-zone');
  await ada.press('Enter');
  await ada.tabTo('.tab:nth-child(2)');
  await ada.press('Enter');
  await ada.tabTo('.field-editor input.mono');
  await ada.type('slip');
  await ada.page.waitForTimeout(700);
  await calm();
  await ada.tabTo('.tab:nth-child(1)');
  await ada.press('Enter');
  const values = await ada.page.locator('[data-test=read]').allTextContents();
  assert.deepEqual(values.map((value) => value.trim()), ['88213', '紫色行李箱']);
  await ada.tabTo('.tab:nth-child(4)');
  await ada.press('Enter');
  await ada.tabTo('.form input');
  await ada.type('first');
  await ada.press('Enter');
  await ada.page.waitForSelector('td:has-text("slip")');
});

test('a new version is compared with the one before, and an older one is published again', async () => {
  await ada.page.getByRole('button', { name: '修改…: 车辆出入证' }).click();
  await ada.page.waitForSelector('.type-field-head');
  await ada.page.locator('.type-field-head').nth(1).click();
  await ada.page.getByRole('button', { name: '删除字段' }).click();
  await ada.page.waitForTimeout(700);
  await calm();
  await ada.page.getByRole('button', { name: '发布', exact: true }).first().click();
  await ada.page.waitForSelector('.differences');
  await ada.page.getByLabel('理由').fill('不再停放');
  await ada.press('Enter');
  await ada.page.getByRole('button', { name: '版本: 车辆出入证' }).click();
  await ada.page.waitForSelector('.version-list li:nth-child(2)');
  assert.match(await ada.page.locator('.differences').textContent(), /停放区域/);
  await inspect(ada, 'types-versions');
  await ada.page.locator('.version').nth(1).click();
  await ada.page.getByRole('button', { name: '重新发布' }).click();
  await ada.page.locator('dialog input').fill('改错了');
  await ada.press('Enter');
  await ada.page.waitForSelector('.version-list li:nth-child(3)');
  const types = (await ask('/types')).types;
  const pass = types.find(({ name }) => name === 'entry_pass');
  assert.equal(pass.version, 3);
  assert.equal(pass.fields.length, 3);
  const trail = (await ask('/audit')).items.filter(({ action }) => action === 'type_published');
  assert.deepEqual(trail.map(({ object, detail }) => `${object} ${detail}`), ['type entry_pass 3', 'type entry_pass 2', 'type slip 1', 'type entry_pass 1']);
  assert.deepEqual(ada.page.complaints, []);
});

test('a type is withdrawn with a reason: nothing is read as it any more, and what is of it stays readable', async () => {
  await ada.tabTo('.sheet-head button:last-child');
  await ada.press('Enter');
  await ada.page.waitForSelector('dialog[open]');
  await ada.type('旧证停用');
  await inspect(ada, 'types-withdraw');
  await ada.press('Enter');
  await ada.page.waitForSelector('.sheet-head .chip-doubt');
  assert.match(await ada.page.locator('.version-list li').first().textContent(), /已停用.*旧证停用/);
  await inspect(ada, 'types-withdrawn');
  const path = await drawPass('late.png', { title: '车辆出入证', rows: [['持证人：', '周文博'], ['停放区域：', '南区地面'], ['有效期至：', '2029年3月2日']] });
  await drop(path, 'late.png');
  const late = await waitFor(async () => (await documentsRead()).find(({ source_name }) => source_name === 'late.png'));
  assert.ok(late, 'it is read');
  assert.notEqual(late.type, 'entry_pass');
  const before = (await documentsRead()).find(({ type }) => type === 'entry_pass');
  await ada.open(before.document_id ? `verify/${before.document_id}` : `records/${before.id}`);
  await ada.page.getByText('停放区域').first().waitFor();
  const [entry] = (await ask('/audit')).items.filter(({ action }) => action === 'type_withdrawn');
  assert.equal(`${entry.object} ${entry.detail}`, 'type entry_pass 4');
  assert.deepEqual(ada.page.complaints, []);
});

async function drop(path, name) {
  const folder = join(service.data, 'hot', 'gate');
  const { mkdir, rename } = await import('node:fs/promises');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `.${name}`), await readFile(path));
  await rename(join(folder, `.${name}`), join(folder, name));
}

async function waitFor(look, tries = 120) {
  for (let n = 0; n < tries; n++) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return null;
}
