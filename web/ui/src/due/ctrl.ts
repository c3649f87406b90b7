// What is due: customers to be looked at again, documents that end, the first first.
import type { Api, Due, DueKind } from '../api';
import type { Keeping } from '../app/route';
import { PagedList } from '../kit/list';
import { sayProblem } from '../kit/say';

export const horizons = ['0', '7', '30', '90', '365'] as const;

export class DueCtrl {
  kind: DueKind | '' = '';
  days: string = '90';
  readonly list: PagedList<Due>;
  /** What somebody is finishing, and what was done. */
  finishing: Due | null = null;
  note = '';
  problem = '';
  busy = false;

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    readonly openCustomer: (customer: string) => void,
    readonly openRecord: (record: string) => void,
    kind: string | null = null,
    readonly keeping: Keeping = 'site',
  ) {
    if (kind === 'review' || kind === 'expiry') this.kind = kind;
    this.list = new PagedList((cursor) => api.due(this.kind, this.days, cursor), redraw);
  }

  filter(kind: DueKind | '', days: string): void {
    this.kind = kind;
    this.days = days;
    void this.list.refresh();
  }

  finish(due: Due | null): void {
    this.finishing = due;
    this.note = '';
    this.problem = '';
    this.redraw();
  }

  setNote(note: string): void {
    this.note = note;
    this.redraw();
  }

  async save(): Promise<void> {
    const { finishing } = this;
    const note = this.note.trim();
    if (!finishing || !note || this.busy) return;
    this.busy = true;
    this.redraw();
    try {
      await this.api.finishDue(finishing.id, note);
      this.finishing = null;
      await this.list.refresh();
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.busy = false;
    this.redraw();
  }
}

/** Whole days from one day to another; below 0: it is past. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
