// A person at the interface without a browser: for what a test needs to be there, not for what it shows.
import { createHash, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:https';

const agent = new Agent({ rejectUnauthorized: false, keepAlive: true });

export class Client {
  #cookie = '';
  #csrf = '';

  constructor(address) {
    this.address = new URL(address);
  }

  /** The answer's body: what JSON says, else its bytes. Throws at what is refused. */
  async ask(method, path, body, headers = {}) {
    const bytes = Buffer.isBuffer(body) ? body : body === undefined ? null : Buffer.from(JSON.stringify(body));
    const sent = { ...headers, Cookie: this.#cookie, 'X-CSRF-Token': this.#csrf };
    if (bytes) Object.assign(sent, { 'Content-Type': Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json', 'Content-Length': bytes.length, ...headers });
    const { status, answer, type, cookies } = await this.#exchange(method, `/api/v1${path}`, sent, bytes);
    const said = /json/.test(type) ? JSON.parse(answer.toString()) : answer;
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(said)}`);
    for (const one of cookies) this.#cookie = one.split(';')[0];
    if (said?.csrf_token) this.#csrf = said.csrf_token;
    return said;
  }

  #exchange(method, path, headers, bytes) {
    return new Promise((resolve, reject) => {
      const asking = request({ agent, method, path, headers, host: this.address.hostname, port: this.address.port }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode, answer: Buffer.concat(parts), type: response.headers['content-type'] ?? '', cookies: response.headers['set-cookie'] ?? [] }));
      });
      asking.on('error', reject).end(bytes ?? undefined);
    });
  }

  /** With the one-time password, in place of which they choose their own. */
  async firstSignIn(username, oneTime, chosen) {
    await this.ask('POST', '/session', { username, password: oneTime });
    await this.ask('POST', '/session/password', { old_password: oneTime, new_password: chosen });
    return this;
  }

  async upload(name, bytes, query = '') {
    const digest = createHash('sha256').update(bytes).digest('base64');
    return this.ask('PUT', `/uploads/${randomUUID()}${query}`, bytes, { 'X-Source-Name': encodeURIComponent(name), Digest: `sha-256=${digest}` });
  }
}
