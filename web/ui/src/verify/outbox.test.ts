import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../api';
import type { Pending } from './model';
import { Outbox } from './outbox';

const confirm = (field: string): Pending => ({ field, discrepancy: `d-${field}`, decision: { action: 'confirm' } });

function outboxWith(answers: (() => unknown)[]) {
  const sent: string[] = [];
  const refused: [string, string[]][] = [];
  const outbox = new Outbox({
    send: async (entry) => {
      sent.push(entry.field);
      await Promise.resolve();
      answers.shift()?.();
    },
    refused: (entry, _problem, later) => void refused.push([entry.field, later.map((one) => one.field)]),
    changed: () => undefined,
    pause: () => Promise.resolve(),
  });
  return { outbox, sent, refused };
}
const fails = (status: number) => () => { throw new Problem(status, 'x', ''); };

test('decisions leave in the order in which they were made', async () => {
  const { outbox, sent } = outboxWith([]);
  ['a', 'b', 'c'].forEach((field) => outbox.push(confirm(field)));
  await outbox.drained();
  assert.deepEqual(sent, ['a', 'b', 'c']);
  assert.deepEqual(outbox.entries, []);
});

test('a decision is sent again when nobody answered, and the next ones wait for it', async () => {
  const { outbox, sent } = outboxWith([fails(0), fails(503)]);
  ['a', 'b'].forEach((field) => outbox.push(confirm(field)));
  await outbox.drained();
  assert.deepEqual(sent, ['a', 'a', 'a', 'b']);
  assert.equal(outbox.offline, false);
});

test('after a conflict nothing behind it is sent', async () => {
  const { outbox, sent, refused } = outboxWith([fails(412)]);
  ['a', 'b'].forEach((field) => outbox.push(confirm(field)));
  await outbox.drained();
  assert.deepEqual(sent, ['a']);
  assert.deepEqual(refused, [['a', ['b']]]);
});

test('a value that breaks a rule does not hold up the others', async () => {
  const { outbox, sent, refused } = outboxWith([fails(422)]);
  ['a', 'b'].forEach((field) => outbox.push(confirm(field)));
  await outbox.drained();
  assert.deepEqual(sent, ['a', 'b']);
  assert.deepEqual(refused, [['a', []]]);
});

test('a decision that has not left can be withdrawn, one under way cannot', async () => {
  const { outbox, sent } = outboxWith([]);
  ['a', 'b'].forEach((field) => outbox.push(confirm(field)));
  assert.equal(outbox.withdraw('b'), true);
  assert.equal(outbox.withdraw('a'), false);
  await outbox.drained();
  assert.deepEqual(sent, ['a']);
});
