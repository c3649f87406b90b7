import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cropAround, fit, focusOn, matrix, onPreview, pan, turnRect, usualLine, zoom } from './geometry';

const picture = { width: 1000, height: 1400 };
const window = { width: 800, height: 600 };

test('a box of the scan lands where the map says', () => {
  assert.deepEqual(onPreview([100, 200, 50, 20], [0.5, 0, 10, 0, 0.5, 20]), { x: 60, y: 120, width: 25, height: 10 });
});

test('a box of a scan that lay on its side becomes upright', () => {
  // a quarter turn clockwise of a scan 2000 high: x' = 2000 - y, y' = x
  assert.deepEqual(onPreview([100, 200, 50, 300], [0, -1, 2000, 1, 0, 0]), { x: 1500, y: 100, width: 300, height: 50 });
});

test('a box of a rectified photograph lands where the camera saw it', () => {
  // the map divides by w = 1 + 0.001 x: what lies farther right is smaller
  assert.deepEqual(onPreview([0, 100, 1000, 100], [1, 0, 0, 0, 1, 0, 0.001, 0, 1]), { x: 0, y: 50, width: 500, height: 150 });
});

test('a crop shows its field whole, in the shape of its window, inside the picture', () => {
  const target = { x: 900, y: 1380, width: 90, height: 15 };
  const crop = cropAround(target, picture, { width: 400, height: 120 });
  assert.ok(crop.x <= target.x && crop.x + crop.width >= target.x + target.width);
  assert.ok(crop.y + crop.height <= picture.height + 1e-9);
  assert.ok(Math.abs(crop.width / crop.height - 400 / 120) < 1e-9);
});

test('the whole page fits into the window, turned or not', () => {
  for (const turns of [0, 1, 2, 3]) {
    const place = fit(picture, window, turns);
    const page = turnRect({ x: 0, y: 0, ...picture }, picture, turns);
    assert.ok(page.width * place.scale <= window.width && page.height * place.scale <= window.height);
  }
});

test('focusing a field shows it whole, with room for its label on the left', () => {
  const field = { x: 480, y: 690, width: 300, height: 20 };
  const place = focusOn(field, 20, picture, window, 0);
  const left = place.x + field.x * place.scale;
  assert.ok(left >= window.width * 0.36 - 1 && left + field.width * place.scale <= window.width);
  assert.ok(Math.abs(place.y + 700 * place.scale - 300) < 1);
});

test('moving between fields of different height keeps the size of the page', () => {
  const low = focusOn({ x: 100, y: 690, width: 200, height: 20 }, 40, picture, window, 0);
  const high = focusOn({ x: 100, y: 790, width: 200, height: 90 }, 40, picture, window, 0);
  assert.equal(low.scale, high.scale);
});

test('the usual line is the median height, however a page lies', () => {
  const rect = (width: number, height: number) => ({ x: 0, y: 0, width, height });
  assert.equal(usualLine([rect(200, 20), rect(200, 22), rect(24, 200), rect(300, 90)]), 22);
});

test('a small page that fits stays in the middle, whatever its field', () => {
  const card = { width: 1000, height: 400 };
  const place = focusOn({ x: 100, y: 20, width: 60, height: 60 }, 20, card, window, 0);
  assert.ok(Math.abs(place.y + 200 * place.scale - 300) < 1e-6);
});

test('zooming keeps the point under the pointer', () => {
  const before = focusOn({ x: 480, y: 690, width: 40, height: 20 }, 20, picture, window, 0);
  const at = { x: 420, y: 310 };
  const point = { x: (at.x - before.x) / before.scale, y: (at.y - before.y) / before.scale };
  const after = zoom(before, 1.25, at, picture, window);
  assert.ok(Math.abs(after.x + point.x * after.scale - at.x) < 1e-6 && Math.abs(after.y + point.y * after.scale - at.y) < 1e-6);
});

test('a page cannot be pushed out of its window', () => {
  const place = pan(fit(picture, window, 0), 1e6, -1e6, picture, window);
  assert.ok(place.x >= 0 && place.x + picture.width * place.scale <= window.width);
  assert.ok(place.y >= 0);
});

test('the matrix puts the corners where the turn puts them', () => {
  for (const turns of [0, 1, 2, 3]) {
    const [a, b, c, d, e, f] = matrix({ scale: 2, x: 5, y: 7, turns }, picture);
    const rect = turnRect({ x: 10, y: 20, width: 0, height: 0 }, picture, turns);
    assert.deepEqual([a * 10 + c * 20 + e, b * 10 + d * 20 + f], [rect.x * 2 + 5, rect.y * 2 + 7]);
  }
});
