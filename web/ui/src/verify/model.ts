// What a verifier sees of a document: its fields in order, what is settled, what to look at next.
// Pure: a document of the server and the decisions not yet sent go in, items come out.
import type { Box, Decision, Discrepancy, DiscrepancyState, Document, DocumentType, Field, FieldType, Finding, Keying } from '../api';
import { said } from '../i18n';

/** A decision on its way to the server. */
export interface Pending { field: string; discrepancy: string; decision: Decision }

/** accepted: nobody asks; open: a person must look; second_eyes, arbitration: another one must; the rest: what people decided. */
export type ItemState = 'accepted' | DiscrepancyState;

export interface Item {
  name: string;
  title: string;
  type: FieldType | null;
  state: ItemState;
  value: string;
  read: string;
  confidence: number;
  options: string[];
  page: number;
  box: Box;
  findings: Finding[];
  discrepancy: string | null;
  by: string;
  /** Whoever looks may say what is right. */
  mine: boolean;
  /** What was read is not shown: it is keyed from the picture. */
  hidden: boolean;
}

/** What two people found, by discrepancy, once the person who arbitrates asked for it. */
export type Shown = ReadonlyMap<string, readonly Keying[]>;
const nothingShown: Shown = new Map();

const nowhere: Box = [0, 0, 0, 0];

export function itemsOf(document: Document, types: readonly DocumentType[], pending: readonly Pending[], shown: Shown = nothingShown): Item[] {
  const type = types.find((one) => one.name === document.type);
  const fields = [...document.fields, ...unnamedDoubts(document)];
  return fields.map((field) => itemOf(field, document, type?.fields.find((one) => one.name === field.name) ?? null, pending, shown));
}

/** A discrepancy that speaks of no field (such as the type itself) is asked like one. */
function unnamedDoubts(document: Document): Field[] {
  const known = new Set(document.fields.map((field) => field.name));
  return document.discrepancies
    .filter(({ field }) => !known.has(field))
    .map(({ id, field }) => ({
      name: field, value: '', raw: '', confidence: 0, status: 'review' as const, page: 0, box: nowhere,
      alternatives: [], as_read: null, decided: null, discrepancy_id: id, hidden: false,
    }));
}

function itemOf(field: Field, document: Document, type: FieldType | null, pending: readonly Pending[], shown: Shown): Item {
  // The last one: a field may have been asked about again.
  const discrepancy = document.discrepancies.filter((one) => one.id === field.discrepancy_id || one.field === field.name).at(-1);
  const last = pending.filter((one) => one.field === field.name).at(-1)?.decision;
  const state = last ? stateAfter(last, discrepancy) : (discrepancy?.state ?? field.decided?.state ?? 'accepted');
  const keyings = shown.get(discrepancy?.id ?? '');
  const value = last?.action === 'correct' ? last.value : field.value;
  return {
    name: field.name,
    title: type ? said(type.title) : field.name,
    type,
    state,
    value,
    read: field.raw,
    confidence: field.confidence,
    options: keyings ? keyings.map((one) => one.value).filter((one) => one !== '') : optionsOf(field, type, value),
    page: field.page,
    box: field.box,
    findings: document.findings.filter((finding) => finding.fields.includes(field.name)),
    discrepancy: discrepancy?.id ?? null,
    by: discrepancy?.decided_by ?? field.decided?.by ?? '',
    mine: last ? last.action === 'reopen' : (discrepancy?.for_you ?? false),
    hidden: field.hidden,
  };
}

/** Where a second one must find the same, only the server knows what follows. */
function stateAfter(decision: Decision, discrepancy: Discrepancy | undefined): ItemState {
  const isFinding = decision.action !== 'reopen';
  if (isFinding && discrepancy && discrepancy.second_eyes !== 'none' && discrepancy.state !== 'arbitration') return 'second_eyes';
  const states = { confirm: 'confirmed', correct: 'corrected', mark_unreadable: 'unreadable', reopen: 'open' } as const;
  return states[decision.action];
}

/** What the number keys offer: other readings that the type permits, then its choices where they are few. At most nine. */
function optionsOf(field: Field, type: FieldType | null, value: string): string[] {
  const permitted = type?.grammar === 'sex' ? ['男', '女'] : (type?.choices ?? []);
  const readings = field.alternatives.map((one) => one.value).filter((one) => !permitted.length || permitted.includes(one));
  const all = permitted.length <= 9 ? [...readings, ...permitted] : readings;
  return [...new Set(all)].filter((one) => one !== '' && one !== value).slice(0, 9);
}

const unsettled: readonly ItemState[] = ['open', 'second_eyes', 'arbitration'];
/** Whoever looks is asked. */
export const isOpen = (item: Item): boolean => item.mine && unsettled.includes(item.state);
/** Somebody else is asked. */
export const isForOthers = (item: Item): boolean => !item.mine && unsettled.includes(item.state);
export const wasDoubted = (item: Item): boolean => item.discrepancy !== null;

/** The next open field after `from`, going round; the length of the list when none is left. */
export function nextOpen(items: readonly Item[], from: number): number {
  for (let step = 1; step <= items.length; step++) {
    const index = (from + step) % items.length;
    const item = items[index];
    if (item && isOpen(item)) return index;
  }
  return items.length;
}

/** The nearest field in a direction that was ever doubted; stays when there is none. */
export function stepDoubt(items: readonly Item[], from: number, direction: 1 | -1): number {
  for (let index = from + direction; index >= 0 && index < items.length; index += direction) {
    const item = items[index];
    if (item && wasDoubted(item)) return index;
  }
  return direction === 1 && items.every((item) => !isOpen(item)) ? items.length : from;
}

export interface Mark { text: string; doubted: boolean }

/** The value cut where another reading of the same length has a different character. */
export function doubtMarks(value: string, readings: readonly string[]): Mark[] {
  const characters = [...value];
  const others = readings.map((reading) => [...reading]).filter((reading) => reading.length === characters.length);
  const marks: Mark[] = [];
  characters.forEach((character, index) => {
    const doubted = others.some((other) => other[index] !== character);
    const last = marks.at(-1);
    if (last && last.doubted === doubted) last.text += character;
    else marks.push({ text: character, doubted });
  });
  return marks;
}

/** The value cut where it differs from another of any length: what both begin and end with is the same. */
export function differenceMarks(value: string, other: string): Mark[] {
  const [mine, theirs] = [[...value], [...other]];
  const shorter = Math.min(mine.length, theirs.length);
  let begin = 0;
  while (begin < shorter && mine[begin] === theirs[begin]) begin++;
  let end = 0;
  while (end < shorter - begin && mine.at(-1 - end) === theirs.at(-1 - end)) end++;
  const cut = (from: number, to: number, doubted: boolean): Mark => ({ text: mine.slice(from, to).join(''), doubted });
  return [cut(0, begin, false), cut(begin, mine.length - end, true), cut(mine.length - end, mine.length, false)].filter(({ text }) => text !== '');
}

export type Change =
  | { kind: 'value'; title: string; before: string; after: string }
  | { kind: 'state'; title: string; state: DiscrepancyState; by: string };

/** What someone else did to a document between two states of it. */
export function changesBetween(before: Document, after: Document, types: readonly DocumentType[]): Change[] {
  const old = itemsOf(before, types, []);
  return itemsOf(after, types, []).flatMap((item): Change[] => {
    const was = old.find((one) => one.name === item.name);
    const emptied = item.state === 'unreadable' && was?.state !== item.state;
    if (was && was.value !== item.value && !emptied) return [{ kind: 'value', title: item.title, before: was.value, after: item.value }];
    if (was?.state === item.state || item.state === 'accepted') return [];
    return [{ kind: 'state', title: item.title, state: item.state, by: item.by }];
  });
}
