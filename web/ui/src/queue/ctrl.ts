// What waits for a person. Fresh every few seconds while someone looks.
import type { Api, Counts, QueueItem, Urgency } from '../api';
import { DesksCtrl } from '../desks/ctrl';
import { sayProblem } from '../kit/say';

/** One key goes round. */
const after: Record<Urgency, Urgency> = { normal: 'urgent', urgent: 'later', later: 'normal' };

export class QueueCtrl {
  items: QueueItem[] = [];
  counts: Counts | null = null;
  next: string | null = null;
  chosen = 0;
  loading = true;
  problem = '';
  /** Nothing is handed to this person. */
  away = false;
  /** Where this person has oversight: who works on what. */
  readonly desks: DesksCtrl | null;

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    readonly open: (document: string | null) => void,
    supervises = false,
  ) {
    this.desks = supervises ? new DesksCtrl(api, redraw, () => void this.refresh()) : null;
  }

  async refresh(): Promise<void> {
    void this.desks?.refresh();
    await this.take(async () => {
      const answer = await this.api.queue();
      this.items = answer.items;
      this.next = answer.next_cursor;
      this.counts = answer.counts;
      this.away = answer.away;
    });
    this.choose(this.chosen);
  }

  async more(): Promise<void> {
    await this.take(async () => {
      const answer = await this.api.queue(this.next);
      this.items = [...this.items, ...answer.items];
      this.next = answer.next_cursor;
    });
  }

  private async take(fetchRows: () => Promise<void>): Promise<void> {
    try {
      await fetchRows();
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.loading = false;
    this.redraw();
  }

  choose(index: number): void {
    this.chosen = Math.max(0, Math.min(index, this.items.length - 1));
    this.redraw();
  }

  /** True when the key meant something here. */
  key(key: string): boolean {
    switch (key) {
      case 'ArrowDown': this.choose(this.chosen + 1); return true;
      case 'ArrowUp': this.choose(this.chosen - 1); return true;
      case ' ': if (this.items.length) this.open(null); return true;
      case 'Enter': this.openChosen(); return true;
      case '!': return this.withOversight((item) => this.setUrgency(item, after[item.urgency]));
      case 'o': return this.withOversight((item) => this.takeOver(item));
      default: return false;
    }
  }

  private withOversight(act: (item: QueueItem) => Promise<void>): boolean {
    const item = this.items[this.chosen];
    if (this.desks && item) void act(item);
    return this.desks !== null;
  }

  async setUrgency(item: QueueItem, urgency: Urgency): Promise<void> {
    await this.take(() => this.api.setUrgency('documents', item.document_id, urgency));
    await this.refresh();
    this.choose(this.items.findIndex(({ document_id }) => document_id === item.document_id));
  }

  /** From whoever has it open. */
  async takeOver(item: QueueItem): Promise<void> {
    await this.take(async () => {
      await this.api.takeOver(item.document_id);
      this.open(item.document_id);
    });
  }

  async comeBack(): Promise<void> {
    await this.take(() => this.api.setOwnAway(false));
    await this.refresh();
  }

  async goAway(): Promise<void> {
    await this.take(() => this.api.setOwnAway(true));
    await this.refresh();
  }

  openChosen(): void {
    const item = this.items[this.chosen];
    if (item) this.open(item.document_id);
  }
}
