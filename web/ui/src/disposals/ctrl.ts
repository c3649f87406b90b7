// Destruction: what is due, the lists that people propose, and the steps that each takes.
import type { Api, Disposal, DisposalStep, DisposalSummary, DueRecord, Opinion } from '../api';
import { language } from '../i18n';
import { printed } from '../registers/ctrl';
import { PagedList } from '../kit/list';
import { sayProblem } from '../kit/say';

/** The steps that the state of a list leaves open; who may take one the server decides. */
export const stepsAfter = (state: DisposalSummary['state']): DisposalStep[] => {
  switch (state) {
    case 'proposed': return ['approve', 'withdraw'];
    case 'approved': return ['witness', 'withdraw'];
    case 'witnessed': return ['carry-out', 'withdraw'];
    default: return [];
  }
};

export class DisposalsCtrl {
  due: DueRecord[] = [];
  readonly lists: PagedList<DisposalSummary>;
  /** What is said of each due record; nothing: it is on no list. */
  readonly opinions = new Map<string, Opinion>();
  untilYear: string;
  reason = '';
  problem = '';
  busy = false;

  constructor(private readonly api: Api, year: number, private readonly redraw: () => void, readonly open: (list: string) => void) {
    this.lists = new PagedList((cursor) => api.disposals(cursor), redraw);
    this.untilYear = String(year + 5);
  }

  async refresh(): Promise<void> {
    await Promise.all([this.lists.refresh(), this.attempt(async () => { this.due = await this.api.dueDisposals(); })]);
  }

  /** Records that a list may name. */
  get free(): DueRecord[] {
    return this.due.filter((record) => !record.is_listed);
  }

  mayBe(record: DueRecord, opinion: Opinion): boolean {
    return !(record.is_held && opinion === 'destroy');
  }

  judge(record: DueRecord, opinion: Opinion | ''): void {
    if (opinion) this.opinions.set(record.record_id, opinion);
    else this.opinions.delete(record.record_id);
    this.redraw();
  }

  judgeAll(opinion: Opinion): void {
    for (const record of this.free) if (this.mayBe(record, opinion)) this.opinions.set(record.record_id, opinion);
    this.redraw();
  }

  set(part: 'reason' | 'untilYear', text: string): void {
    this[part] = text;
    this.redraw();
  }

  get extends(): boolean {
    return [...this.opinions.values()].includes('extend');
  }

  get mayPropose(): boolean {
    return !this.busy && this.opinions.size > 0 && this.reason.trim() !== '' && (!this.extends || /^\d{4}$/.test(this.untilYear));
  }

  async propose(): Promise<void> {
    const items = [...this.opinions].map(([record_id, opinion]) => ({ record_id, opinion, ...(opinion === 'extend' ? { until_year: Number(this.untilYear) } : {}) }));
    await this.attempt(async () => {
      const list = await this.api.proposeDisposal(this.reason.trim(), items);
      this.opinions.clear();
      this.reason = '';
      this.open(list.id);
    });
  }

  private async attempt(run: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await run();
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.busy = false;
    this.redraw();
  }
}

export class DisposalCtrl {
  list: Disposal | null = null;
  problem = '';
  busy = false;
  /** The step that waits for a second yes. */
  asking: DisposalStep | null = null;

  constructor(private readonly api: Api, private readonly redraw: () => void, readonly back: () => void, private readonly save: (name: string, file: Blob) => void) {}

  async load(id: string): Promise<void> {
    await this.attempt(async () => { this.list = await this.api.disposal(id); });
  }

  ask(step: DisposalStep | null): void {
    this.asking = step;
    this.redraw();
  }

  async take(): Promise<void> {
    const { list, asking } = this;
    this.asking = null;
    if (!list || !asking) return;
    await this.attempt(async () => { this.list = await this.api.takeDisposalStep(list.id, asking); });
    // Somebody else may have taken it: show the list as it is now.
    if (this.problem) this.list = await this.api.disposal(list.id).catch(() => list);
    this.redraw();
  }

  async certificate(): Promise<void> {
    const { list } = this;
    if (list) await this.attempt(async () => this.save(`${list.number}.certificate.txt`, await this.api.certificate(list.id)));
  }

  /** 销毁清册 of this list, to be checked against before and signed after. */
  async register(): Promise<void> {
    const { list } = this;
    if (!list) return;
    await this.attempt(async () => {
      const { name, file } = await this.api.makeRegister({ kind: 'destruction', list: list.number, language: printed(language) });
      this.save(name, file);
    });
  }

  private async attempt(run: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await run();
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.busy = false;
    this.redraw();
  }
}

/** On a record: holding it back, and saying that its matter ended. */
export class RetentionCtrl {
  draft: { what: 'hold' | 'closing'; text: string } | null = null;
  problem = '';
  done = '';

  constructor(private readonly api: Api, private readonly record: () => string, private readonly redraw: () => void) {}

  begin(what: 'hold' | 'closing' | null): void {
    this.draft = what && { what, text: '' };
    this.problem = '';
    this.redraw();
  }

  type(text: string): void {
    if (this.draft) this.draft.text = text;
    this.redraw();
  }

  async send(): Promise<void> {
    const { draft } = this;
    if (!draft) return;
    try {
      if (draft.what === 'hold') await this.api.placeHold(this.record(), draft.text.trim());
      else await this.api.noteClosed(this.record(), draft.text);
      this.done = draft.what;
      this.draft = null;
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.redraw();
  }
}
