// The language of the workstation. `t` is a live binding: after speak(), the next drawing uses it.
import type { Titles } from '../api';
import { en, type Dictionary } from './en';
import { zhHans } from './zh_hans';
import { zhHant } from './zh_hant';

export type Language = 'zh-Hans' | 'zh-Hant' | 'en';
export const languages: { code: Language; name: string }[] = [
  { code: 'zh-Hans', name: '简体中文' },
  { code: 'zh-Hant', name: '繁體中文' },
  { code: 'en', name: 'English' },
];
const dictionaries: Record<Language, Dictionary> = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en };
const titleKeys: Record<Language, keyof Titles> = { 'zh-Hans': 'zh_hans', 'zh-Hant': 'zh_hant', en: 'en' };

export let language: Language = 'zh-Hans';
export let t: Dictionary = zhHans;

export function speak(code: Language): void {
  language = code;
  t = dictionaries[code];
}

/** The language a browser asks for; simplified Chinese where it names none of ours. */
export function preferred(asked: readonly string[]): Language {
  for (const tag of asked.map((one) => one.toLowerCase())) {
    if (/^zh(-hant|-tw|-hk|-mo)/.test(tag)) return 'zh-Hant';
    if (tag.startsWith('zh')) return 'zh-Hans';
    if (tag.startsWith('en')) return 'en';
  }
  return 'zh-Hans';
}

export const isLanguage = (text: string | null): text is Language => languages.some(({ code }) => code === text);

/** The text in the language of the workstation, in another where the server has none. */
export const said = (titles: Titles): string => titles[titleKeys[language]] || titles.zh_hans || titles.en;

/** How far the site's clock is ahead of UTC, as the server says at sign-in. */
let siteOffset = 8 * 60;

export function keepSiteTime(utcOffsetMinutes: number): void {
  siteOffset = utcOffsetMinutes;
}

/** A moment by the site's clock, wherever the browser stands. Where it is too long for a line, its day stays whole. */
export function moment(iso: string): string {
  return atSite(iso, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }).replace(/ (?=\D|\d{4})/g, '\u00a0');
}

/** The day alone, of a moment. */
export function day(iso: string): string {
  return atSite(iso, { dateStyle: 'medium' });
}

/** The hour alone, of a moment: `14:00`. */
export const atHour = (iso: string): string => atSite(iso, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** The site's day of a moment, `2026-11-26`. */
export const siteDay = (now: number): string => new Date(now + siteOffset * 60_000).toISOString().slice(0, 10);

/** A day of the site's calendar without its year. */
export const shortDay = (date: string): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { month: 'numeric', day: 'numeric', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));

/** A count with its thousands told apart. */
export const count = (n: number): string => new Intl.NumberFormat(language === 'en' ? 'en-GB' : language).format(n);

/** So many bytes, in the unit that tells them best. */
export function size(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  return new Intl.NumberFormat(language === 'en' ? 'en-GB' : language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/** A share in per cent, with as many places as tell it from none and all. */
export function percent(share: number): string {
  const near = Math.min(share, 1 - share);
  const places = near <= 0 || near >= 0.1 ? 1 : near >= 0.001 ? 2 : 3;
  return new Intl.NumberFormat(language === 'en' ? 'en-GB' : language, { style: 'percent', maximumFractionDigits: places }).format(share);
}

/** A date without a time: `2027-01-02`. */
export function dateText(iso: string): string {
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'medium', timeZone: 'UTC' }).format(date);
}

function atSite(iso: string, form: Intl.DateTimeFormatOptions): string {
  const utc = new Date(iso).getTime();
  if (Number.isNaN(utc)) return iso;
  const shown = new Date(utc + siteOffset * 60_000);
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...form, timeZone: 'UTC' }).format(shown);
}

/** Whole minutes where they say it, else seconds: `10 min`, `10分钟`. */
export function duration(seconds: number): string {
  const [value, unit] = seconds % 60 ? [seconds, 'second'] : [seconds / 60, 'minute'];
  return new Intl.NumberFormat(language === 'en' ? 'en-GB' : language, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

export function age(iso: string, now: number): string {
  const seconds = Math.max(0, (now - new Date(iso).getTime()) / 1000);
  return seconds < 60 ? t.age.seconds : span(seconds);
}

/** A time of a minute and more, in whole units. */
export function span(seconds: number): string {
  if (seconds < 3600) return t.age.minutes(Math.floor(seconds / 60));
  if (seconds < 86_400) return t.age.hours(Math.floor(seconds / 3600));
  return t.age.days(Math.floor(seconds / 86_400));
}

/** The word for a key that comes from the server; `otherwise` when the dictionary has none. */
export const word = (table: Readonly<Record<string, string>>, key: string, otherwise = key): string =>
  Object.hasOwn(table, key) ? (table[key] as string) : otherwise;
