import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type Api, type Filing } from '../api';
import { FilingCtrl } from './ctrl';

const filing: Filing = {
  archive_number: 'J001-101-0001-0001', version: 3, nature: 'personal', business: 'identity', value_tier: null, region: '110000', region_name: '北京市',
  security_level: 'internal', retention_class: 'customer_identity', box: 'A7', volume: null, tags: ['one', 'two'],
};

function opened(refile: (...said: unknown[]) => Promise<Filing> = async () => filing) {
  let changes = 0;
  const ctrl = new FilingCtrl({ refile } as unknown as Api, () => undefined, () => { changes += 1; });
  ctrl.edit(filing);
  return { ctrl, changes: () => changes };
}

test('nothing is saved without a change and a reason', () => {
  const { ctrl } = opened();
  assert.equal(ctrl.maySave, false);
  ctrl.set('box', 'A8');
  assert.equal(ctrl.maySave, false);
  ctrl.set('reason', ' moved ');
  assert.equal(ctrl.maySave, true);
  ctrl.set('box', 'A7');
  assert.equal(ctrl.maySave, false, 'what is as before is no change');
});

test('only what differs is sent, with the version that was looked at', async () => {
  const sent: unknown[] = [];
  const { ctrl, changes } = opened(async (...said) => { sent.push(said); return filing; });
  ctrl.set('value_tier', 'private');
  ctrl.set('tags', 'one');
  ctrl.set('reason', 'moved');
  await ctrl.save('r', 3);
  assert.deepEqual(sent, [['r', 3, { value_tier: 'private', tags: 'one', reason: 'moved' }]]);
  assert.equal(ctrl.draft, null);
  assert.equal(changes(), 1);
});

test('a refusal keeps what was written', async () => {
  const { ctrl, changes } = opened(async () => { throw new Problem(412, 'version_changed', ''); });
  ctrl.set('box', 'A8');
  ctrl.set('reason', 'moved');
  await ctrl.save('r', 3);
  assert.notEqual(ctrl.problem, '');
  assert.equal(ctrl.draft?.box, 'A8');
  assert.equal(changes(), 0);
});
