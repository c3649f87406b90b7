// What services outside say, at the workstation: a mismatch waits for a person, is asked again, and a
// code that was mailed comes back.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inspect as inspectByAxe } from './support/axe.mjs';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { startMailbox, startOutside } from './support/outside.mjs';
import { scan, startService } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const artefacts = process.env.DOSSIER_ARTEFACTS ?? new URL('./artefacts', import.meta.url).pathname;
const answers = { '/identity': { result: '2', serial: 'S-4711' }, '/mobile': 503 };
const languages = { 'zh-CN': '不一致', 'zh-TW': '不一致', 'en-GB': 'does not match' };

let browser, outside, mailbox, service, page, person;

const configuration = async (data) => {
  await writeFile(`${data}.key`, 'a key of the browser tests\n', { mode: 0o600 });
  const connector = (name, kind, when, path, fields) => `
[connector.${name}]
kind = "${kind}"
when = "${when}"
url = "https://localhost:${outside.port}${path}"
ca = "${data}/edge/tls.crt"
key_id = "branch-1"
key_file = "${data}.key"
timeout_ms = 2000
retry_first_ms = 500
retry_longest_s = 1
[connector.${name}.request.fields]
${fields.map((field) => `${field} = "/${field}"`).join('\n')}
[connector.${name}.answer]
outcome = "/result"
match = ["1"]
mismatch = ["2"]
reference = "/serial"
`;
  return `[verify]
accept = 1.0
proven = 1.0
${connector('police', 'identity', 'read', '/identity', ['name', 'id_number'])}
${connector('carrier', 'mobile', 'commit', '/mobile', ['name', 'mobile'])}
[connector.mail]
kind = "email"
smtp = "127.0.0.1"
port = ${mailbox.port}
tls = "none"
from = "codes@bank.example"
`;
};

before(async () => {
  await mkdir(artefacts, { recursive: true });
  [browser, outside, mailbox] = await Promise.all([launchBrowser(), startOutside(answers), startMailbox()]);
  service = await startService(configuration);
  await outside.showCertificateOf(service);
  page = await openWindow(browser, { locale: 'en-GB' });
  person = new Verifier(page);
  await person.firstSignIn(service.address, 'admin', service.password, password);
  await page.waitForSelector('.counts');
});
after(async () => {
  await browser?.close();
  await service?.stop();
  outside?.close();
  mailbox?.close();
});

const check = (at, connector) => at.locator(`.check[data-connector=${connector}]`);
const standing = (at, connector, value) => at.waitForSelector(`.check[data-connector=${connector}][data-standing=${value}]`, { timeout: 30_000 });

async function inspect(at, name) {
  await inspectByAxe(at, name);
  const wider = await at.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wider, 0, `${name} scrolls sideways`);
}

/** The same address in every language and width. */
async function lookEverywhere(address, name, connector, value) {
  for (const [locale, words] of Object.entries(languages))
    for (const width of [1440, 1024]) {
      const other = await openWindow(browser, { width, locale });
      await new Verifier(other).signIn(service.address, 'admin', password);
      await other.waitForSelector('nav');
      await other.goto(address);
      await standing(other, connector, value);
      assert.match(await check(other, connector).innerText(), new RegExp(words));
      await inspect(other, `${name} in ${locale} at ${width}`);
      await check(other, connector).scrollIntoViewIfNeeded();
      await other.screenshot({ path: join(artefacts, `checks-${name}-${locale}-${width}.png`) });
      assert.deepEqual(other.complaints, []);
      await other.context().close();
    }
}

test('a mismatch stands on the verify screen and on its field, in three languages', { timeout: 240_000 }, async () => {
  await scan(service, 'counter', ['09-form-shaded-table.jpg']);
  await page.waitForSelector('tr[data-document]', { timeout: 120_000 });
  await page.waitForFunction(() => document.querySelectorAll('tr[data-document]').length === 1, null, { timeout: 120_000 });
  await person.press(' ');
  await page.waitForSelector('main.verify');
  await standing(page, 'police', 'mismatch');
  const address = page.url();
  await page.locator('.row[data-field=id_number]').click();
  await page.getByText('An external check says that these values do not belong together.').waitFor();
  await inspect(page, 'verify');
  await page.screenshot({ path: join(artefacts, 'checks-verify-field.png') });
  await lookEverywhere(address, 'verify', 'police', 'mismatch');
});

test('asked again, it says what it says now', async () => {
  answers['/identity'] = { result: '1', serial: 'S-4712' };
  await check(page, 'police').getByRole('button').click();
  await standing(page, 'police', 'match');
  assert.match(await check(page, 'police').innerText(), /S-4712/);
  answers['/identity'] = { result: '2', serial: 'S-4713' };
});

test('a mailed code that the customer reads out confirms the address', { timeout: 120_000 }, async () => {
  await check(page, 'mail').getByRole('button', { name: 'Send a code' }).click();
  const code = await mailbox.code();
  await standing(page, 'mail', 'code_sent');
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  await check(page, 'mail').getByRole('textbox').fill(wrong);
  await check(page, 'mail').getByRole('textbox').press('Enter');
  await page.getByText('This is not the code that was sent.').waitFor();
  await page.screenshot({ path: join(artefacts, 'checks-code.png') });
  await check(page, 'mail').getByRole('textbox').fill(code);
  await check(page, 'mail').getByRole('button', { name: 'Confirm' }).click();
  await standing(page, 'mail', 'match');
});

test('a service that fails blocks no commit, and the record says what is outstanding and in doubt', { timeout: 240_000 }, async () => {
  await check(page, 'police').getByRole('button').click();
  await standing(page, 'police', 'mismatch');
  await page.waitForFunction(() => !!document.activeElement?.closest('.check[data-connector=police] button'));
  await person.press('Escape');
  assert.equal((await person.look()).focus, 'card', 'Escape goes back to the field in question');
  for (let i = 0; i < 60 && !(await page.locator('[data-test=commit]').count()); i++) {
    const typing = await page.locator('.card-typing').count();
    await person.press(...(typing ? ['Escape', 'u', '1'] : ['Enter']));
    if (await page.locator('dialog[open]').count()) await person.press('1');
    await page.waitForTimeout(150);
  }
  await page.locator('[data-test=commit]').click();
  await page.waitForSelector('main.centre .done-mark', { timeout: 30_000 });
  await page.goto(`${service.address}#/records`);
  await page.locator('.rows .chip-error', { hasText: 'external doubt' }).waitFor();
  await page.screenshot({ path: join(artefacts, 'checks-records.png') });
  await page.locator('.rows tbody tr').first().click();
  await standing(page, 'carrier', 'waiting');
  await lookEverywhere(page.url(), 'record', 'police', 'mismatch');
  assert.deepEqual(page.complaints.filter((one) => !/4(09|12|22)/.test(one)), []);
});
