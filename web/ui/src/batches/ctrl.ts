// Batches and their ledger: the list, and one batch with every file, page by page.
import type { Api, Batch, BatchRow, Cover, Imbalance, LedgerDocument, Urgency } from '../api';
import { PagedList } from '../kit/list';
import { sayProblem } from '../kit/say';

const noCover: Cover = { batch: '', sheets: '', sides: '1', separators: '', type: '', station: '' };

export class BatchesCtrl {
  state = '';
  /** The form for a cover sheet, while it is open. */
  cover: Cover | null = null;
  problem = '';
  readonly list: PagedList<BatchRow>;

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    readonly open: (batch: string) => void,
    private readonly save: (name: string, file: Blob) => void,
  ) {
    this.list = new PagedList((cursor) => this.api.batches(this.state, cursor), redraw);
  }

  filter(state: string): void {
    this.state = state;
    void this.list.refresh();
  }

  askForCover(): void {
    this.cover = { ...noCover };
    this.problem = '';
    this.redraw();
  }

  setCover(changed: Partial<Cover>): void {
    if (this.cover) this.cover = { ...this.cover, ...changed };
    this.redraw();
  }

  closeCover(): void {
    this.cover = null;
    this.redraw();
  }

  /** The sheets as a PDF that the browser saves or prints. */
  async print(): Promise<void> {
    const { cover } = this;
    if (!cover) return;
    try {
      this.save(`${cover.batch}.pdf`, await this.api.printCover(cover));
      this.cover = null;
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.redraw();
  }
}

/** A page that its document was made without. */
export interface LatePage { original_id: string; index: number }

// --- one batch ---------------------------------------------------------------------------------
export class BatchCtrl {
  batch: Batch | null = null;
  problem = '';
  reason = '';
  sending = false;
  /** The file that an imbalance points at, once a person asked to see it. */
  pointed: string | null = null;

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    readonly back: () => void,
    /** Null for people who may not look at documents. */
    readonly openDocument: ((document: string) => void) | null,
    /** Says what is urgent. */
    readonly supervises = false,
  ) {}

  async load(id: string): Promise<void> {
    try {
      this.batch = await this.api.batch(id);
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.redraw();
  }

  async refresh(): Promise<void> {
    if (this.batch && !this.sending) await this.load(this.batch.id);
  }

  /** Whether a person may let it pass now: everything is read, and nothing was decided yet. */
  get canAccept(): boolean {
    return this.batch?.state === 'open' && this.batch.counts.unread === 0;
  }

  setReason(reason: string): void {
    this.reason = reason;
    this.redraw();
  }

  async accept(): Promise<void> {
    const reason = this.reason.trim();
    if (reason) await this.change(async ({ id, version }) => {
      await this.api.acceptBatch(id, version, reason);
      this.reason = '';
    });
  }

  /** In the order of the files. */
  get latePages(): LatePage[] {
    const { batch } = this;
    if (batch?.state !== 'open') return [];
    return batch.files.flatMap(({ original_id, pages }) => pages.filter(({ late }) => late).map(({ index }) => ({ original_id, index })));
  }

  /** Those that are made anew with a late page, and behind them the records that it supplements. */
  get lateFor(): LedgerDocument[] {
    const documents = this.batch?.documents ?? [];
    const isRecord = ({ state }: LedgerDocument): boolean => state === 'committed';
    return [...documents.filter((one) => !isRecord(one)), ...documents.filter(isRecord)];
  }

  /** Onto a document, which is read again with it; to a record as its supplement; without either a document of its own. */
  async putLatePage(page: LatePage, document: string | null): Promise<void> {
    await this.change(({ id, version }) => this.api.putLatePage(id, version, page.original_id, page.index, document));
  }

  /** The documents of which sheets are still to be scanned again. */
  get rescans(): LedgerDocument[] {
    return this.batch?.documents.filter(({ rescan }) => rescan && !rescan.scanned_by) ?? [];
  }

  async setUrgency(urgency: Urgency): Promise<void> {
    await this.change(({ id }) => this.api.setUrgency('batches', id, urgency));
  }

  async rescanned(document: string): Promise<void> {
    await this.change(() => this.api.rescanned(document));
  }

  /** Sends what a person decided and shows what became of it. */
  private async change(send: (batch: Batch) => Promise<unknown>): Promise<void> {
    const { batch } = this;
    if (!batch || this.sending) return;
    this.sending = true;
    this.redraw();
    try {
      await send(batch);
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.sending = false;
    const { problem } = this;
    await this.load(batch.id);
    this.problem ||= problem;
    this.redraw();
  }

  point(imbalance: Imbalance): void {
    this.pointed = imbalance.original_id;
    this.redraw();
  }

  nameOf(original: string | null): string {
    return this.batch?.files.find(({ original_id }) => original_id === original)?.source_name ?? '';
  }

  receiptAddress = (): string => (this.batch ? this.api.receiptAddress(this.batch.id) : '');
}
