import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Api, Due } from '../api';
import { daysBetween, DueCtrl } from './ctrl';

const due: Due = {
  id: 'u', kind: 'review', state: 'open', due_on: '2026-12-01', field: null, customer_id: 'c', customer_name: '王芳', record_id: null, record_number: null, type: null,
  done_by: null, done_at: null, note: null,
};

test('what is due is finished with a note', async () => {
  const sent: string[] = [];
  const ctrl = new DueCtrl({ finishDue: async (id: string, note: string) => { sent.push(`${id} ${note}`); return due; }, due: async () => ({ items: [], next_cursor: null }) } as unknown as Api, () => undefined, () => undefined, () => undefined);
  ctrl.finish(due);
  await ctrl.save();
  assert.deepEqual(sent, []);
  ctrl.setNote(' new card is here ');
  await ctrl.save();
  assert.deepEqual(sent, ['u new card is here']);
  assert.equal(ctrl.finishing, null);
});

test('days are whole, and below nothing where they are past', () => {
  assert.equal(daysBetween('2026-11-26', '2026-11-26'), 0);
  assert.equal(daysBetween('2026-11-26', '2027-01-02'), 37);
  assert.equal(daysBetween('2026-11-26', '2026-11-20'), -6);
});

test('an address names what is shown first', () => {
  const kindOf = (id: string | null) => new DueCtrl({} as Api, () => undefined, () => undefined, () => undefined, id).kind;
  assert.deepEqual([kindOf('review'), kindOf('expiry'), kindOf(null), kindOf('nonsense')], ['review', 'expiry', '', '']);
});
