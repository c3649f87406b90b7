// What the statistics say, computed from the server's counts.
import type { CountedWord, Statistics } from '../api';

/** So many bars are told apart at a glance; the others are one. */
const most = 12;

export const wordsBy = (statistics: Statistics, name: string): CountedWord[] => statistics.by.find((one) => one.name === name)?.words ?? [];

/** The largest ones, and the sum of the others under `others`. */
export function largest(words: readonly CountedWord[], others: string): CountedWord[] {
  if (words.length <= most) return [...words];
  const rest = words.slice(most - 1);
  const sum = (of: (one: CountedWord) => number) => rest.reduce((total, one) => total + of(one), 0);
  return [...words.slice(0, most - 1), { word: others, records: sum(({ records }) => records), bytes: sum(({ bytes }) => bytes) }];
}

/** `1.5 MB`: decimal, as disks are sold. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let size = bytes;
  let at = 0;
  while (size >= 1000 && at < units.length - 1) {
    size /= 1000;
    at++;
  }
  return `${at ? size.toFixed(size < 10 ? 1 : 0) : size} ${units[at]}`;
}

/** Null where there is nothing to divide by. */
export const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
