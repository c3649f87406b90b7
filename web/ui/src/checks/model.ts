// What a check comes to for whoever looks at it.
import type { ExternalCheck } from '../api';

/** `none`: nobody asked; `stale`: asked with other values, or no longer valid. */
export type Standing = 'none' | 'waiting' | 'code_sent' | 'match' | 'mismatch' | 'not_found' | 'stale';

export function standingOf(check: ExternalCheck, now: number): Standing {
  if (check.state === 'not_asked' || check.state === 'withdrawn') return 'none';
  if (!check.is_current) return 'stale';
  if (check.state === 'code_sent') return 'code_sent';
  if (check.state === 'waiting' || !check.outcome) return 'waiting';
  const isOver = check.valid_until !== null && new Date(check.valid_until).getTime() <= now;
  return isOver && check.outcome === 'match' ? 'stale' : check.outcome;
}

/** A code that can still be entered. */
export const takesCode = (check: ExternalCheck, now: number): boolean =>
  check.state === 'code_sent' && check.code_tries_left > 0 && check.code_expires_at !== null && new Date(check.code_expires_at).getTime() > now;
