// The cut-out of the page around a field, drawn from the decoded picture.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import type { VerifyCtrl } from './ctrl';
import { cropAround, type Rect } from './geometry';
import type { Item } from './model';
import type { Picture } from './pictures';

export function Crop({ ctrl, item }: { ctrl: VerifyCtrl; item: Item }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const rect = ctrl.page.rectOf(item);
  const picture = ctrl.page.pictureOf(item);
  useLayoutEffect(() => {
    if (canvas.current && rect && picture) draw(canvas.current, picture, rect);
  }, [item.name, picture, rect?.x, rect?.y, ctrl.page.size.width]);
  if (!rect) return <div class="crop crop-none">{t.verify.no_box}</div>;
  return (
    <div class="crop">
      <canvas ref={canvas} role="img" aria-label={t.verify.crop(item.title)} />
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, picture: Picture, target: Rect) {
  const window = { width: canvas.clientWidth, height: canvas.clientHeight };
  const density = globalThis.devicePixelRatio || 1;
  canvas.width = Math.round(window.width * density);
  canvas.height = Math.round(window.height * density);
  const context = canvas.getContext('2d');
  if (!context || !window.width) return;
  const from = cropAround(target, picture, window);
  const scale = canvas.width / from.width;
  context.imageSmoothingQuality = 'high';
  context.setTransform(scale, 0, 0, scale, -from.x * scale, -from.y * scale);
  context.drawImage(picture.bitmap, 0, 0);
  shadeOutside(context, from, target);
}

/** What is not the field steps back a little. */
function shadeOutside(context: CanvasRenderingContext2D, from: Rect, target: Rect) {
  const air = 4;
  context.fillStyle = 'rgba(40, 60, 80, 0.13)';
  context.beginPath();
  context.rect(from.x, from.y, from.width, from.height);
  context.rect(target.x - air, target.y - air, target.width + 2 * air, target.height + 2 * air);
  context.fill('evenodd');
}
