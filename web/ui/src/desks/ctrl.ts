// Who works on what, for whoever has oversight; and one's own absence.
import type { Api, Desk } from '../api';
import { sayProblem } from '../kit/say';

export class DesksCtrl {
  desks: Desk[] = [];
  problem = '';

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    /** The queue has changed with it. */
    private readonly changed: () => void,
  ) {}

  async refresh(): Promise<void> {
    await this.attempt(async () => {
      this.desks = await this.api.desks();
    });
  }

  async setAway(desk: Desk, away: boolean): Promise<void> {
    await this.attempt(async () => {
      await this.api.setAway(desk.username, away);
      this.desks = await this.api.desks();
      this.changed();
    });
  }

  private async attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.redraw();
  }
}
