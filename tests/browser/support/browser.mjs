// Debian's Chromium, driven by playwright-core; nothing is downloaded.
import { chromium } from 'playwright-core';
import { access } from 'node:fs/promises';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function launchBrowser() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  await access(executablePath).catch(() => {
    throw new Error(`no browser at ${executablePath}: install the package chromium, or name one in CHROMIUM`);
  });
  return chromium.launch({ executablePath, args: flags });
}

/** A window of its own: no cookies, that size, that language; what goes wrong in the page fails the test. */
export async function openWindow(browser, { width = 1440, height = 900, locale = 'zh-CN', ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale, ignoreHTTPSErrors: true, reducedMotion: 'reduce', ...more });
  if (slow) await context.route('**/api/**', lingering);
  const page = await context.newPage();
  await page.addInitScript(complainOfLostFocus);
  await page.addInitScript(lookMoreOften);
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    // An answer of 4xx is part of the protocol (401, 409, 412, 422); the page shows it.
    if (message.type() === 'error' && !/the server responded with a status of 4\d\d/.test(text)) page.complaints.push(text);
  });
  // Long, for machines that are busy with something else: a wait ends when the thing is there.
  page.setDefaultTimeout(60_000);
  return page;
}

/** As on a bad line: DOSSIER_SLOW=1200 holds every request up for as many milliseconds at most, so that they overtake each other. */
const slow = Number(process.env.DOSSIER_SLOW ?? 0);

async function lingering(route) {
  await new Promise((resolve) => setTimeout(resolve, slow * Math.random()));
  await route.continue().catch(() => {}); // the page is gone
}

/** In the page: lists that are fetched anew every five seconds come ten times as often, so that nobody waits for one. */
function lookMoreOften() {
  const every = globalThis.setInterval;
  globalThis.setInterval = (run, milliseconds, ...more) => every(run, milliseconds === 5000 ? 500 : milliseconds, ...more);
}

/** In the page: whoever presses keys must not find himself on no element at all a moment later. */
function complainOfLostFocus() {
  let before = '';
  let keys = 0;
  let lost = 0;
  addEventListener('focusin', ({ target }) => (before = `${target.tagName} ${target.className} ${target.textContent?.slice(0, 40)}`), true);
  addEventListener('keydown', () => (keys = performance.now()), true);
  addEventListener('pointerdown', () => (keys = 0), true);
  setInterval(() => {
    const working = document.querySelector('.frame main#main:not([aria-busy=true])');
    const isLost = keys && working && (!document.activeElement || document.activeElement === document.body);
    lost = isLost ? lost + 1 : 0;
    if (lost === 4) console.error(`the focus is lost at ${location.hash}, after ${before}`);
  }, 100);
}
