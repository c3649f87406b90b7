import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../api';
import { pageOrParts, Pictures, type Picture } from './pictures';

const aPicture = (name: string, freed: string[] = []): Picture => ({ url: name, bitmap: {} as CanvasImageSource, width: 1, height: 1, free: () => void freed.push(name) });
const turns = async () => { for (let turn = 0; turn < 10; turn++) await Promise.resolve(); };

test('where the sheet is closed, its parts are shown; any other trouble stays one', async () => {
  const parts = async () => aPicture('parts');
  assert.equal((await pageOrParts(Promise.resolve(aPicture('page')), parts)).url, 'page');
  assert.equal((await pageOrParts(Promise.reject(new Problem(403, 'sheet_closed', '')), parts)).url, 'parts');
  await assert.rejects(pageOrParts(Promise.reject(new Problem(404, 'not_found', '')), parts));
});

test('a document that is forgotten frees its pictures and is fetched anew', async () => {
  const freed: string[] = [];
  let fetched = 0;
  const pictures = new Pictures(async () => aPicture(`fetch ${++fetched}`, freed), () => undefined);
  pictures.get('one', 0);
  await turns();
  pictures.forget('one');
  assert.deepEqual(freed, ['fetch 1']);
  pictures.get('one', 0);
  await turns();
  assert.equal(pictures.get('one', 0)?.url, 'fetch 2');
});
