// The page picture with its field boxes: wheel zooms, dragging moves, a click on a box asks for it.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { Watermark } from '../kit/watermark';
import { Chip, Key } from '../kit/widgets';
import type { VerifyCtrl } from './ctrl';
import { matrix } from './geometry';
import { isOpen } from './model';

export function PageView({ ctrl }: { ctrl: VerifyCtrl }) {
  const frame = useRef<HTMLDivElement>(null);
  const { page } = ctrl;
  useLayoutEffect(() => watchSize(frame.current, (size) => page.resize(size)), [page]);
  return (
    <section class="page" aria-label={t.verify.picture}>
      <div class="page-frame" ref={frame} onWheel={(event) => onWheel(ctrl, event)} onPointerDown={(event) => onDrag(ctrl, event)} onDblClick={() => page.toggleFit(ctrl.item)}>
        <Paper ctrl={ctrl} />
        <Watermark />
        {ctrl.isSheetClosed && (
          <p class="sheet-closed">{t.verify.sheet_closed} <button type="button" onClick={() => ctrl.act('open_sheet')}>{t.verify.sheet_open} <Key name="o" /></button></p>
        )}
      </div>
      <Tools ctrl={ctrl} />
    </section>
  );
}

function Paper({ ctrl }: { ctrl: VerifyCtrl }) {
  const { page } = ctrl;
  const preview = page.page?.preview;
  if (!preview) return null;
  const picture = page.picture;
  const size = { width: `${preview.width}px`, height: `${preview.height}px` };
  const transform = `matrix(${matrix(page.place, preview).join(',')})`;
  return (
    <div class={page.glide ? 'paper paper-glide' : 'paper'} style={{ ...size, transform }}>
      {picture ? <img src={picture.url} alt={t.common.page(page.index + 1)} draggable={false} style={size} /> : <p class="paper-wait">{page.failed ? t.problems.unreachable : t.common.loading}</p>}
      <svg viewBox={`0 0 ${preview.width} ${preview.height}`} style={size} aria-hidden="true">
        <Boxes ctrl={ctrl} />
      </svg>
    </div>
  );
}

function Boxes({ ctrl }: { ctrl: VerifyCtrl }) {
  const air = 5;
  return (
    <>
      {ctrl.items.map((item, index) => {
        const rect = item.page === ctrl.page.index ? ctrl.page.rectOf(item) : null;
        if (!rect) return null;
        const current = index === ctrl.cursor;
        const look = current ? 'box-current' : item.name === ctrl.hovered ? 'box-hovered' : isOpen(item) ? 'box-open' : 'box-quiet';
        return (
          <rect key={item.name} class={`box ${look}`} x={rect.x - air} y={rect.y - air} width={rect.width + 2 * air} height={rect.height + 2 * air} rx={4}
            onClick={() => ctrl.moveTo(index)} onPointerEnter={() => ctrl.hover(item.name)} onPointerLeave={() => ctrl.hover('')} />
        );
      })}
    </>
  );
}

function Tools({ ctrl }: { ctrl: VerifyCtrl }) {
  const { page } = ctrl;
  const at = page.pages.findIndex((one) => one.index === page.index);
  const quality = page.page?.quality;
  const verdict = quality?.verdict ?? 'good';
  const kind = verdict === 'poor' ? 'error' : 'doubt';
  const flaws = quality?.flaws ?? [];
  return (
    <div class="page-tools">
      {page.pages.length > 1 && (
        <>
          <button type="button" aria-label={t.verify.previous_page} disabled={at <= 0} onClick={() => page.step(-1)}>‹</button>
          <span>{t.common.of(at + 1, page.pages.length)}</span>
          <button type="button" aria-label={t.verify.next_page} disabled={at >= page.pages.length - 1} onClick={() => page.step(1)}>›</button>
        </>
      )}
      <button type="button" aria-label={t.verify.zoom_out} onClick={() => page.zoomBy(0.8)}>−</button>
      <button type="button" aria-label={t.verify.zoom_in} onClick={() => page.zoomBy(1.25)}>+</button>
      <button type="button" onClick={() => page.turn()}>{t.verify.turn} <Key name="t" /></button>
      <button type="button" onClick={() => page.toggleFit(ctrl.item)}>{t.verify.fit} <Key name="f" /></button>
      {verdict !== 'good' && flaws.length === 0 && <Chip kind={kind}>{verdict === 'poor' ? t.verify.quality_poor : t.verify.quality_fair}</Chip>}
      {flaws.map((flaw) => <Chip key={flaw} kind={kind} hint={t.flaws[flaw].hint}>{t.flaws[flaw].name}</Chip>)}
    </div>
  );
}

function watchSize(element: HTMLElement | null, tell: (size: { width: number; height: number }) => void) {
  if (!element) return undefined;
  const measure = () => tell({ width: element.clientWidth, height: element.clientHeight });
  measure();
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  return () => observer.disconnect();
}

function onWheel(ctrl: VerifyCtrl, event: WheelEvent) {
  event.preventDefault();
  const frame = (event.currentTarget as HTMLElement).getBoundingClientRect();
  ctrl.page.zoomBy(Math.exp(-event.deltaY * 0.0015), { x: event.clientX - frame.left, y: event.clientY - frame.top }, false);
}

function onDrag(ctrl: VerifyCtrl, down: PointerEvent) {
  if (down.button !== 0) return;
  const move = (event: PointerEvent) => ctrl.page.panBy(event.movementX, event.movementY, false);
  const stop = () => {
    removeEventListener('pointermove', move);
    removeEventListener('pointerup', stop);
    removeEventListener('pointercancel', stop);
  };
  addEventListener('pointermove', move);
  addEventListener('pointerup', stop);
  addEventListener('pointercancel', stop);
}
