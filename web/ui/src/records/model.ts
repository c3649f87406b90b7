// What is asked of the archive, and how its answer reads.
import type { Found, Match } from '../api';

/** Empty: no filter. `year` is a year of commit. */
export interface Question { text: string; type: string; station: string; year: string }
export type Filter = 'type' | 'station' | 'year';

export const nothingAsked: Question = { text: '', type: '', station: '', year: '' };

/** Whether it takes more than the list of records by type. */
export const isSearch = ({ text, station, year }: Question): boolean => Boolean(text || station || year);

export const sameQuestion = (one: Question, other: Question): boolean =>
  one.text === other.text && one.type === other.type && one.station === other.station && one.year === other.year;

/** As the interface takes it: a year is its days. */
export function searchOf({ text, type, station, year }: Question, cursor: string | null): Record<string, string> {
  const days: Record<string, string> = year ? { from: `${year}-01-01`, to: `${year}-12-31` } : {};
  const all: Record<string, string> = { text, type, station, ...days, cursor: cursor ?? '' };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

/** Which match of a record is worth a word on how it was found. */
export const isLoose = ({ kind }: Match): boolean => kind === 'variant' || kind === 'sound' || kind === 'initials' || kind === 'similar';

export const valueOf = ({ before, match, after }: Match): string => before + match + after;

/** What is said of an answer besides its rows. */
export type Summary = Pick<Found, 'read_as' | 'total' | 'is_capped' | 'facets' | 'index'>;
