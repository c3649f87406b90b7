// What the designer computes: labels from lines, fields from labels, zones, and what differs. Pure.
import type { AnchorForm, Box, FieldForm, Titles, TrialDocument, TrialLine, TypeForm, TypeTrial } from '../api';
import type { Rect, Size } from '../verify/geometry';

const colon = /[:：]/;
/** As labels are compared: without spaces, punctuation and case. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[\s\p{P}\p{S}]/gu, '');

/** The label that a line holds: what the reader took for one in it, else what stands before a colon, else all of it. */
export function labelIn(line: Pick<TrialLine, 'text' | 'page'>, pairs: TypeTrial['pairs']): string {
  const text = folded(line.text);
  const read = pairs.filter((pair) => pair.page === line.page && pair.label && text.startsWith(folded(pair.label))).sort((a, b) => b.label.length - a.label.length)[0];
  return (read?.label ?? line.text.split(colon)[0] ?? line.text).trim();
}

export const sameLabel = (a: string, b: string): boolean => folded(a) !== '' && folded(a) === folded(b);
export const isLabelOf = (field: Pick<FieldForm, 'labels'>, label: string): boolean => (field.labels ?? []).some((one) => sameLabel(one, label));
/** How many fields, or what else of the draft, a line speaks for. */
export function roleOf(form: TypeForm, line: Pick<TrialLine, 'text' | 'page'>, pairs: TypeTrial['pairs']): 'label' | 'anchor' | 'other' | 'free' {
  const label = labelIn(line, pairs);
  if (form.field?.some((field) => isLabelOf(field, label))) return 'label';
  if (form.anchor?.some(({ text }) => text && folded(line.text).includes(folded(text)))) return 'anchor';
  if (form.other_labels?.some((one) => sameLabel(one, label))) return 'other';
  return 'free';
}

const ofText = (text: string): Titles => ({ zh_hans: text, zh_hant: text, en: text });

/** A name that nothing else in the form has: `holder`, `holder_2`. */
export function freeName(form: TypeForm, wanted: string): string {
  const taken = new Set((form.field ?? []).map(({ name }) => name));
  if (!taken.has(wanted)) return wanted;
  for (let n = 2; ; n++) if (!taken.has(`${wanted}_${n}`)) return `${wanted}_${n}`;
}

/** Small letters, digits and _; what a person types becomes that as far as it can. */
export const asName = (text: string): string => text.toLowerCase().replace(/[\s-]+/g, '_').replace(/[^a-z0-9_]/g, '').slice(0, 64);

/** A field for a label; like the one that a type in force reads under that label, where there is one. */
export function fieldFor(form: TypeForm, label: string, known: readonly FieldForm[]): FieldForm {
  const like = known.find((field) => isLabelOf(field, label) && !form.field?.some(({ name }) => name === field.name)) ?? known.find((field) => isLabelOf(field, label));
  if (!like) {
    const latin = asName(label).replace(/^_+|_+$/g, '');
    return { name: freeName(form, latin || `field_${(form.field?.length ?? 0) + 1}`), title: ofText(label), labels: [label], grammar: 'text', sensitivity: 'c2' };
  }
  const { required: _required, side: _side, mrz: _mrz, ...copied } = structuredClone(like);
  return { ...copied, name: freeName(form, like.name), labels: [label, ...(like.labels ?? []).filter((one) => !sameLabel(one, label))] };
}

export const zoneField = (form: TypeForm, zone: Box, title: string): FieldForm => ({ name: freeName(form, `field_${(form.field?.length ?? 0) + 1}`), title: ofText(title), zone, grammar: 'text', sensitivity: 'c2' });

/** An anchor as heavy as what it is: a title more than a label. */
export const anchorFor = (text: string, tall: boolean): AnchorForm => ({ text, weight: tall ? 3 : 1.5 });

// --- changing a form: every function gives a new one ---------------------------------------------
export const withField = (form: TypeForm, field: FieldForm): TypeForm => ({ ...form, field: [...(form.field ?? []), field] });
export const withoutField = (form: TypeForm, index: number): TypeForm => ({ ...form, field: (form.field ?? []).filter((_, at) => at !== index) });
export const changeField = (form: TypeForm, index: number, change: Partial<FieldForm>): TypeForm => ({ ...form, field: (form.field ?? []).map((field, at) => (at === index ? tidy({ ...field, ...change }) : field)) });
export function moveField(form: TypeForm, index: number, by: -1 | 1): TypeForm {
  const field = [...(form.field ?? [])];
  const [one] = field.splice(index, 1);
  if (one) field.splice(Math.max(0, Math.min(field.length, index + by)), 0, one);
  return { ...form, field };
}

/** Keys that say nothing are left out, as in a file; a part that its grammar does not have, too. */
function tidy(field: FieldForm): FieldForm {
  const kept = Object.fromEntries(Object.entries(field).filter(([key, value]) => key === 'title' || (value !== '' && value !== false && !(Array.isArray(value) && value.length === 0)))) as unknown as FieldForm;
  if (kept.grammar !== 'choice') delete kept.choices;
  if (kept.grammar !== 'date_range' && kept.grammar !== 'mrz') delete kept.part;
  else if (kept.grammar === 'date_range' && kept.part !== 'to') kept.part = 'from';
  else if (kept.grammar === 'mrz' && !['1', '2', '3'].includes(kept.part ?? '')) kept.part = '1';
  return { ...kept, name: field.name };
}

// --- zones ---------------------------------------------------------------------------------------
const whole = 1000;
const within = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most));

/** Thousandths of the page, of a rectangle in its picture's pixels; nothing where it is too small to mean one. */
export function zoneOf(rect: Rect, page: Size): Box | null {
  const left = Math.round(within((Math.min(rect.x, rect.x + rect.width) / page.width) * whole, 0, whole));
  const top = Math.round(within((Math.min(rect.y, rect.y + rect.height) / page.height) * whole, 0, whole));
  const right = Math.round(within((Math.max(rect.x, rect.x + rect.width) / page.width) * whole, 0, whole));
  const bottom = Math.round(within((Math.max(rect.y, rect.y + rect.height) / page.height) * whole, 0, whole));
  return right - left < 4 || bottom - top < 4 ? null : [left, top, right - left, bottom - top];
}

/** Moved, or its lower right corner moved; never off the page. */
export function nudge([x, y, width, height]: Box, dx: number, dy: number, resize: boolean): Box {
  if (resize) return [x, y, within(width + dx, 4, whole - x), within(height + dy, 4, whole - y)];
  return [within(x + dx, 0, whole - width), within(y + dy, 0, whole - height), width, height];
}

// --- what differs --------------------------------------------------------------------------------
export interface FieldChange { name: string; kind: 'gained' | 'lost' | 'differs' | 'same'; before: string; after: string; confidence: number; accepted: boolean }

/** The document of that type, else the first. */
export const documentOf = (documents: readonly TrialDocument[], type: string): TrialDocument | null => documents.find((one) => one.type === type) ?? documents[0] ?? null;

/** Field by field, what a page gives with the draft beside what it gives today. */
export function compareDocuments(before: TrialDocument | null, after: TrialDocument | null): FieldChange[] {
  const old = new Map((before?.fields ?? []).map((field) => [field.name, field.value]));
  const changes = (after?.fields ?? []).map(({ name, value, confidence, status, masked, as_today }): FieldChange => {
    const was = old.get(name) ?? '';
    old.delete(name);
    // Masks do not tell values apart.
    const same = masked && as_today !== undefined ? as_today : was === value;
    const kind = same ? 'same' : was === '' ? 'gained' : value === '' ? 'lost' : 'differs';
    return { name, kind, before: was, after: value, confidence, accepted: status === 'accepted' };
  });
  for (const [name, was] of old) if (was) changes.push({ name, kind: 'lost', before: was, after: '', confidence: 0, accepted: false });
  return changes;
}

export interface Difference { what: string; key: string; before: string; after: string }

const shown = (value: unknown): string => (value === undefined ? '' : Array.isArray(value) ? value.map(shown).join(' · ') : typeof value === 'object' && value ? Object.values(value).map(shown).join(' / ') : String(value));

function differences(what: string, before: object, after: object, leave: readonly string[] = []): Difference[] {
  const a = before as Record<string, unknown>;
  const b = after as Record<string, unknown>;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => !leave.includes(key) && shown(a[key]) !== shown(b[key]))
    .map((key) => ({ what, key, before: shown(a[key]), after: shown(b[key]) }));
}

/** What one version says and the other does not; fields and anchors by their names and texts. */
export function diffForms(before: TypeForm, after: TypeForm): Difference[] {
  const result = differences('', before, after, ['field', 'anchor', 'version']);
  const anchor = ({ text, mrz, number, begins }: AnchorForm) => text ?? mrz ?? [number, ...(begins ?? [])].join(' ');
  result.push(...byName('anchor', before.anchor ?? [], after.anchor ?? [], anchor));
  result.push(...byName('field', before.field ?? [], after.field ?? [], ({ name }) => name));
  const order = (form: TypeForm, other: TypeForm) => (form.field ?? []).map(({ name }) => name).filter((name) => other.field?.some((one) => one.name === name)).join(' · ');
  if (order(before, after) !== order(after, before)) result.push({ what: '', key: 'order', before: order(before, after), after: order(after, before) });
  return result;
}

function byName<T extends object>(kind: string, before: readonly T[], after: readonly T[], name: (one: T) => string): Difference[] {
  const old = new Map(before.map((one) => [name(one), one]));
  const result: Difference[] = [];
  for (const one of after) {
    const was = old.get(name(one));
    old.delete(name(one));
    if (was) result.push(...differences(name(one), was, one, ['name']));
    else result.push({ what: name(one), key: kind, before: '', after: shown(kind === 'field' ? ((one as unknown as FieldForm).labels ?? (one as unknown as FieldForm).title) : one) });
  }
  for (const [gone, one] of old) result.push({ what: gone, key: kind, before: shown(kind === 'field' ? ((one as unknown as FieldForm).labels ?? (one as unknown as FieldForm).title) : one), after: '' });
  return result;
}
