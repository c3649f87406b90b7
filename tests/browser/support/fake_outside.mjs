// Made-up exports and systems outside, in each of their states.

const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

export const exportsNow = () => ({
  runs: [
    { id: 'e3', state: 'making', format: 'package', purpose: 'migration', records: 320, done: 117, bytes: 0, failure: null, ordered_at: ago(1) },
    { id: 'e2', state: 'ready', format: 'pdf', purpose: 'customer_request', records: 4, done: 4, bytes: 1_840_000, failure: null, ordered_at: ago(6) },
    { id: 'e1', state: 'failed', format: 'package', purpose: 'audit', records: 480, done: 211, bytes: 0, failure: 'too_large', ordered_at: ago(14) },
  ],
  items: [
    { id: 'e3', step: 'requested', format: 'package', purpose: 'migration', records: 320, sha256: null, person: 'li', at: ago(1) },
    { id: 'e1', step: 'failed', format: 'package', purpose: 'audit', records: 480, sha256: null, person: 'li', at: ago(12) },
    { id: 'e0', step: 'exported', format: 'csv', purpose: 'business', records: 61, sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', person: 'zhao', at: ago(180) },
  ],
  next_cursor: null,
});

export const webhooks = () => [
  { name: 'crm', url: 'https://crm.bank.example/dossier', events: ['record_committed', 'correction_approved', 'document_rejected', 'batch_closed'], behind: 3, attempts: 0, trouble: null, tried_again_at: null, given_up_after_h: 72, queue: { waiting: 0, is_more: false, next: null } },
  { name: 'core-banking', url: 'https://gateway.bank.example:8443/notices', events: ['record_committed'], behind: 1204, attempts: 7, trouble: 'timed_out', tried_again_at: ago(-12), given_up_after_h: 72, queue: { waiting: 86, is_more: false, next: { id: 20144, event: 'record_committed', occurred_at: ago(55) } } },
];
