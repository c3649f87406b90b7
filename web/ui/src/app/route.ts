// Where the person is. Kept behind the # of the address, so the server serves one page.
import type { Permission } from '../api';

export type Screen = 'queue' | 'verify' | 'groups' | 'intake' | 'batches' | 'records' | 'customers' | 'loans' | 'borrowed' | 'due' | 'disposals' | 'registers' | 'requests' | 'statistics' | 'corrections' | 'figures' | 'types' | 'users' | 'audit' | 'account';
export interface Route { screen: Screen; id: string | null }

/** What a screen asks; some are of the whole site, not of a department (Reach in web/routes.h). */
const asks: [Screen, Permission | null, 'site'?][] = [
  ['queue', 'review'],
  ['verify', 'review'],
  ['groups', 'review'],
  ['intake', 'intake'],
  ['batches', 'intake'],
  ['records', 'records'],
  ['customers', 'records', 'site'],
  ['loans', 'borrow'],
  ['borrowed', 'borrow'],
  ['due', 'records', 'site'],
  ['disposals', 'records', 'site'],
  ['registers', 'records', 'site'],
  ['requests', 'keep_records', 'site'],
  ['statistics', 'records'],
  ['corrections', 'records'],
  ['figures', 'arbitrate'],
  ['types', 'design', 'site'],
  ['users', 'accounts'],
  ['audit', 'audit'],
  ['account', null],
];

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
