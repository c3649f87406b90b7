import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type Api, type Upload } from '../api';
import { IntakeCtrl } from './ctrl';

const fileOf = (name: string) => ({ name, size: 10 }) as File;
const turns = async () => { for (let turn = 0; turn < 40; turn++) await Promise.resolve(); };

function intakeWith(upload: (file: File) => Promise<Upload>) {
  const api = { upload, originals: async () => ({ items: [], next_cursor: null }), stationHealth: async () => [] } as unknown as Api;
  return new IntakeCtrl(api, () => undefined, () => undefined);
}

test('many files go two at a time', async () => {
  let now = 0;
  let most = 0;
  const ctrl = intakeWith(async () => {
    most = Math.max(most, ++now);
    await Promise.resolve();
    now--;
    return { original_id: 'o', duplicate_of: null };
  });
  ctrl.add(['a', 'b', 'c', 'd', 'e'].map(fileOf));
  await turns();
  assert.equal(most, 2);
  assert.deepEqual(ctrl.sendings.map(({ state }) => state), Array(5).fill('sent'));
});

test('what was taken in before is called a duplicate, what is refused says why, and the rest goes on', async () => {
  const ctrl = intakeWith(async (file) => {
    if (file.name === 'bad') throw new Problem(422, 'unknown_kind', 'no document');
    return { original_id: 'o', duplicate_of: file.name === 'again' ? 'o' : null };
  });
  ctrl.add(['again', 'bad', 'new'].map(fileOf));
  await turns();
  const found = Object.fromEntries(ctrl.sendings.map(({ name, state, problem }) => [name, [state, problem.includes('no document')]]));
  assert.deepEqual(found, { again: ['duplicate', false], bad: ['failed', true], new: ['sent', false] });
});
