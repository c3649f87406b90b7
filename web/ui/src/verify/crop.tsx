// The cut-out of the page around a field, drawn from the decoded picture.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import type { VerifyCtrl } from './ctrl';
import { cropAround, type Rect } from './geometry';
import type { Item } from './model';
import type { Picture } from './pictures';

export const Crop = ({ ctrl, item }: { ctrl: VerifyCtrl; item: Item }) => (
  <CropOf name={item.name} picture={ctrl.page.pictureOf(item)} rect={ctrl.page.rectOf(item)} label={t.verify.crop(item.title)} width={ctrl.page.size.width} />
);

interface Props { name: string; picture: Picture | null; rect: Rect | null; label: string; width?: number }

/** `name` and `width`: it is drawn anew when they change. Without a label it only adorns. */
export function CropOf({ name, picture, rect, label, width = 0 }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current && rect && picture) draw(canvas.current, picture, rect);
  }, [name, picture, rect?.x, rect?.y, width]);
  if (!rect) return <div class="crop crop-none">{t.verify.no_box}</div>;
  return (
    <div class="crop">
      {label ? <canvas ref={canvas} role="img" aria-label={label} /> : <canvas ref={canvas} aria-hidden="true" />}
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
