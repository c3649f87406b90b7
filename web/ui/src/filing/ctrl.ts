// How a record is filed, and filing it anew: what somebody changes, with a reason.
import { classNames, type Api, type ClassName, type Filing, type FilingPlan, type Refiling } from '../api';
import { said } from '../i18n';
import { sayProblem } from '../kit/say';

export type Draft = Record<ClassName | 'box' | 'volume' | 'tags' | 'reason', string>;

export class FilingCtrl {
  plan: FilingPlan | null = null;
  /** What somebody writes while the dialog is open. */
  draft: Draft | null = null;
  problem = '';
  busy = false;
  private before: Draft | null = null;

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    /** The record as it is after a change. */
    private readonly changed: () => void,
  ) {}

  async load(): Promise<void> {
    this.plan = await this.api.filingPlan().catch(() => null);
    this.redraw();
  }

  /** The title of a word; the word where the plan does not know it. */
  title(name: ClassName, word: string | null): string {
    if (!word) return '—';
    const found = this.words(name).find((one) => one.name === word);
    return found ? said(found.title) : word;
  }

  words(name: ClassName) {
    return this.plan?.classes.find((one) => one.name === name)?.words ?? [];
  }

  edit(filing: Filing): void {
    this.before = draftOf(filing);
    this.draft = { ...this.before };
    this.problem = '';
    this.redraw();
  }

  set(name: keyof Draft, value: string): void {
    if (this.draft) this.draft[name] = value;
    this.redraw();
  }

  cancel(): void {
    this.draft = null;
    this.redraw();
  }

  /** What differs, which is all that is sent. */
  get change(): Partial<Draft> {
    const { draft, before } = this;
    if (!draft || !before) return {};
    return Object.fromEntries(Object.entries(draft).filter(([name, value]) => name !== 'reason' && value !== before[name as keyof Draft]));
  }

  get maySave(): boolean {
    return !this.busy && !!this.draft?.reason.trim() && Object.keys(this.change).length > 0;
  }

  async save(record: string, version: number): Promise<void> {
    if (!this.draft || !this.maySave) return;
    this.busy = true;
    this.redraw();
    try {
      await this.api.refile(record, version, { ...this.change, reason: this.draft.reason.trim() } as Refiling);
      this.draft = null;
      this.problem = '';
      this.changed();
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.busy = false;
    this.redraw();
  }
}

function draftOf(filing: Filing): Draft {
  const classes = Object.fromEntries(classNames.map((name) => [name, filing[name] ?? ''])) as Record<ClassName, string>;
  return { ...classes, box: filing.box ?? '', volume: filing.volume ?? '', tags: filing.tags.join(', '), reason: '' };
}
