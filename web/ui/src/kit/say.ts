// What went wrong, in the words of the workstation.
import { Problem } from '../api';
import { t, word } from '../i18n';

export function sayProblem(error: unknown): string {
  if (!(error instanceof Problem)) return t.failed(error instanceof Error ? error.message : String(error));
  return word(t.problems, error.type, '') || word(t.problems, `http_${error.status}`, '') || t.failed(error.detail);
}
