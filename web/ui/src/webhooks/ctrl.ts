// Systems outside that are told what happens: how far each is, and what can be done about its trouble.
import type { Api, Webhook } from '../api';
import { sayProblem } from '../kit/say';

export class WebhooksCtrl {
  webhooks: Webhook[] = [];
  loading = true;
  problem = '';
  /** The systems for which something is being done, by name. */
  readonly busy = new Set<string>();
  /** What came of the last test, by name: null is well. */
  tested: Record<string, string | null> = {};
  /** The notice that somebody is about to drop. */
  dropping: Webhook | null = null;

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
  ) {}

  async refresh(): Promise<void> {
    try {
      this.webhooks = await this.api.webhooks();
      if (!this.dropping) this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.loading = false;
    this.redraw();
  }

  test(name: string): Promise<void> {
    return this.attempt(name, async () => {
      const trouble = await this.api.testWebhook(name);
      this.tested = { ...this.tested, [name]: trouble };
    });
  }

  resume(name: string): Promise<void> {
    return this.attempt(name, () => this.api.resumeWebhook(name));
  }

  askToDrop(webhook: Webhook | null): void {
    this.dropping = webhook;
    this.problem = '';
    this.redraw();
  }

  async drop(): Promise<void> {
    const { dropping } = this;
    const next = dropping?.queue.next;
    if (!dropping || !next) return;
    await this.attempt(dropping.name, () => this.api.dropNotice(dropping.name, next.id));
    if (!this.problem) this.dropping = null;
    this.redraw();
  }

  private async attempt(name: string, act: () => Promise<void>): Promise<void> {
    if (this.busy.has(name)) return;
    this.busy.add(name);
    this.problem = '';
    this.redraw();
    try {
      await act();
      this.webhooks = await this.api.webhooks();
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.busy.delete(name);
    this.redraw();
  }
}
