import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Api, Confirmed, GroupValue, Page } from '../api';
import { Pictures } from '../verify/pictures';
import { GroupCtrl, GroupsCtrl, nameOf, themeOf, type GroupsContext } from './ctrl';

const valueOf = (id: string, value: string, glyphs: string[] = []): GroupValue => ({
  document_id: `document ${id}`, version: 1, type: 'id_card', discrepancy_id: id, field: 'name', value, glyphs, box: [0, 0, 1, 1], page: {} as Page, findings: [],
});

function serverOf(waiting: GroupValue[], refuse: string[] = []) {
  const sent: string[][] = [];
  const shown: (string | null)[] = [];
  const api = {
    valueGroups: async () => [{ type: 'id_card', field: 'name', values: waiting.length }],
    groupValues: async () => [...waiting],
    confirmValues: async (values: readonly { discrepancy_id: string }[]) => {
      sent.push(values.map(({ discrepancy_id }) => discrepancy_id));
      return values.map(({ discrepancy_id }): Confirmed => {
        const refused = refuse.includes(discrepancy_id);
        if (!refused) waiting.splice(waiting.findIndex((one) => one.discrepancy_id === discrepancy_id), 1);
        return { discrepancy_id, outcome: refused ? 'refused' : 'confirmed', problem: refused ? 'claimed_by_other' : null, record_number: null };
      });
    },
  } as unknown as Api;
  const context: GroupsContext = {
    api, pictures: new Pictures(() => Promise.reject(new Error('none')), () => undefined), redraw: () => undefined, toast: () => undefined, show: (theme) => shown.push(theme), open: (document) => shown.push(document),
  };
  return { context, sent, shown };
}

async function openedOn(waiting: GroupValue[], refuse: string[] = []) {
  const server = serverOf(waiting, refuse);
  const ctrl = new GroupCtrl(server.context, 'id_card~name~');
  await ctrl.load();
  return { ctrl, ...server };
}

test('all but the marked ones are accepted with one key, and the marked stay in the queue', async () => {
  const { ctrl, sent } = await openedOn([valueOf('a', '李己'), valueOf('b', '李已'), valueOf('c', '王己')]);
  ctrl.key('ArrowRight');
  ctrl.key(' ');
  await ctrl.accept();
  assert.deepEqual(sent, [['a', 'c']]);
  assert.deepEqual(ctrl.values, [], 'what is wrong is not asked again here');
});

test('a mark is taken back with the same key', async () => {
  const { ctrl } = await openedOn([valueOf('a', '李己')]);
  ['x', 'x'].forEach((key) => ctrl.key(key));
  assert.equal(ctrl.accepted.length, 1);
});

test('what somebody else has open is said, and does not hold up the others', async () => {
  const { ctrl, sent } = await openedOn([valueOf('a', '李己'), valueOf('b', '李已')], ['a']);
  await ctrl.accept();
  assert.deepEqual(sent, [['a', 'b']]);
  assert.deepEqual(ctrl.refused.map(({ value }) => value.discrepancy_id), ['a']);
  assert.equal(ctrl.values.length, 0);
});

test('arrows walk the grid and stay inside', async () => {
  const { ctrl } = await openedOn(['a', 'b', 'c', 'd', 'e'].map((id) => valueOf(id, id)));
  ctrl.columns = 2;
  ['ArrowDown', 'ArrowDown', 'ArrowDown'].forEach((key) => ctrl.key(key));
  assert.equal(ctrl.cursor, 4);
  ctrl.key('ArrowUp');
  assert.equal(ctrl.cursor, 2);
  ctrl.key('Home');
  ctrl.key('ArrowLeft');
  assert.equal(ctrl.cursor, 0);
});

test('a doubted character is followed to wherever it is doubted', async () => {
  const { ctrl, shown } = await openedOn([valueOf('a', '李己', ['己']), valueOf('b', '王己', ['己', '王'])]);
  assert.deepEqual(ctrl.glyphs, [{ glyph: '己', times: 2 }, { glyph: '王', times: 1 }]);
  ctrl.key('g');
  assert.deepEqual(shown, ['~~己']);
  assert.deepEqual(themeOf(nameOf({ type: '', field: 'name', glyph: '0' })), { type: '', field: 'name', glyph: '0' });
});

test('Enter on the list opens the field with the most values', async () => {
  const { context, shown } = serverOf([valueOf('a', '李')]);
  const ctrl = new GroupsCtrl(context);
  await ctrl.refresh();
  ctrl.key('Enter');
  assert.deepEqual(shown, ['id_card~name~']);
});
