// The keys of the verify screen: one table for the handler, the card and the hints, so that none
// of them can be wrong about another.
import type { Dictionary } from '../i18n/en';

export type Act = keyof Dictionary['keys']['acts'];
export type Mode = 'judging' | 'typing';

interface Binding { act: Act; keys: string[]; mode: Mode | 'both'; group: 'judging' | 'typing' | 'document' | 'picture' }

export const bindings: Binding[] = [
  { act: 'confirm', keys: ['Enter'], mode: 'judging', group: 'judging' },
  { act: 'pick', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], mode: 'judging', group: 'judging' },
  { act: 'edit', keys: ['e', 'F2', 'ArrowLeft', 'ArrowRight'], mode: 'judging', group: 'judging' },
  { act: 'show_keyings', keys: ['v'], mode: 'judging', group: 'judging' },
  { act: 'unreadable', keys: ['u'], mode: 'judging', group: 'judging' },
  { act: 'undo', keys: ['z', 'Ctrl+z'], mode: 'judging', group: 'judging' },
  { act: 'to_field', keys: ['Escape'], mode: 'judging', group: 'judging' },
  { act: 'take', keys: ['Enter'], mode: 'typing', group: 'typing' },
  { act: 'stop_typing', keys: ['Escape'], mode: 'typing', group: 'typing' },
  { act: 'glyph', keys: ['F4'], mode: 'both', group: 'typing' },
  { act: 'next_field', keys: ['ArrowDown'], mode: 'both', group: 'document' },
  { act: 'previous_field', keys: ['ArrowUp'], mode: 'both', group: 'document' },
  { act: 'next_doubt', keys: ['PageDown'], mode: 'both', group: 'document' },
  { act: 'previous_doubt', keys: ['PageUp'], mode: 'both', group: 'document' },
  { act: 'skip', keys: ['n'], mode: 'judging', group: 'document' },
  { act: 'rescan', keys: ['s'], mode: 'judging', group: 'document' },
  { act: 'reject', keys: ['r'], mode: 'judging', group: 'document' },
  { act: 'arrange', keys: ['a'], mode: 'judging', group: 'document' },
  { act: 'same_sheet', keys: ['b'], mode: 'judging', group: 'document' },
  { act: 'leave', keys: ['q'], mode: 'judging', group: 'document' },
  { act: 'help', keys: ['?', 'F1'], mode: 'judging', group: 'document' },
  { act: 'zoom_in', keys: ['+', '='], mode: 'judging', group: 'picture' },
  { act: 'zoom_out', keys: ['-'], mode: 'judging', group: 'picture' },
  { act: 'fit', keys: ['f'], mode: 'judging', group: 'picture' },
  { act: 'turn', keys: ['t'], mode: 'judging', group: 'picture' },
  { act: 'next_page', keys: [']'], mode: 'judging', group: 'picture' },
  { act: 'previous_page', keys: ['['], mode: 'judging', group: 'picture' },
  { act: 'open_sheet', keys: ['o'], mode: 'judging', group: 'picture' },
  { act: 'pan', keys: ['Ctrl+ArrowLeft', 'Ctrl+ArrowRight', 'Ctrl+ArrowUp', 'Ctrl+ArrowDown'], mode: 'both', group: 'picture' },
];

export const actFor = (key: string, mode: Mode): Act | null =>
  bindings.find((binding) => (binding.mode === 'both' || binding.mode === mode) && binding.keys.includes(key))?.act ?? null;

/** The keys of an act as the card shows them: a run of digits as one. */
export const shownKeys = ({ act, keys }: Binding): string[] => (act === 'pick' ? ['1…9'] : keys);
