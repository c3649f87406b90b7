// Where the person is. Kept behind the # of the address, so the server serves one page.
import type { Role } from '../api';

export type Screen = 'queue' | 'verify' | 'intake' | 'batches' | 'records' | 'customers' | 'loans' | 'borrowed' | 'due' | 'disposals' | 'corrections' | 'figures' | 'users' | 'audit' | 'account';
export interface Route { screen: Screen; id: string | null }

const permitted: Record<Role, Screen[]> = {
  operator: ['intake', 'batches', 'loans', 'borrowed', 'account'],
  verifier: ['queue', 'verify', 'intake', 'batches', 'loans', 'borrowed', 'account'],
  supervisor: ['queue', 'verify', 'intake', 'batches', 'loans', 'borrowed', 'figures', 'account'],
  records: ['records', 'customers', 'loans', 'borrowed', 'due', 'disposals', 'corrections', 'account'],
  auditor: ['audit', 'account'],
  administrator: ['queue', 'verify', 'intake', 'batches', 'records', 'customers', 'loans', 'borrowed', 'due', 'disposals', 'corrections', 'figures', 'users', 'audit', 'account'],
};

/** The screens of a role, its first one first. (The server decides; this only hides what it would refuse.) */
export const screensOf = (role: Role): Screen[] => permitted[role] ?? ['account'];

export function parseRoute(hash: string, role: Role): Route {
  const [, screen = '', id = ''] = hash.replace(/^#/, '').split('/');
  const screens = screensOf(role);
  const known = screens.find((one) => one === screen);
  return known ? { screen: known, id: id ? decodeURIComponent(id) : null } : { screen: screens[0] as Screen, id: null };
}

export const address = ({ screen, id }: Route): string => `#/${screen}${id ? `/${encodeURIComponent(id)}` : ''}`;
