// What waits for a person. Fresh every few seconds while someone looks.
import type { Api, Counts, QueueItem } from '../api';
import { sayProblem } from '../kit/say';

export class QueueCtrl {
  items: QueueItem[] = [];
  counts: Counts | null = null;
  next: string | null = null;
  chosen = 0;
  loading = true;
  problem = '';

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    readonly open: (document: string | null) => void,
  ) {}

  async refresh(): Promise<void> {
    await this.take(async () => {
      const answer = await this.api.queue();
      this.items = answer.items;
      this.next = answer.next_cursor;
      this.counts = answer.counts;
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
      default: return false;
    }
  }

  openChosen(): void {
    const item = this.items[this.chosen];
    if (item) this.open(item.document_id);
  }
}
