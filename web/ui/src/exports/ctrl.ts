// Records that leave as a file: which, in what form and why; how far it is; and what left before.
import type { Api, ClassName, ExportFormat, ExportOrder, ExportPurpose, ExportRun, ExportStep, FilingPlan } from '../api';
import { PagedList } from '../kit/list';
import { sayProblem } from '../kit/say';

export type How = 'search' | 'filed';
export type Part = 'text' | 'type' | 'station' | 'from' | 'to' | 'box' | 'tag' | ClassName;

const partsOf: Record<How, readonly Part[]> = {
  search: ['text', 'type', 'station', 'from', 'to'],
  filed: ['nature', 'business', 'value_tier', 'region', 'security_level', 'retention_class', 'box', 'tag', 'type', 'from', 'to'],
};

const endings: Record<ExportFormat, string> = { csv: 'csv', json: 'json', pdf: 'zip', package: 'zip' };

export class ExportsCtrl {
  how: How = 'search';
  said: Partial<Record<Part, string>> = {};
  format: ExportFormat = 'csv';
  purpose: ExportPurpose | '' = '';
  plan: FilingPlan | null = null;
  runs: ExportRun[] = [];
  readonly history: PagedList<ExportStep>;
  problem = '';
  busy = false;

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    private readonly save: (name: string, file: Blob) => void,
  ) {
    this.history = new PagedList(async (cursor) => {
      const page = await api.exports(cursor);
      this.runs = page.runs;
      return page;
    }, redraw);
  }

  async start(): Promise<void> {
    const [plan] = await Promise.all([this.api.filingPlan().catch(() => null), this.history.refresh()]);
    this.plan = plan;
    this.redraw();
  }

  /** How far they are; what left before stays as far as it was opened. */
  async refresh(): Promise<void> {
    if (!this.history.next) return this.history.refresh();
    this.runs = await this.api.exports().then(({ runs }) => runs, () => this.runs);
    this.redraw();
  }

  choose(how: How): void {
    this.how = how;
    this.problem = '';
    this.redraw();
  }

  set(part: Part, value: string): void {
    this.said = { ...this.said, [part]: value };
    this.redraw();
  }

  setFormat(format: ExportFormat): void {
    this.format = format;
    this.redraw();
  }

  setPurpose(purpose: ExportPurpose | ''): void {
    this.purpose = purpose;
    this.redraw();
  }

  /** What the server is asked for: only what was said. */
  orderOf(purpose: ExportPurpose): ExportOrder {
    const chosen = Object.fromEntries(partsOf[this.how].map((part) => [part, this.said[part]?.trim() ?? '']).filter(([, value]) => value));
    const order = { format: this.format, purpose };
    return this.how === 'search' ? { ...order, search: chosen } : { ...order, filed: chosen };
  }

  async order(): Promise<void> {
    const { purpose } = this;
    if (!purpose) return;
    await this.attempt(async () => {
      await this.api.orderExport(this.orderOf(purpose));
    });
  }

  /** Hands the file over; it is there once. */
  async fetch(run: ExportRun): Promise<void> {
    await this.attempt(async () => {
      const file = await this.api.fetchExport(run.id);
      this.save(`records-${run.ordered_at.slice(0, 10)}.${endings[run.format]}`, file);
    });
  }

  private async attempt(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    this.redraw();
    try {
      await act();
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.busy = false;
    await this.history.refresh();
    this.redraw();
  }
}
