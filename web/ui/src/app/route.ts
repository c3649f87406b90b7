// Where the person is. Kept behind the # of the address, so the server serves one page.
import type { DueKind, Permission } from '../api';

export type Screen = 'queue' | 'verify' | 'groups' | 'intake' | 'batches' | 'records' | 'customers' | 'loans' | 'borrowed' | 'due' | 'disposals' | 'exports' | 'webhooks' | 'registers' | 'requests' | 'statistics' | 'corrections' | 'figures' | 'users' | 'types' | 'audit' | 'account';
export interface Route { screen: Screen; id: string | null }

/** What a screen asks; some are of the whole site, not of a department (Reach in web/routes.h). */
const asks: [Screen, Permission | null, 'site'?][] = [
  ['queue', 'review'],
  ['verify', 'review'],
  ['groups', 'review'],
  ['intake', 'intake'],
  ['batches', 'intake'],
  ['records', 'records'],
  ['customers', 'records'],
  ['loans', 'borrow'],
  ['borrowed', 'borrow'],
  ['due', 'records'],
  ['disposals', 'records', 'site'],
  ['registers', 'records', 'site'],
  ['requests', 'keep_records', 'site'],
  ['statistics', 'records'],
  ['exports', 'take_out'],
  ['corrections', 'records'],
  ['figures', 'arbitrate'],
  ['users', 'accounts'],
  ['types', 'design', 'site'],
  ['webhooks', 'administer'],
  ['audit', 'audit'],
  ['account', null],
];

/** Of what is committed somebody changes: anything, what is his department's, or nothing. (The server decides; this only hides what it would refuse.) */
export type Keeping = 'site' | 'department' | 'nothing';

export function keepingOf(permissions: readonly Permission[], { department, manages }: { department: string | null; manages: boolean }): Keeping {
  if (!permissions.includes('keep_records') || (department !== null && !manages)) return 'nothing';
  return department === null ? 'site' : 'department';
}

/** Whether somebody may say that this is done: a review is of the customer, whom other departments may have, too. */
export const mayFinish = (keeping: Keeping, kind: DueKind): boolean => keeping === 'site' || (keeping === 'department' && kind === 'expiry');

/** The screens of who may do this, the first one first. (The server decides; this only hides what it would refuse.) */
export const screensOf = (permissions: readonly Permission[], department: string | null = null): Screen[] =>
  asks.filter(([, asked, reach]) => (asked === null || permissions.includes(asked)) && (reach !== 'site' || department === null)).map(([screen]) => screen);

export function parseRoute(hash: string, permissions: readonly Permission[], department: string | null = null): Route {
  const [, screen = '', id = ''] = hash.replace(/^#/, '').split('/');
  const screens = screensOf(permissions, department);
  const known = screens.find((one) => one === screen);
  return known ? { screen: known, id: id ? decodeURIComponent(id) : null } : { screen: screens[0] as Screen, id: null };
}

export const address = ({ screen, id }: Route): string => `#/${screen}${id ? `/${encodeURIComponent(id)}` : ''}`;
