// What the archive holds, counted: by class, month, type.
import type { Api, FilingPlan, Statistics } from '../api';
import { sayProblem } from '../kit/say';

export const spans = [6, 12, 24, 60] as const;
/** The order in which ways to tell records apart are offered. */
export const ways = ['type', 'nature', 'business', 'value_tier', 'region', 'security_level', 'retention_class', 'station', 'department', 'year'] as const;
export type Way = (typeof ways)[number];

export class StatisticsCtrl {
  statistics: Statistics | null = null;
  plan: FilingPlan | null = null;
  months = 12;
  way: Way = 'type';
  problem = '';

  constructor(private readonly api: Api, private readonly redraw: () => void, private readonly save: (name: string, file: Blob) => void) {}

  async refresh(): Promise<void> {
    const { months } = this;
    try {
      const [statistics, plan] = await Promise.all([this.api.statistics(months), this.plan ?? this.api.filingPlan()]);
      this.plan = plan;
      if (months !== this.months) return; // another span was chosen meanwhile
      this.statistics = statistics;
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.redraw();
  }

  choose(months: number): void {
    this.months = months;
    this.redraw();
    void this.refresh();
  }

  tellApart(way: Way): void {
    this.way = way;
    this.redraw();
  }

  async csv(): Promise<void> {
    try {
      this.save('statistics.csv', await this.api.statisticsCsv(this.months));
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.redraw();
  }
}
