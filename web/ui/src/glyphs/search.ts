// Finds characters by how they are read, what they are made of, or their code point. Pure.

export interface Tables {
  /** Characters by syllable, without tones. */
  bySyllable: ReadonlyMap<string, readonly string[]>;
  /** What stands in it, by component. */
  within: ReadonlyMap<string, readonly string[]>;
  /** What a character is made of, at first sight. */
  parts: ReadonlyMap<string, readonly string[]>;
}

export function tablesOf(readings: string, components: string): Tables {
  const bySyllable = new Map<string, string[]>();
  for (const line of readings.split('\n')) {
    const [syllable = '', glyphs = ''] = line.split(':');
    bySyllable.set(syllable, [...glyphs]);
  }
  const within = new Map<string, string[]>();
  const partsOf = new Map<string, string[]>();
  for (const line of components.split('\n')) {
    const [glyph, ...parts] = line;
    if (!glyph) continue;
    partsOf.set(glyph, parts);
    for (const part of parts) {
      const holders = within.get(part);
      if (holders) holders.push(glyph);
      else within.set(part, [glyph]);
    }
  }
  return { bySyllable, within, parts: partsOf };
}

/** Digits belong to a code point that is being typed. */
export const isCodePoint = (query: string): boolean => /^\s*(u\+?|0x|&#x)[0-9a-f]*;?\s*$/i.test(query) && /\d|\+|x/i.test(query);

function byCodePoint(query: string): string[] {
  const digits = /(?:u\+?|0x|&#x)([0-9a-f]{4,6});?/i.exec(query)?.[1] ?? '';
  const code = parseInt(digits, 16);
  return code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? [String.fromCodePoint(code)] : [];
}

/** All in which it stands, at any depth, and itself. */
function holdersOf({ within }: Tables, part: string): Set<string> {
  const found = new Set([part]);
  for (const each of found) within.get(each)?.forEach((holder) => found.add(holder));
  return found;
}

/** A syllable, or the beginning of some. */
function readAs({ bySyllable }: Tables, typed: string): Set<string> {
  const exact = bySyllable.get(typed);
  if (exact) return new Set(exact);
  return new Set([...bySyllable].filter(([syllable]) => syllable.startsWith(typed)).flatMap(([, glyphs]) => glyphs));
}

/** Those first that are made of just these parts, then those of the common block. */
function rank(tables: Tables, glyph: string, parts: readonly string[]): number {
  const code = glyph.codePointAt(0) ?? 0;
  const made = tables.parts.get(glyph);
  const isJustThese = !!made && parts.length > 0 && made.length === parts.length && made.every((one) => parts.includes(one));
  return (isJustThese ? 0 : 3) + (code >= 0x4e00 && code <= 0x9fff ? 0 : code < 0x10000 ? 1 : 2);
}

const describing = /[\u2ff0-\u2fff\s+,，]/u;

/** `yao`, `王爻`, `⿰王爻`, `yao 王`, `U+20BB7`: all that is said of it must hold. */
export function findGlyphs(tables: Tables, query: string): string[] {
  const text = query.trim().toLowerCase();
  if (!text) return [];
  if (isCodePoint(text)) return byCodePoint(text);
  const syllables = text.match(/[a-zü]+/g) ?? [];
  const parts = [...text].filter((one) => !/[a-zü]/.test(one) && !describing.test(one));
  const sets = [...syllables.map((one) => readAs(tables, one.replaceAll('ü', 'v'))), ...parts.map((one) => holdersOf(tables, one))];
  const [first, ...others] = sets.sort((a, b) => a.size - b.size);
  if (!first) return [];
  const isAnswer = (glyph: string) => others.every((one) => one.has(glyph)) && !(parts.length === 1 && !syllables.length && glyph === parts[0]);
  const ranks = new Map([...first].filter(isAnswer).map((glyph) => [glyph, rank(tables, glyph, [...new Set(parts)])] as const));
  return [...ranks.keys()].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0) || (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
}

export const codePointOf = (glyph: string): string => `U+${(glyph.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
