#!/usr/bin/env node
// Sends a file to dossier, waits until it was read, and prints the record that came of it as JSON.
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values: said, positionals: [file] } = parseArgs({
  allowPositionals: true,
  options: Object.fromEntries(['to', 'ca', 'token-file', 'user', 'password-file', 'totp'].map((name) => [name, { type: 'string' }])),
});
const ca = said.ca ? await readFile(said.ca) : undefined;
let cookie = '';

/** What is wrong is an RFC 9457 problem document. */
function ask(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const asking = request(`${said.to}/api/v1${path}`, { method, ca, headers: { ...(cookie ? { Cookie: cookie } : {}), ...headers, 'Content-Length': body ? Buffer.byteLength(body) : 0 } }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part)).on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (answer.statusCode >= 400) return reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`));
        cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie;
        resolve(text ? JSON.parse(text) : null);
      });
    });
    asking.on('error', reject).end(body);
  });
}

/** The id of the original. The same UUID again is the same delivery: after a broken line, just send it again. */
async function send() {
  const body = await readFile(file);
  const kept = await ask('PUT', `/uploads/${randomUUID()}`, body, {
    Authorization: `Bearer ${(await readFile(said['token-file'], 'utf8')).trim()}`,
    'Content-Type': 'application/octet-stream',
    Digest: `sha-256=${createHash('sha256').update(body).digest('base64')}`,
    'X-Source-Name': encodeURIComponent(basename(file)),
  });
  return kept.original_id;
}

/** Waits for the commit, which may be a person's: a webhook on record_committed spares this. */
async function recordOf(original) {
  for (;;) {
    for (const { id } of (await ask('GET', '/records')).items) { // the newest first
      const record = await ask('GET', `/records/${id}`);
      if (record.original.id === original) return record;
    }
    await sleep(2000);
  }
}

const original = await send();
const password = (await readFile(said['password-file'], 'utf8')).trim();
await ask('POST', '/session', JSON.stringify({ username: said.user, password, ...(said.totp ? { totp: said.totp } : {}) }), { 'Content-Type': 'application/json' });
let row;
while ((row = await ask('GET', `/originals/${original}`)).state === 'received') await sleep(1000);
if (row.state === 'quarantined') throw new Error(`it could not be read: ${row.reason.message}`);
console.log(JSON.stringify(await recordOf(original)));
