// Waits while the reader is at pages that were arranged anew.
import type { Api, OriginalRow } from '../api';

/** Null when nobody `waits` any more. */
export async function readingOf(api: Api, original: string, pause: (milliseconds: number) => Promise<void>, waits: () => boolean): Promise<OriginalRow | null> {
  for (;;) {
    const now = await api.original(original);
    if (!waits()) return null;
    if (now.state !== 'received') return now;
    await pause(700);
  }
}
