// What services outside were asked of a document or a record: asking again, and the codes that
// customers read out.
import type { ExternalCheck } from '../api';
import { sayProblem } from '../kit/say';

export interface ChecksContext {
  ask: (connector: string) => Promise<ExternalCheck>;
  enterCode: (connector: string, code: string) => Promise<void>;
  /** Fetches and shows what they are now. */
  reload: () => Promise<readonly ExternalCheck[]>;
  redraw: () => void;
  pause: (milliseconds: number) => Promise<void>;
}

/** How long after asking it is looked whether an answer came. */
const looks = [1000, 2000, 4000, 8000];

export class ChecksCtrl {
  problem = '';
  /** The connector that something is being sent about. */
  busy = '';
  readonly codes = new Map<string, string>();

  constructor(private readonly context: ChecksContext) {}

  type(connector: string, code: string): void {
    this.codes.set(connector, code.replace(/\D/g, '').slice(0, 6));
    this.context.redraw();
  }

  async ask(connector: string): Promise<void> {
    if (await this.run(connector, () => this.context.ask(connector))) await this.watch();
  }

  /** Looks now and a few times more, while something waits for its answer. */
  async watch(): Promise<void> {
    for (const wait of looks) {
      const checks = await this.context.reload().catch(() => []);
      if (!checks.some(({ state }) => state === 'waiting')) return;
      await this.context.pause(wait);
    }
    await this.context.reload().catch(() => []);
  }

  async enter(connector: string): Promise<void> {
    const code = this.codes.get(connector) ?? '';
    if (code.length !== 6) return;
    await this.run(connector, () => this.context.enterCode(connector, code));
    this.codes.delete(connector);
    await this.context.reload().catch(() => []);
  }

  /** Whether it went well. */
  private async run(connector: string, act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = connector;
    this.problem = '';
    this.context.redraw();
    try {
      await act();
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.busy = '';
    this.context.redraw();
    return !this.problem;
  }
}
