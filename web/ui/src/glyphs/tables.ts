// The tables are a file of their own, fetched once, when somebody looks for a character.
import { tablesOf, type Tables } from './search';

let fetched: Promise<Tables> | null = null;

export function loadTables(): Promise<Tables> {
  fetched ??= import('glyph-tables').then(({ readings, components }) => tablesOf(readings, components));
  fetched.catch(() => (fetched = null));
  return fetched;
}
