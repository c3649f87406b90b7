// What the figures say, computed from the server's counts: sums, shares, rows of charts.
import type { Figures, PersonAnswers } from '../api';

export const ages = ['hour', 'four_hours', 'day', 'three_days', 'older'] as const;

export const times = ['over', 'day', 'week', 'month', 'quarter'] as const;

/** The list behind a kind of deadline: its screen, and which of what the screen shows. */
export const listBehind = { queue: ['queue', null], loan: ['loans', 'out'], review: ['due', 'review'], expiry: ['due', 'expiry'] } as const;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

export interface Totals { waiting: number; overdue: number; files: number; documents: number; straightThrough: number; fields: number }

export function totalsOf(figures: Figures): Totals {
  return {
    waiting: sum(figures.waiting.flatMap(({ by_age }) => by_age)),
    overdue: sum(figures.waiting.map(({ by_age }) => (by_age[3] ?? 0) + (by_age[4] ?? 0))),
    files: sum(figures.days.map(({ files }) => files)),
    documents: sum(figures.days.map(({ documents }) => documents)),
    straightThrough: sum(figures.days.map(({ straight_through }) => straight_through)),
    fields: sum(figures.work.map(({ fields }) => fields)),
  };
}

/** Null where there is nothing to divide by. */
export const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

export interface PersonRow { person: string; fields: number; hours: number; perHour: number; answers: PersonAnswers | null }

/** Everybody who settled a field or saw a known answer; who settled most comes first. */
export function peopleOf(figures: Figures, answers: readonly PersonAnswers[]): PersonRow[] {
  const names = new Set([...figures.work.map(({ person }) => person), ...answers.map(({ person }) => person)]);
  return [...names]
    .map((person) => {
      const worked = figures.work.filter((one) => one.person === person);
      const fields = sum(worked.map((one) => one.fields));
      return { person, fields, hours: worked.length, perHour: worked.length ? fields / worked.length : 0, answers: answers.find((one) => one.person === person) ?? null };
    })
    .sort((one, other) => other.fields - one.fields || one.person.localeCompare(other.person));
}

/** Fields settled in each hour of the day before `now`, by everybody together; hours of rest are zeros. */
export function lastDay(figures: Figures, now: number): { hour: string; fields: number }[] {
  const hourMs = 3_600_000;
  const newest = Math.floor(now / hourMs);
  return Array.from({ length: 24 }, (_, index) => {
    const hour = (newest - 23 + index) * hourMs;
    const settled = figures.work.filter((one) => new Date(one.hour).getTime() === hour);
    return { hour: new Date(hour).toISOString(), fields: sum(settled.map((one) => one.fields)) };
  });
}

/** Every day of the period, also those on which nothing happened. */
export function everyDay(figures: Figures, today: string): Figures['days'] {
  const first = figures.days[0]?.day ?? today;
  const days: Figures['days'] = [];
  for (let at = new Date(`${first}T00:00:00Z`); ; at = new Date(at.getTime() + 86_400_000)) {
    const day = at.toISOString().slice(0, 10);
    days.push(figures.days.find((one) => one.day === day) ?? { day, files: 0, unreadable: 0, documents: 0, straight_through: 0, by_people: 0 });
    if (day >= today) return days;
  }
}
