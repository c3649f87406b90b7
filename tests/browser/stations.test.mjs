// The health of stations at the workstation: whose clock is wrong, in the reader's language.
import assert from 'node:assert/strict';
import { mkdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, openWindow } from './support/browser.mjs';
import { specimens, startService } from './support/service.mjs';
import { Verifier } from './support/verifier.mjs';

const password = 'a quiet afternoon in the archive';
const artefacts = process.env.DOSSIER_ARTEFACTS ?? new URL('./artefacts', import.meta.url).pathname;

let browser, service;

before(async () => {
  await mkdir(artefacts, { recursive: true });
  browser = await launchBrowser();
  service = await startService();
  const page = await openWindow(browser);
  const operator = new Verifier(page);
  await operator.firstSignIn(service.address, 'admin', service.password, password);
  await page.waitForSelector('.counts');
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** Three scans whose times are by a clock that is so many minutes ahead of ours. */
async function deliver(station, minutesAhead) {
  const folder = join(service.data, 'hot', station);
  await mkdir(folder, { recursive: true });
  const picture = await readFile(join(specimens, '02-id-card-emblem-side.jpg'));
  for (const number of [1, 2, 3]) {
    const comment = Buffer.from(`${station} ${number}`);
    const marker = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
    const hidden = join(folder, `.${number}`);
    await writeFile(hidden, Buffer.concat([picture.subarray(0, 2), marker, comment, picture.subarray(2)]));
    const written = Date.now() / 1000 + minutesAhead * 60 + 20;
    await utimes(hidden, written, written);
    await rename(hidden, join(folder, `scan-${number}.jpg`));
  }
}

test('a station whose clock is wrong is named with what is known of it, in three languages', { timeout: 240_000 }, async () => {
  await deliver('counter-1', 0);
  await deliver('counter-2', 12);
  await deliver('counter-3', -45);
  const words = {
    'zh-CN': [/时钟至少快 1[12] 分钟/, /时钟最多慢 4[4-6] 分钟，或文件送达迟/],
    'zh-TW': [/時鐘至少快 1[12] 分鐘/, /時鐘最多慢 4[4-6] 分鐘，或檔案送達遲/],
    'en-GB': [/clock at least 1[12] min fast/, /clock up to 4[4-6] min slow, or files come late/],
  };
  for (const [locale, [fast, late]] of Object.entries(words)) {
    for (const width of [1440, 1024]) {
      const page = await openWindow(browser, { width, locale });
      await new Verifier(page).signIn(service.address, 'admin', password);
      await page.waitForSelector('nav');
      await page.goto(`${service.address}#/intake`);
      const row = (station) => page.locator('tr', { has: page.getByRole('cell', { name: station, exact: true }) }).first();
      await row('counter-2').getByText(fast).waitFor();
      await row('counter-3').getByText(late).waitFor();
      assert.equal(await row('counter-1').locator('.chip-doubt').count(), 0);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wider, 0, `${locale} at ${width} scrolls sideways`);
      await page.screenshot({ path: join(artefacts, `stations-${locale}-${width}.png`) });
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    }
  }
});
