// What is wrong with how a page looks, as far as a program can tell: something beyond the edge, text
// cut off, words of no language or of another one, a focus that nobody sees.
import { readdir, readFile } from 'node:fs/promises';

const root = new URL('../../../', import.meta.url);
const textOf = (path) => readFile(new URL(path, root), 'utf8');
const types = (await Promise.all((await readdir(new URL('samples/types/', root))).map((name) => textOf(`samples/types/${name}`)))).join('\n');
/** The characters of our own words in that script: of the dictionary and of the types' titles. */
const written = async (script) => {
  const titles = types.match(new RegExp(`${script} = "[^"]*"`, 'g')).join();
  return new Set(`${await textOf(`web/ui/src/i18n/${script}.ts`)}${titles}`.match(/\p{Script=Han}/gu));
};
const [simplified, traditional] = await Promise.all(['zh_hans', 'zh_hant'].map(written));
/** Characters that only the other way of writing Chinese has, as our own words are written. */
const foreign = {
  'zh-Hans': [...traditional].filter((one) => !simplified.has(one)).join(''),
  'zh-Hant': [...simplified].filter((one) => !traditional.has(one)).join(''),
};

/** Waits until nothing is on its way from the server and every picture is there. */
export async function calm(page) {
  page.onTheWay ??= watch(page);
  await page.waitForSelector('main#main:not([aria-busy=true])');
  for (let quiet = 0; quiet < 3;) {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 25))));
    quiet = page.onTheWay.size ? 0 : quiet + 1;
  }
  await page.waitForFunction(() => [...document.images].every((one) => one.complete));
}

function watch(page) {
  const open = new Set();
  page.on('request', (request) => open.add(request));
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => open.delete(request));
  return open;
}

/** `data`: names that people gave, which are in no language of ours. */
export function faults(page, language, data = []) {
  return page.evaluate(faultsInPage, { language, data, foreign: foreign[language] ?? '' });
}

function faultsInPage({ language, data, foreign }) {
  const found = [];
  const say = (what, element) => found.push(`${what}: ${element.tagName.toLowerCase()}${element.className && typeof element.className === 'string' ? `.${element.className.trim().split(/\s+/).join('.')}` : ''} “${(element.innerText ?? element.textContent).trim().slice(0, 60)}”`);
  const isShown = (element) => element.checkVisibility?.({ checkOpacity: true, checkVisibilityCSS: true }) && element.getClientRects().length > 0;
  const isHidden = (element) => !!element.closest('.hidden, .skip, .toast:not(.toast-up), [aria-hidden=true]');
  const all = (selector) => [...document.querySelectorAll(selector)].filter((one) => isShown(one) && !isHidden(one));

  if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const one of all('main, main > *, dialog[open]')) {
    const { overflowX } = getComputedStyle(one);
    if (one.scrollWidth > one.clientWidth + 1 && overflowX !== 'hidden' && one.clientWidth) say(`${one.scrollWidth - one.clientWidth} pixels wider than its place`, one);
  }

  // Cut off: more text than room, where nothing says that there is more.
  for (const one of all('button, a, h1, h2, h3, th, label > span, .chip, summary, legend, .option span')) {
    const style = getComputedStyle(one);
    if (style.display === 'inline') continue;
    if (one.scrollWidth > one.clientWidth + 1 && style.textOverflow !== 'ellipsis') say('its text is cut off', one);
    if (style.textOverflow === 'ellipsis' && one.scrollWidth > one.clientWidth + 1 && !one.title && !one.closest('[title]')) say('its text is cut off and in no hint', one);
  }
  // Beyond what clips it.
  for (const one of all('main button, main td, main th, main a, main input, main select, .bar a, .bar button')) {
    const box = one.getBoundingClientRect();
    for (let at = one.parentElement; at && at !== document.body; at = at.parentElement) {
      const { overflowX } = getComputedStyle(at);
      if (overflowX === 'visible') continue;
      const around = at.getBoundingClientRect();
      if ((overflowX === 'hidden' || at.closest('.bar')) && box.width && (box.right > around.right + 1 || box.left < around.left - 1)) say('is cut by what is around it', one);
      break;
    }
  }

  // On top of each other.
  const blocks = all('main .block, main > .rows');
  for (const [index, one] of blocks.entries())
    for (const other of blocks.slice(index + 1)) {
      const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 1 && !one.contains(other) && !other.contains(one)) say('lies over another', one);
    }

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (node.data.trim() && !parent.closest('script, style, select.languages, svg, canvas') && isShown(parent) && !isHidden(parent)) texts.push([node.data, parent]);
  }
  for (const [text, parent] of texts) {
    if (/\bundefined\b|\bNaN\b|\[object|Invalid Date|\bnull\b/.test(text)) say('says nothing', parent);
    if (/\d{4}-\d\d-\d\dT\d/.test(text)) say('is a moment for machines', parent);
    if (!parent.closest('.mono, code, pre, kbd, .digest, .source') && /(^|[^\w.@/])[a-z]+(_[a-z]+)+\b/.test(text)) say('has no words', parent);
  }
  // Words of the workstation itself, in elements that hold nothing else but what is named in `data`.
  for (const one of all('th, button:not(.option, .link, .version, .facet), label > span, nav a, summary, legend, dt, .hint, .hints, .soft, h1, h2, h3, .chip')) {
    let text = one.textContent;
    for (const name of data) text = text.replaceAll(name, '');
    if (one.closest('select.languages, [data-data]')) continue;
    if (language === 'en' && /\p{Script=Han}/u.test(text)) say('is not English', one);
    const wrong = [...text].filter((character) => foreign.includes(character));
    if (language !== 'en' && wrong.length) say(`has ${wrong.join('')} of the other script`, one);
    const latin = text.match(/[A-Za-z]{4,}/g)?.filter((word) => !/^(JSON|Space|Enter|Home|TOTP|WORM|PgUp|PgDn|dossier|webhook|HTTPS)$/i.test(word));
    if (language !== 'en' && latin?.length) say(`has ${latin.join(' ')}`, one);
  }
  return [...new Set(found)];
}

/** Elements that the keyboard reaches and that do not show it. The Tab key must have been pressed before. */
export async function unseenFocus(page) {
  await page.keyboard.press('Tab');
  return page.evaluate(() => {
    const before = document.activeElement;
    const found = [];
    const looks = (element) => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor } = getComputedStyle(element);
      return { outline: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0, rest: boxShadow + borderColor + backgroundColor };
    };
    const reached = document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]');
    for (const one of reached) {
      if (one.disabled || one.tabIndex < 0 || !one.checkVisibility?.() || one.closest('[inert]')) continue;
      const calmly = looks(one).rest;
      one.focus({ preventScroll: true });
      if (document.activeElement !== one) continue;
      const shown = looks(one);
      const around = one.closest('label, .file-button');
      if (!shown.outline && shown.rest === calmly && !(around && looks(around).outline)) found.push(`${one.tagName} ${one.className} ${one.textContent.slice(0, 30)}`);
    }
    before?.focus?.({ preventScroll: true });
    return found;
  });
}
