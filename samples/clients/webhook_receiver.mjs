#!/usr/bin/env node
// Takes dossier's notices over HTTPS: checks signature, body and age, and prints each once as a line of JSON.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { parseArgs } from 'node:util';

const longestAge = 300; // seconds
const covered = ['@method', '@authority', '@path', 'content-type', 'content-digest', 'idempotency-key'];

const { values: said } = parseArgs({ options: Object.fromEntries(['key-file', 'cert', 'cert-key', 'path', 'port'].map((name) => [name, { type: 'string' }])) });
const key = readFileSync(said['key-file'], 'utf8').trimEnd();
const nonces = new Set();
const told = new Set();

const same = (one, other) => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** Why a notice is not to be believed (RFC 9421 with hmac-sha256); empty when it is. */
function faultOf({ method, url, headers }, body) {
  if (headers['content-digest'] !== `sha-256=:${createHash('sha256').update(body).digest('base64')}:`) return 'the body is not what was signed';
  const [, signed, names, created, nonce] = /^dossier=(\(([^)]*)\);created=(\d+);nonce="([^"]+)";alg="hmac-sha256";keyid="[^"]*")$/.exec(headers['signature-input'] ?? '') ?? [];
  if (names !== covered.map((name) => `"${name}"`).join(' ')) return 'it is not signed as agreed';
  const values = { '@method': method, '@authority': headers.host, '@path': url };
  const base = `${covered.map((name) => `"${name}": ${values[name] ?? headers[name] ?? ''}\n`).join('')}"@signature-params": ${signed}`;
  const mac = createHmac('sha256', key).update(base).digest('base64');
  if (!same(headers.signature ?? '', `dossier=:${mac}:`)) return 'somebody else signed it';
  if (Math.abs(Date.now() / 1000 - Number(created)) > longestAge) return 'it is too old';
  if (nonces.has(nonce)) return 'it was sent before';
  nonces.add(nonce);
  return '';
}

const server = createServer({ cert: readFileSync(said.cert), key: readFileSync(said['cert-key']) }, (request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part)).on('end', () => {
    const body = Buffer.concat(parts);
    const fault = request.url === said.path ? faultOf(request, body) : 'nobody lives here';
    const id = request.headers['idempotency-key'];
    if (!fault && !told.has(id)) console.log(body.toString()); // at least once: the key tells a repeat
    if (fault) console.error(fault);
    else told.add(id);
    response.writeHead(fault ? 401 : 204).end();
  });
});
server.listen(Number(said.port ?? 9443), '127.0.0.1', () => console.error(`listening on ${server.address().port}`));
