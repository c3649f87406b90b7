// What people with other eyes and hands would miss: axe-core's rules, all of them, and in the other
// theme those that look at colours.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const ofColours = ['color-contrast', 'link-in-text-block'];

/** `name`: what is on the page, for the message. Leaves the theme as it was before. */
export async function inspect(page, name) {
  const before = await page.evaluate(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
  const found = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
    const only = colorScheme === 'light' ? {} : { runOnly: { type: 'rule', values: ofColours } };
    const { violations } = await page.evaluate((only) => globalThis.axe.run(document, { resultTypes: ['violations'], ...only }), only);
    found.push(...violations.map(({ id, nodes }) => `${name}, ${colorScheme}: ${id} at ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`));
  }
  await page.emulateMedia({ colorScheme: before });
  assert.deepEqual(found, []);
}
