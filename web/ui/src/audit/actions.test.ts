// The trail is read by people: whatever the service writes into it has words in every language.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { en } from '../i18n/en';

const root = join(process.cwd(), '../..');
const sources = ['store', 'web/api', 'web/cli', 'web'].flatMap((folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.cpp')).map((name) => join(folder, name)));

/** The words between parentheses that open at `at`. */
function inParentheses(text: string, at: number): string {
  let depth = 1;
  let end = at;
  for (; depth > 0 && end < text.length; end++) depth += text[end] === '(' ? 1 : text[end] === ')' ? -1 : 0;
  return text.slice(at, end);
}

/** What is no action: whom or what it is about, and why. */
const others = ['archive', 'keyring', 'gave_up', 'held', 'nobody', 'none', 'not_in_scope', 'same_person', 'stale_fence', 'station', 'throttled', 'token', 'unknown', 'disabled', 'cursor'];

test('every action that the service writes into the trail has words', () => {
  const found = new Set<string>();
  for (const source of sources) {
    const text = readFileSync(join(root, source), 'utf8');
    for (const call of text.matchAll(/\b(?:audit|note)\(/g))
      for (const [, word] of inParentheses(text, (call.index ?? 0) + call[0].length).matchAll(/"([a-z]+(?:_[a-z]+)*)"/g)) found.add(word as string);
  }
  assert.ok(found.size > 80, `${found.size} actions found in the sources`);
  assert.deepEqual([...found].filter((word) => !others.includes(word) && !(word in en.actions)).sort(), []);
});
