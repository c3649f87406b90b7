// Decisions on their way to the server, one at a time and in order, because each needs the version
// that the one before it made. The screen does not wait for it.
import { Problem } from '../api';
import type { Pending } from './model';

export interface OutboxWork {
  send: (entry: Pending) => Promise<void>;
  /** The server said no. `later` are the entries that were waiting behind it. */
  refused: (entry: Pending, problem: unknown, later: Pending[]) => Promise<void> | void;
  changed: () => void;
  pause: (milliseconds: number) => Promise<void>;
}

const retryAfter = 2000;

export class Outbox {
  entries: Pending[] = [];
  offline = false;
  private running: Promise<void> | null = null;
  private inFlight: Pending | null = null;

  constructor(private readonly work: OutboxWork) {}

  push(entry: Pending): void {
    this.entries.push(entry);
    this.running ??= this.run();
  }

  /** Takes an entry back that has not left yet; false when it is too late for that. */
  withdraw(field: string): boolean {
    const index = this.entries.findLastIndex((entry) => entry.field === field);
    const entry = this.entries[index];
    if (!entry || entry === this.inFlight) return false;
    this.entries.splice(index, 1);
    return true;
  }

  /** Resolves when nothing is on its way any more. */
  async drained(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    while (this.entries.length) await this.sendFirst(this.entries[0] as Pending);
    this.running = null;
    this.work.changed();
  }

  private async sendFirst(entry: Pending): Promise<void> {
    this.inFlight = entry;
    try {
      await this.work.send(entry);
      this.entries.shift();
      this.offline = false;
    } catch (error) {
      if (isPassing(error)) {
        this.offline = true;
        this.work.changed();
        await this.work.pause(retryAfter);
        return;
      }
      this.offline = false;
      this.entries.shift();
      const later = this.entries;
      if (error instanceof Problem && error.status !== 422) this.entries = [];
      await this.work.refused(entry, error, error instanceof Problem && error.status !== 422 ? later : []);
    } finally {
      this.inFlight = null;
    }
    this.work.changed();
  }
}

/** Nobody answered, or only the edge did: the same request may go through later. */
const isPassing = (error: unknown): boolean => error instanceof Problem && [0, 502, 503, 504].includes(error.status);
