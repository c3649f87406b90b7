// Pages as people with other screens, eyes and hands meet them.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect as inspectByAxe } from './axe.mjs';

const artefacts = process.env.DOSSIER_ARTEFACTS ?? new URL('../artefacts', import.meta.url).pathname;

/** Pictures of the page in both widths, and nothing that a screen reader would miss. */
export async function inspect({ page }, name) {
  await mkdir(artefacts, { recursive: true });
  for (const [width, height] of [[1024, 768], [1440, 900]]) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))));
    await page.screenshot({ path: join(artefacts, `${name}-${width}.png`) });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} fits ${width} pixels`);
  }
  await inspectByAxe(page, name);
}
