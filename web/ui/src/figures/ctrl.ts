// How the work goes: counts of the last days, and how people did on known answers.
import type { Api, Figures, PersonAnswers } from '../api';
import { sayProblem } from '../kit/say';

export const periods = [1, 7, 30, 90, 365] as const;

export class FiguresCtrl {
  figures: Figures | null = null;
  answers: PersonAnswers[] = [];
  days = 30;
  problem = '';

  constructor(private readonly api: Api, private readonly redraw: () => void) {}

  async refresh(): Promise<void> {
    const { days } = this;
    try {
      const [figures, answers] = await Promise.all([this.api.figures(days), this.api.knownAnswers(days)]);
      if (days !== this.days) return; // another period was chosen meanwhile
      this.figures = figures;
      this.answers = answers;
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.redraw();
  }

  choose(days: number): void {
    this.days = days;
    this.redraw();
    void this.refresh();
  }
}
