// A list that comes in pages: rows so far, more on request, one problem at a time.
import type { Listing } from '../api';
import { sayProblem } from './say';

export class PagedList<T> {
  items: T[] = [];
  next: string | null = null;
  loading = true;
  problem = '';
  private asked = 0;
  /** Which asking is shown: the answer to an earlier one that comes after it is dropped. */
  private answered = 0;

  constructor(
    private readonly fetchPage: (cursor: string | null) => Promise<Listing<T>>,
    private readonly redraw: () => void,
  ) {}

  /** The first page again; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    await this.take(null, (page) => page.items);
  }

  async more(): Promise<void> {
    if (this.next && !this.loading) await this.take(this.next, (page) => [...this.items, ...page.items]);
  }

  private async take(cursor: string | null, merge: (page: Listing<T>) => T[]): Promise<void> {
    const mine = ++this.asked;
    this.loading = true;
    try {
      const page = await this.fetchPage(cursor);
      if (mine < this.answered) return;
      this.items = merge(page);
      this.next = page.next_cursor;
      this.problem = '';
    } catch (error) {
      if (mine < this.answered) return;
      this.problem = sayProblem(error);
    }
    this.answered = mine;
    this.loading = mine < this.asked;
    this.redraw();
  }
}
