// A stand-in for `dossier serve` in memory, for working on the workstation and for measuring it
// alone. The tests that matter drive the real service; this one follows the same agreement.
import { figures, knownAnswers } from './fake_figures.mjs';
import { exportsNow, webhooks } from './fake_outside.mjs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { objection, types } from './fake_documents.mjs';

const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; require-trusted-types-for 'script'";
const kinds = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

// As web/access.cpp has them, of the roles that are used here.
const permissions = {
  administrator: ['station', 'intake', 'review', 'arbitrate', 'records', 'keep_records', 'take_out', 'audit', 'accounts', 'administer', 'security'],
  verifier: ['station', 'intake', 'review'],
  operator: ['station', 'intake'],
};

class Refusal extends Error {
  constructor(status, type, more = {}) {
    super(type);
    Object.assign(this, { status, body: { type, title: type, status, detail: '', ...more } });
  }
}

export class FakeService {
  /** `made`: from makeDocuments(); `delay`: milliseconds every answer takes. */
  constructor({ ui, made = [], delay = 0, warnings = [], sealed = false, pin = null }) {
    Object.assign(this, { ui, delay, warnings, sealed, pin });
    this.documents = new Map(made.map(({ document }) => [document.id, structuredClone(document)]));
    this.pictures = new Map(made.map(({ document, jpeg }) => [document.id, jpeg]));
    this.records = [];
    this.sessions = new Map();
    this.audit = [];
    this.originals = made.map(({ document }) => ({ ...document.original, reason: null, documents: [document.id] }));
    this.users = [
      { id: 'u1', username: 'admin', display_name: '管理员', role: 'administrator', password: 'one-time-password', must: true },
      { id: 'u2', username: 'lin', display_name: '林核验', role: 'verifier', password: 'a-long-password', must: false },
    ];
  }

  async listen(port = 0) {
    this.server = createServer((request, response) => void this.answer(request, response));
    await new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return `http://localhost:${this.server.address().port}`;
  }
  close = () => new Promise((resolve) => { this.server.closeAllConnections(); this.server.close(resolve); });
  endSessions = () => this.sessions.clear();

  async answer(request, response) {
    const address = new URL(request.url, 'http://localhost');
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (this.delay) await new Promise((resolve) => setTimeout(resolve, this.delay));
    try {
      if (!address.pathname.startsWith('/api/v1/')) return await this.file(address.pathname, response);
      const result = this.route(request, address, body);
      const [status, answer, headers = {}] = Array.isArray(result) ? result : [result === undefined ? 204 : 200, result];
      const bytes = Buffer.isBuffer(answer) ? answer : Buffer.from(answer === undefined ? '' : JSON.stringify(answer));
      response.writeHead(status, { 'Content-Type': Buffer.isBuffer(answer) ? 'image/jpeg' : 'application/json', 'Cache-Control': 'no-store', ...headers }).end(bytes);
    } catch (error) {
      if (!(error instanceof Refusal)) console.error(error);
      const problem = error instanceof Refusal ? error : new Refusal(500, 'internal');
      response.writeHead(problem.status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem.body));
    }
  }

  async file(path, response) {
    const name = path === '/' ? 'index.html' : normalize(path).replace(/^[/.]+/, '');
    const bytes = await readFile(join(this.ui, name)).catch(() => null);
    if (!bytes) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': kinds[extname(name)] ?? 'application/octet-stream', 'Content-Security-Policy': csp, 'Cache-Control': 'no-store' }).end(bytes);
  }

  route(request, address, body) {
    const parts = address.pathname.slice('/api/v1/'.length).split('/');
    const json = () => (body.length ? JSON.parse(body.toString()) : {});
    const key = `${request.method} ${parts[0]}${parts.length > 1 ? '/*' : ''}${parts.length > 2 ? `/${parts.slice(2).join('/').replace(/\d+/, 'n')}` : ''}`;
    if (key === 'GET state') return { sealed: this.sealed, ready: !this.sealed, has_token: this.pin !== null };
    if (key === 'POST unseal' && json().pin !== undefined) { if (json().pin !== this.pin) throw new Refusal(403, 'token_refused'); this.sealed = false; return undefined; }
    if (key === 'POST unseal') { if (json().passphrase !== 'open sesame') throw new Refusal(403, 'bad_passphrase'); this.sealed = false; return undefined; }
    if (key === 'POST session') return this.signIn(json());
    const token = /session=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
    const user = this.sessions.get(token);
    if (!user) throw new Refusal(401, 'signed_out');
    if (request.method !== 'GET' && request.headers['x-csrf-token'] !== `csrf-${token}`) throw new Refusal(403, 'csrf');
    const version = /"(\d+)"/.exec(request.headers['if-match'] ?? '')?.[1];
    switch (key) {
      case 'GET session': return this.sessionOf(user, token);
      case 'DELETE session': this.sessions.delete(token); return undefined;
      case 'POST session/*':
        if (parts[1] === 'second-factor') return { secret: 'JBSWY3DPEHPK3PXP', otpauth_uri: `otpauth://totp/dossier:${user.username}?secret=JBSWY3DPEHPK3PXP` };
        if (json().old_password !== user.password) throw new Refusal(401, 'bad_credentials');
        Object.assign(user, { password: json().new_password, must: false });
        return this.sessionOf(user, token);
      case 'POST session/*/confirm': user.factor = 'enrolled'; return this.sessionOf(user, token);
      case 'GET types': return { types };
      case 'GET queue': return this.queue(user);
      case 'POST queue/*': return this.claimNext(user, json().after);
      case 'GET documents/*': return this.document(parts[1]);
      case 'PUT documents/*/claim': return this.claim(this.document(parts[1]), user);
      case 'DELETE documents/*/claim': Object.assign(this.document(parts[1]), { claimed_by: null, lease_until: null }); return undefined;
      case 'GET documents/*/pages/n/image': return this.pictures.get(parts[1]);
      case 'POST discrepancies/*/decision': return this.decide(parts[1], json(), version, user);
      case 'POST documents/*/reject': { const one = this.editable(parts[1], version, user); one.state = 'rejected'; one.version++; return one; }
      case 'POST documents/*/rescan': { const one = this.editable(parts[1], version, user); one.state = 'rejected'; one.version++; return one; }
      case 'POST documents/*/commit': return this.commit(parts[1], version, user);
      case 'GET documents/*/neighbours': return this.neighbours(parts[1]);
      case 'POST arrangements': return this.arrange(json());
      case 'GET originals/*': return this.originals.find(({ id }) => id === parts[1]) ?? this.missing();
      case 'GET value-groups': return { items: this.valueGroups() };
      case 'GET value-groups/*': return { items: this.values(Object.fromEntries(address.searchParams)) };
      case 'POST value-groups/*': return { items: json().values.map(({ discrepancy_id, version }) => this.confirm(discrepancy_id, version, user)) };
      case 'GET desks': return { items: this.users.filter(({ role }) => role !== 'operator').map(({ username, display_name, role, away = false }) => ({ username, display_name, role, away, held: [...this.documents.values()].filter(({ claimed_by }) => claimed_by === username).map(({ id, type, lease_until }) => ({ document_id: id, type, lease_until })) })) };
      case 'PUT desks/*/away': Object.assign(this.users.find(({ username }) => username === parts[1]), { away: json().away === 'true' }); return undefined;
      case 'PUT desk/*': user.away = json().away === 'true'; return undefined;
      case 'PUT documents/*/urgency': this.document(parts[1]).urgency = json().urgency; return undefined;
      case 'POST documents/*/take-over': this.document(parts[1]).claimed_by = null; return this.claim(this.document(parts[1]), user);
      case 'GET records': return { items: this.records.map(({ id, number, archive_number, type, committed_at, committed_by, original }) => ({ id, number, archive_number, type, committed_at, committed_by, source_name: original.source_name, has_external_doubt: false })), next_cursor: null };
      case 'GET filing-plan': return { number: '{item}', classes: [], risks: [] };
      case 'GET records/*': return this.records.find((record) => record.id === parts[1]) ?? this.missing();
      case 'GET records/*/pages/n/image': return this.pictures.get((this.records.find((record) => record.id === parts[1]) ?? this.missing()).document_id);
      case 'GET originals': return { items: this.originals.filter(({ state }) => !address.searchParams.get('state') || state === address.searchParams.get('state')), next_cursor: null };
      case 'PUT uploads/*': return this.upload(request, body, address);
      case 'GET figures': return figures(Number(address.searchParams.get('days') ?? 30));
      case 'GET export-runs': return exportsNow();
      case 'GET webhooks': return { items: webhooks() };
      case 'GET known-answers': return { since: new Date(0).toISOString(), items: knownAnswers };
      case 'GET users': return { items: this.users.map(({ id, username, display_name, role, must, factor = 'off' }) => ({ id, username, display_name, role, department: null, manages: false, must_change_password: must, second_factor: factor, disabled: false, ended: false })) };
      case 'GET departments': return { items: [], stations: [] };
      case 'POST users': { const added = { id: `u${this.users.length + 1}`, ...json(), password: 'one-time-password', must: true }; this.users.push(added); return [201, { user: added, one_time_password: added.password }]; }
      case 'POST users/*/reset': return { one_time_password: 'another-one-time' };
      case 'GET audit': return { items: this.audit.slice().reverse(), next_cursor: null };
      default: return this.missing();
    }
  }

  missing() { throw new Refusal(404, 'not_found'); }
  document(id) { return this.documents.get(id) ?? this.missing(); }
  note(user, action, object) { this.audit.push({ seq: this.audit.length + 1, at: new Date().toISOString(), actor: user.username, action, object, outcome: 'done', detail: '' }); }

  signIn({ username, password }) {
    const user = this.users.find((one) => one.username === username && one.password === password);
    if (!user) throw new Refusal(401, 'bad_credentials');
    const token = Math.random().toString(36).slice(2);
    this.sessions.set(token, user);
    return [200, this.sessionOf(user, token), { 'Set-Cookie': `session=${token}; HttpOnly; SameSite=Strict; Path=/` }];
  }

  sessionOf({ id, username, display_name, role, must, factor = 'off' }, token) {
    return { user: { id, username, display_name, role, department: null, manages: false }, permissions: permissions[role] ?? [], csrf_token: `csrf-${token}`, must_change_password: must, second_factor: factor, site: { demo: true, warnings: this.warnings, utc_offset_minutes: 480 } };
  }

  neighbours(id) {
    const all = [...this.documents.values()];
    const at = all.findIndex((one) => one.id === id);
    const items = all.slice(Math.max(0, at - 2), at + 3).map(({ id: document_id, version, type, state, original, claimed_by, page_indexes }) => ({ document_id, version, type, state, source_name: original.source_name, claimed_by, pages: page_indexes }));
    return { batch_id: 'b1', items };
  }

  /** Reads at once, and makes of the pages what the first of them was. */
  arrange({ from, into }) {
    from.forEach(({ document_id, version }) => { if (this.document(document_id).version !== version) throw new Refusal(412, 'version_changed'); });
    const originals = into.map(({ type, pages }) => {
      const first = this.document(pages[0].document_id);
      const id = `${first.id}-again-${this.originals.length}`;
      this.documents.set(id, { ...structuredClone(first), id, type: type ?? first.type, version: 1, claimed_by: null });
      this.pictures.set(id, this.pictures.get(first.id));
      this.originals.push({ ...first.original, id: `orig-${id}`, documents: [id] });
      return `orig-${id}`;
    });
    from.forEach(({ document_id }) => { this.document(document_id).state = 'rejected'; });
    return [202, { originals }];
  }

  waitingValues() {
    return [...this.documents.values()].filter(({ state }) => state === 'review').flatMap((document) =>
      document.discrepancies.filter(({ state }) => state === 'open').flatMap((discrepancy) => {
        const field = document.fields.find(({ name }) => name === discrepancy.field);
        const findings = document.findings.filter(({ fields }) => fields.includes(field.name));
        if (!field.value || findings.some(({ severity }) => severity === 'error')) return [];
        const glyphs = [...field.value].filter((glyph, at) => field.alternatives.some(({ value }) => [...value].length === [...field.value].length && [...value][at] !== glyph));
        return [{ document_id: document.id, version: document.version, type: document.type, discrepancy_id: discrepancy.id, field: field.name, value: field.value, glyphs: [...new Set(glyphs)], box: field.box, page: document.pages[0], findings }];
      }));
  }

  valueGroups() {
    const groups = new Map();
    for (const { type, field } of this.waitingValues()) groups.set(`${type} ${field}`, { type, field, values: (groups.get(`${type} ${field}`)?.values ?? 0) + 1 });
    return [...groups.values()].sort((a, b) => b.values - a.values);
  }

  values = ({ type = '', field = '', glyph = '' }) =>
    this.waitingValues().filter((one) => (!type || one.type === type) && (!field || one.field === field) && (!glyph || one.glyphs.includes(glyph))).slice(0, 60);

  confirm(discrepancy_id, version, user) {
    try {
      this.decide(discrepancy_id, { action: 'confirm' }, version, user);
      return { discrepancy_id, outcome: 'confirmed', problem: null, record_number: null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { discrepancy_id, outcome: 'refused', problem: error.body.type, record_number: null };
    }
  }

  queue(user) {
    const waiting = [...this.documents.values()].filter(({ state }) => state === 'review');
    const items = waiting.map(({ id, type, type_confidence, original, discrepancies, claimed_by }) => ({
      document_id: id, type, type_confidence, source_name: original.source_name, station: original.station, received_at: original.received_at,
      open_discrepancies: discrepancies.filter(({ state }) => state === 'open').length, claimed_by, waits_for: 'you', urgency: this.documents.get(id).urgency ?? 'normal', due_at: new Date(new Date(original.received_at).getTime() + 8 * 3_600_000).toISOString() }));
    return { items, next_cursor: null, away: !!user.away, counts: { review: waiting.length, received: 2, quarantined: 1, committed: this.records.length } };
  }

  claimNext(user, after) {
    for (const one of this.documents.values()) if (one.claimed_by === user.username) one.claimed_by = null;
    const waiting = [...this.documents.values()].filter(({ id, state, claimed_by }) => state === 'review' && id !== after && !claimed_by);
    const next = waiting.find(({ id }) => !after || id > after) ?? waiting[0];
    if (!next) return undefined;
    this.claim(next, user);
    return next;
  }

  claim(document, user) {
    if (document.claimed_by && document.claimed_by !== user.username) throw new Refusal(409, 'claimed_by_other', { claimed_by: document.claimed_by });
    document.claimed_by = user.username;
    document.lease_until = new Date(Date.now() + 600_000).toISOString();
    return { lease_until: document.lease_until, lease_s: 600 };
  }

  editable(id, version, user) {
    const document = this.document(id);
    if (version === undefined) throw new Refusal(428, 'if_match_missing');
    if (document.claimed_by && document.claimed_by !== user.username) throw new Refusal(409, 'claimed_by_other', { claimed_by: document.claimed_by });
    if (Number(version) !== document.version) throw new Refusal(412, 'version_changed');
    return document;
  }

  decide(id, { action, value, override_reason }, version, user) {
    const owner = [...this.documents.values()].find(({ discrepancies }) => discrepancies.some((one) => one.id === id)) ?? this.missing();
    const document = this.editable(owner.id, version, user);
    const discrepancy = document.discrepancies.find((one) => one.id === id);
    const field = document.fields.find(({ name }) => name === discrepancy.field);
    const finding = action === 'correct' && !override_reason ? objection(field.name, value) : null;
    if (finding) throw new Refusal(422, 'rule_broken', { finding });
    const states = { confirm: 'confirmed', correct: 'corrected', mark_unreadable: 'unreadable', reopen: 'open' };
    Object.assign(discrepancy, { for_you: action === 'reopen', state: states[action], decided_by: action === 'reopen' ? null : user.username, decided_at: new Date().toISOString() });
    field.decided = action === 'reopen' ? null : { state: discrepancy.state, by: user.username, at: discrepancy.decided_at };
    if (action === 'correct') Object.assign(field, { value, as_read: field.raw });
    if (action === 'reopen') Object.assign(field, { value: field.raw, as_read: null });
    document.findings = document.findings.filter((one) => !one.fields.includes(field.name) || (one.severity === 'error' && objection(field.name, field.value)));
    document.version++;
    this.note(user, action, id);
    return structuredClone(document);
  }

  commit(id, version, user) {
    const document = this.editable(id, version, user);
    if (document.discrepancies.some(({ state }) => state === 'open')) throw new Refusal(409, 'open_discrepancies');
    const record = { id: `rec-${this.records.length + 1}`, document_id: id, number: `2026-${String(this.records.length + 1).padStart(6, '0')}`, type: document.type, committed_at: new Date().toISOString(), committed_by: user.username, fields: document.fields, original: document.original, pages: document.pages,
      archive_number: `J001-101-0001-${String(this.records.length + 1).padStart(4, '0')}`, external_checks: [], corrections: [], filing: null, filing_changes: [], supplements: null, supplemented_by: [], attachments: [{ id: 'a1', kind: 'original', page: null, size: 345678 }], history: [{ at: document.original.received_at, actor: 'system', action: 'original_kept', detail: null }, { at: new Date().toISOString(), actor: user.username, action: 'record_committed', detail: null }] };
    this.records.unshift(record);
    Object.assign(document, { state: 'committed', record_id: record.id, claimed_by: null, version: document.version + 1 });
    this.note(user, 'commit', id);
    return [201, { record_id: record.id, number: record.number }];
  }

  upload(request, body, address) {
    const name = decodeURIComponent(request.headers['x-source-name'] ?? 'upload');
    if (!body.length || /\.txt$/.test(name)) throw new Refusal(422, 'not_a_document', { detail: '不是扫描件' });
    const original = { id: `orig-${this.originals.length + 1}`, source_name: name, station: address.searchParams.get('station'), received_at: new Date().toISOString(), state: 'received', reason: null, documents: [] };
    this.originals.unshift(original);
    return [201, { original_id: original.id, duplicate_of: null }];
  }
}
