// What the verify screen can be in the middle of, and what it borrows from the application.
import type { Api, Decision, DocumentType, Finding } from '../api';
import type { ArrangeCtrl } from '../arrange/ctrl';
import type { GlyphsCtrl } from '../glyphs/ctrl';
import type { Change } from './model';
import type { Pictures } from './pictures';

export type Asking =
  | { kind: 'help' }
  | { kind: 'sheet' }
  | { kind: 'arrange'; arrange: ArrangeCtrl }
  | { kind: 'glyph'; glyphs: GlyphsCtrl }
  | { kind: 'reject'; reason: string }
  | { kind: 'rescan'; reason: string }
  | { kind: 'unreadable'; reason: string }
  | { kind: 'override'; field: string; decision: Decision; findings: Finding[]; reason: string };

export type Notice =
  | { kind: 'changed'; changes: Change[] }
  | { kind: 'note'; text: string }
  | { kind: 'problem'; text: string };

/** rereading: its pages were arranged anew, and the reader is at them. */
export type Phase = 'loading' | 'working' | 'committing' | 'rereading' | 'finished' | 'stopped';

export interface VerifyContext {
  api: Api;
  /** The person's name. */
  me: () => string;
  types: () => readonly DocumentType[];
  pictures: Pictures;
  redraw: () => void;
  toast: (text: string) => void;
  opened: (document: string | null) => void;
  leave: () => void;
  showBatch: (batch: string) => void;
  pause: (milliseconds: number) => Promise<void>;
  now: () => number;
}

/** How far a key moves the page picture. */
export const panSteps: Record<string, [number, number]> = {
  'Ctrl+ArrowLeft': [80, 0],
  'Ctrl+ArrowRight': [-80, 0],
  'Ctrl+ArrowUp': [0, 80],
  'Ctrl+ArrowDown': [0, -80],
};

/** The same decision, kept against a rule for that reason. */
export function withReason(decision: Decision, override_reason: string): Decision {
  return decision.action === 'confirm' || decision.action === 'correct' ? { ...decision, override_reason } : decision;
}
