// Where a point of the scan lies on the preview, and where the preview lies in its window. Pure.
import type { Affine, Box, Homography } from '../api';

export interface Rect { x: number; y: number; width: number; height: number }
export interface Size { width: number; height: number }

/** The upright rectangle on the preview around a box of the scan. */
export function onPreview(box: Box, [a, b, c, d, e, f, g = 0, h = 0, i = 1]: Affine | Homography): Rect {
  const [x, y, width, height] = box;
  const corners = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]] as const;
  const xs = corners.map(([u, v]) => (a * u + b * v + c) / (g * u + h * v + i));
  const ys = corners.map(([u, v]) => (d * u + e * v + f) / (g * u + h * v + i));
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

export const isEmptyBox = ([, , width, height]: Box): boolean => width <= 0 || height <= 0;

/** A piece of the picture with the shape of the window it is shown in, around `target` with air on every side. */
export function cropAround(target: Rect, picture: Size, window: Size, largest = 3): Rect {
  const air = Math.min(target.height, 60) * 0.45;
  const scale = Math.min(window.width / (target.width + 2 * air), window.height / (target.height + 2 * air), largest);
  const width = window.width / scale;
  const height = window.height / scale;
  const x = within(target.x + target.width / 2 - width / 2, 0, picture.width - width);
  const y = within(target.y + target.height / 2 - height / 2, 0, picture.height - height);
  return { x, y, width, height };
}

/** A picture turned by quarter turns, scaled and moved into a window; all moves are values. */
export interface Placement { scale: number; x: number; y: number; turns: number }

const margin = 16;
const turned = ({ width, height }: Size, turns: number): Size => (turns % 2 ? { width: height, height: width } : { width, height });

/** The whole page, centred. */
export function fit(picture: Size, window: Size, turns: number): Placement {
  const page = turned(picture, turns);
  const scale = Math.min((window.width - 2 * margin) / page.width, (window.height - 2 * margin) / page.height);
  const safe = Math.max(scale, 0.02);
  return { turns, scale: safe, x: (window.width - page.width * safe) / 2, y: (window.height - page.height * safe) / 2 };
}

/** Height of a line, in pixels of the window, at which its text reads without effort. */
const readableLine = 30;

/**
 * The field near the middle, at a size at which a line of the page reads well. The size depends on
 * the page's lines and not on the field, so that the page glides from field to field and does not pump.
 */
export function focusOn(target: Rect, line: number, picture: Size, window: Size, turns: number): Placement {
  const least = fit(picture, window, turns).scale;
  const area = turnRect(target, picture, turns);
  // Large enough to read a line, not larger: what stands around the field says most, the crop does the rest.
  const whole = Math.min((window.width - 2 * margin) / area.width, (window.height - 2 * margin) / area.height);
  const most = Math.max(least, Math.min(least * 2, 0.9, whole));
  const scale = within(readableLine / Math.max(1, line), least, most);
  // The label mostly stands to the left of its field: leave it room, but show the field whole.
  const wide = area.width * scale;
  const left = Math.min(Math.max(window.width * 0.36, (window.width - wide) / 2), Math.max(margin, window.width - wide - margin));
  const x = left - area.x * scale;
  const y = window.height / 2 - (area.y + area.height / 2) * scale;
  return keepIn(centred({ turns, scale, x, y }, picture, window), picture, window);
}

/** A page that fits into its window in a direction stands in the middle of it. */
function centred(place: Placement, picture: Size, window: Size): Placement {
  const page = turned(picture, place.turns);
  const middle = (at: number, length: number, room: number) => (length <= room - 2 * margin ? (room - length) / 2 : at);
  return { ...place, x: middle(place.x, page.width * place.scale, window.width), y: middle(place.y, page.height * place.scale, window.height) };
}

export function zoom(place: Placement, factor: number, at: { x: number; y: number }, picture: Size, window: Size): Placement {
  const least = fit(picture, window, place.turns).scale * 0.5;
  const scale = within(place.scale * factor, least, 8);
  const real = scale / place.scale;
  return keepIn({ ...place, scale, x: at.x - (at.x - place.x) * real, y: at.y - (at.y - place.y) * real }, picture, window);
}

export const pan = (place: Placement, dx: number, dy: number, picture: Size, window: Size): Placement =>
  keepIn({ ...place, x: place.x + dx, y: place.y + dy }, picture, window);

/** The height of a usual line: the median of what stands on a page. */
export function usualLine(rects: readonly Rect[]): number {
  const heights = rects.map((rect) => Math.min(rect.width, rect.height)).sort((a, b) => a - b);
  return heights[Math.floor((heights.length - 1) / 2)] ?? readableLine;
}

/** The CSS matrix from picture pixels to window pixels. */
export function matrix({ scale, x, y, turns }: Placement, { width, height }: Size): Affine {
  const [a, b, c, d, e, f] = quarter(turns, width, height);
  return [a * scale, b * scale, c * scale, d * scale, e * scale + x, f * scale + y];
}

/** Column order of CSS: x' = a·x + c·y + e, y' = b·x + d·y + f. */
function quarter(turns: number, width: number, height: number): Affine {
  switch (((turns % 4) + 4) % 4) {
    case 1: return [0, 1, -1, 0, height, 0];
    case 2: return [-1, 0, 0, -1, width, height];
    case 3: return [0, -1, 1, 0, 0, width];
    default: return [1, 0, 0, 1, 0, 0];
  }
}

export function turnRect(rect: Rect, picture: Size, turns: number): Rect {
  const [a, b, c, d, e, f] = quarter(turns, picture.width, picture.height);
  return onPreview([rect.x, rect.y, rect.width, rect.height], [a, c, e, b, d, f]);
}

/** A page larger than its window fills it; a smaller one stays inside. */
function keepIn(place: Placement, picture: Size, window: Size): Placement {
  const page = turned(picture, place.turns);
  const hold = (at: number, length: number, room: number) =>
    length <= room - 2 * margin ? within(at, margin, room - length - margin) : within(at, room - length - margin, margin);
  return { ...place, x: hold(place.x, page.width * place.scale, window.width), y: hold(place.y, page.height * place.scale, window.height) };
}

const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, Math.max(least, most)));
