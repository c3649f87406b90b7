import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Api, QueueItem } from '../api';
import { QueueCtrl } from './ctrl';

const item = (document_id: string): QueueItem => ({ document_id, type: 'form', type_confidence: 1, source_name: '', station: '', received_at: '', open_discrepancies: 1, claimed_by: null, waits_for: 'you', urgency: 'normal', due_at: '' });

const queueOf = (...ids: string[]) => openQueue(ids, false);

async function openQueue(ids: string[], supervises: boolean) {
  const said: string[] = [];
  const opened: (string | null)[] = [];
  const counts = { review: ids.length, received: 0, quarantined: 0, committed: 0 };
  const api = {
    queue: async () => ({ items: ids.map(item), next_cursor: null, counts, away: said.includes('away true') }),
    desks: async () => [],
    setUrgency: async (_: string, id: string, urgency: string) => void said.push(`${urgency} ${id}`),
    takeOver: async (id: string) => void said.push(`take over ${id}`),
    setOwnAway: async (away: boolean) => void said.push(`away ${away}`),
  } as unknown as Api;
  const ctrl = new QueueCtrl(api, () => undefined, (id) => opened.push(id), supervises);
  await ctrl.refresh();
  return { ctrl, opened, ids, said };
}

test('arrows choose and stay inside, Enter opens the chosen one', async () => {
  const { ctrl, opened } = await queueOf('a', 'b');
  ['ArrowUp', 'ArrowDown', 'ArrowDown', 'Enter'].forEach((key) => ctrl.key(key));
  assert.deepEqual(opened, ['b']);
});

test('Space starts with whatever is next for this person', async () => {
  const { ctrl, opened } = await queueOf('a', 'b');
  ctrl.key(' ');
  assert.deepEqual(opened, [null]);
});

test('an empty queue opens nothing', async () => {
  const { ctrl, opened } = await queueOf();
  [' ', 'Enter', 'ArrowDown'].forEach((key) => ctrl.key(key));
  assert.deepEqual(opened, []);
});

test('the choice stays on the list when it grows shorter', async () => {
  const { ctrl, ids } = await queueOf('a', 'b', 'c');
  ctrl.choose(2);
  ids.length = 1;
  await ctrl.refresh();
  assert.equal(ctrl.chosen, 0);
});

test('who has oversight sets what is urgent and takes documents over, by key; others do not', async () => {
  const { ctrl, opened, said } = await openQueue(['a', 'b'], true);
  ctrl.key('ArrowDown');
  ctrl.key('!');
  ctrl.key('o');
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(said, ['urgent b', 'take over b']);
  assert.deepEqual(opened, ['b']);
  const other = await queueOf('a');
  assert.equal(other.ctrl.key('!'), false);
  assert.deepEqual(other.said, []);
});

test('whoever is away is shown so, until they are back', async () => {
  const { ctrl } = await queueOf('a');
  await ctrl.goAway();
  assert.equal(ctrl.away, true);
});
