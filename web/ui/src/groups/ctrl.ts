// Group verification: the same field, or the same doubted character, of many documents side by
// side. A person marks the wrong ones, which stay in the queue, and accepts the rest at once.
import type { Api, GroupValue, ValueGroup } from '../api';
import { t, word } from '../i18n';
import { sayProblem } from '../kit/say';
import type { Pictures } from '../verify/pictures';

/** What is looked at: a field of a type, a character, or a character in a field. */
export interface Theme { type: string; field: string; glyph: string }

export const nameOf = ({ type, field, glyph }: Theme): string => [type, field, glyph].join('~');
export function themeOf(name: string): Theme {
  const [type = '', field = '', glyph = ''] = name.split('~');
  return { type, field, glyph };
}

export interface GroupsContext {
  api: Api;
  pictures: Pictures;
  redraw: () => void;
  toast: (text: string) => void;
  show: (theme: string | null) => void;
  open: (document: string) => void;
}

/** The fields of which values wait. */
export class GroupsCtrl {
  groups: ValueGroup[] = [];
  chosen = 0;
  loading = true;
  problem = '';

  constructor(private readonly context: GroupsContext) {}

  async refresh(): Promise<void> {
    try {
      this.groups = await this.context.api.valueGroups();
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.loading = false;
    this.choose(this.chosen);
  }

  choose(index: number): void {
    this.chosen = Math.max(0, Math.min(index, this.groups.length - 1));
    this.context.redraw();
  }

  /** True when the key meant something here. */
  key(key: string): boolean {
    switch (key) {
      case 'ArrowDown': this.choose(this.chosen + 1); return true;
      case 'ArrowUp': this.choose(this.chosen - 1); return true;
      case 'Enter': this.open(this.chosen); return true;
      default: return false;
    }
  }

  open(index: number): void {
    const group = this.groups[index];
    if (group) this.context.show(nameOf({ type: group.type, field: group.field, glyph: '' }));
  }
}

/** Values side by side. */
export class GroupCtrl {
  values: GroupValue[] = [];
  wrong = new Set<string>();
  cursor = 0;
  /** How many stand in a row; the view says it. */
  columns = 1;
  loading = true;
  sending = false;
  problem = '';
  refused: { value: GroupValue; because: string }[] = [];
  readonly theme: Theme;
  readonly pictures: Pictures;
  /** Marked wrong, or refused: they are for the verify screen. */
  private readonly aside = new Set<string>();

  constructor(
    private readonly context: GroupsContext,
    name: string,
  ) {
    this.theme = themeOf(name);
    this.pictures = context.pictures;
  }

  async load(): Promise<void> {
    const { type, field, glyph } = this.theme;
    try {
      const found = await this.context.api.groupValues(type, field, glyph);
      this.values = found.filter(({ discrepancy_id }) => !this.aside.has(discrepancy_id));
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.wrong.clear();
    this.cursor = 0;
    this.loading = false;
    this.pictures.keepOnly(this.values.map(({ document_id }) => document_id));
    this.context.redraw();
  }

  close(): void {
    this.pictures.keepOnly([]);
  }

  get accepted(): GroupValue[] {
    return this.values.filter(({ discrepancy_id }) => !this.wrong.has(discrepancy_id));
  }

  /** The doubted characters of what is shown, the most frequent first. */
  get glyphs(): { glyph: string; times: number }[] {
    const times = new Map<string, number>();
    for (const { glyphs } of this.values) for (const glyph of glyphs) times.set(glyph, (times.get(glyph) ?? 0) + 1);
    return [...times].map(([glyph, count]) => ({ glyph, times: count })).sort((a, b) => b.times - a.times);
  }

  moveTo(index: number): void {
    this.cursor = Math.max(0, Math.min(index, this.values.length - 1));
    this.context.redraw();
  }

  toggle(index = this.cursor): void {
    const value = this.values[index];
    if (!value || this.sending) return;
    if (!this.wrong.delete(value.discrepancy_id)) this.wrong.add(value.discrepancy_id);
    this.moveTo(index);
  }

  showGlyph(glyph: string): void {
    this.context.show(nameOf({ ...this.theme, glyph }));
  }

  leave(): void {
    this.context.show(null);
  }

  /** True when the key meant something here. */
  key(key: string): boolean {
    switch (key) {
      case 'ArrowRight': this.moveTo(this.cursor + 1); return true;
      case 'ArrowLeft': this.moveTo(this.cursor - 1); return true;
      case 'ArrowDown': this.moveTo(this.cursor + this.columns); return true;
      case 'ArrowUp': this.moveTo(this.cursor - this.columns); return true;
      case 'Home': this.moveTo(0); return true;
      case 'End': this.moveTo(this.values.length - 1); return true;
      case ' ': case 'x': this.toggle(); return true;
      case 'Enter': void this.accept(); return true;
      case 'o': this.openCurrent(); return true;
      case 'g': this.followGlyph(); return true;
      case 'q': case 'Escape': this.leave(); return true;
      default: return false;
    }
  }

  private openCurrent(): void {
    const value = this.values[this.cursor];
    if (value) this.context.open(value.document_id);
  }

  /** The doubted character of this value wherever it is doubted. */
  private followGlyph(): void {
    const glyph = this.values[this.cursor]?.glyphs[0];
    if (glyph) this.context.show(nameOf({ type: '', field: '', glyph }));
  }

  async accept(): Promise<void> {
    const values = this.accepted;
    if (this.sending || this.loading || !this.values.length) return;
    this.sending = true;
    this.context.redraw();
    this.wrong.forEach((id) => this.aside.add(id));
    try {
      const outcomes = values.length ? await this.context.api.confirmValues(values.map(({ discrepancy_id, version }) => ({ discrepancy_id, version }))) : [];
      this.refused = outcomes.flatMap(({ discrepancy_id, outcome, problem }) => {
        const value = values.find((one) => one.discrepancy_id === discrepancy_id);
        return value && outcome === 'refused' ? [{ value, because: word(t.problems, problem ?? '', t.failed('')) }] : [];
      });
      this.refused.forEach(({ value }) => this.aside.add(value.discrepancy_id));
      const committed = outcomes.filter(({ outcome }) => outcome === 'committed').length;
      this.context.toast(t.groups.accepted(outcomes.length - this.refused.length, committed));
      await this.load();
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.sending = false;
    this.context.redraw();
  }
}
