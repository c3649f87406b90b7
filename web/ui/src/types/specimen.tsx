// The specimen: its picture with every line that the reader found, to be picked, what the draft reads on
// it, and a zone while one is drawn. Lines are buttons: arrows go from one to the next.
import { useRef } from 'preact/hooks';
import type { TrialLine } from '../api';
import { said, t } from '../i18n';
import { Watermark } from '../kit/watermark';
import { Key } from '../kit/widgets';
import { onPreview, isEmptyBox, type Rect, type Size } from '../verify/geometry';
import type { DesignerCtrl } from './ctrl';
import { roleOf, zoneOf } from './model';

const part = (value: number, of: number) => `${((value / of) * 100).toFixed(3)}%`;
const place = ({ x, y, width, height }: Rect, size: Size) => ({ left: part(x, size.width), top: part(y, size.height), width: part(width, size.width), height: part(height, size.height) });
const zonePlace = ([x = 0, y = 0, width = 0, height = 0]: readonly number[]) => place({ x, y, width, height }, { width: 1000, height: 1000 });

export function SpecimenPane({ ctrl }: { ctrl: DesignerCtrl }) {
  const specimens = ctrl.draft?.specimens ?? [];
  return (
    <section class="specimen" aria-label={t.types.specimen}>
      <div class="specimen-tabs">
        {specimens.map(({ position, source_name }) => (
          <button key={position} type="button" class="specimen-tab clip" aria-pressed={position === ctrl.at} onClick={() => void ctrl.show(position)}>{source_name}</button>
        ))}
        <label class="file-button">{ctrl.adding ? t.common.working : t.types.add_specimen}
          <input type="file" multiple accept=".jpg,.jpeg,.png,.tif,.tiff,.pdf,.webp,.jp2" onChange={(event) => { void ctrl.put([...(event.currentTarget.files ?? [])]); event.currentTarget.value = ''; }} />
        </label>
        <span class="spacer" />
        <span class="small" role="status">{ctrl.reading ? t.types.reading : ctrl.trial && !ctrl.trial.is_type ? t.types.not_a_type : ''}</span>
      </div>
      {specimens.length ? <Paper ctrl={ctrl} /> : <Empty ctrl={ctrl} />}
    </section>
  );
}

function Empty({ ctrl }: { ctrl: DesignerCtrl }) {
  const drop = (event: DragEvent) => { event.preventDefault(); void ctrl.put([...(event.dataTransfer?.files ?? [])]); };
  return (
    <div class="specimen-empty">
      <div class="drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <p class="drop-title">{t.types.empty}</p>
        <p class="small">{t.types.empty_hint}</p>
      </div>
    </div>
  );
}

function Paper({ ctrl }: { ctrl: DesignerCtrl }) {
  const { picture, trial } = ctrl;
  const page = trial?.pages[ctrl.page];
  const lines = (trial?.lines ?? []).filter((line) => line.page === (page?.index ?? -1));
  return (
    <>
      <div class="specimen-frame">
        {picture && page ? (
          <div class="specimen-paper" style={{ width: `${ctrl.zoom * 100}%`, aspectRatio: `${page.width} / ${page.height}` }}>
            <img src={picture.url} alt={t.common.page(ctrl.page + 1)} draggable={false} />
            <Values ctrl={ctrl} />
            <Watermark />
            {ctrl.drawing ? <Zone ctrl={ctrl} /> : <Lines ctrl={ctrl} lines={lines} size={page} />}
          </div>
        ) : <p class="paper-wait">{t.types.reading}</p>}
      </div>
      <Tools ctrl={ctrl} />
    </>
  );
}

/** What stands tall among the lines is mostly a title. */
const tallest = (lines: readonly TrialLine[]): number => {
  const heights = lines.map(({ box }) => box[3]).sort((a, b) => a - b);
  return (heights[Math.floor(heights.length / 2)] ?? 0) * 1.3;
};

function Lines({ ctrl, lines, size }: { ctrl: DesignerCtrl; lines: readonly TrialLine[]; size: Size }) {
  const list = useRef<HTMLUListElement>(null);
  const tall = tallest(lines);
  const go = (event: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!by || at < 0) return;
    event.preventDefault();
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
  };
  return (
    <ul class="picks" ref={list} onKeyDown={go} aria-label={t.types.lines}>
      {lines.map((line, index) => {
        const [x, y, width, height] = line.box;
        const role = roleOf(ctrl.form, line, ctrl.trial?.pairs ?? []);
        return (
          <li key={index}>
            <button type="button" class={`pick pick-${role}`} style={place({ x: x - 3, y: y - 3, width: width + 6, height: height + 6 }, size)} tabIndex={index === 0 ? 0 : -1} aria-label={`${line.text} — ${t.types.roles[role]}`} title={t.types.roles[role]} onClick={() => ctrl.pick(line, height >= tall)} />
          </li>
        );
      })}
    </ul>
  );
}

/** What the draft's fields found, the open one's most of all; and where its zones lie. */
function Values({ ctrl }: { ctrl: DesignerCtrl }) {
  const page = ctrl.trial?.pages[ctrl.page];
  if (!page) return null;
  return (
    <div aria-hidden="true">
      {ctrl.fields.map((field, index) => (field.zone ? <span key={`zone ${field.name}`} class={index === ctrl.cursor ? 'zone zone-open' : 'zone'} style={zonePlace(field.zone)} /> : null))}
      {(ctrl.read?.fields ?? []).map((field) => {
        if (field.page !== page.index || isEmptyBox(field.box)) return null;
        const index = ctrl.fields.findIndex(({ name }) => name === field.name);
        const form = ctrl.fields[index];
        return <span key={field.name} class={index === ctrl.cursor ? 'found-value found-open' : 'found-value'} style={place(onPreview(field.box, page.from_scan), page)}><em>{form ? said(form.title) : field.name}</em></span>;
      })}
    </div>
  );
}

/** Drawn by the mouse on the page, or moved and sized by the arrows. */
function Zone({ ctrl }: { ctrl: DesignerCtrl }) {
  const surface = useRef<HTMLDivElement>(null);
  const press = (down: PointerEvent) => {
    const bounds = surface.current?.getBoundingClientRect();
    if (!bounds || down.button !== 0 || (down.target as HTMLElement).closest('button')) return;
    down.preventDefault();
    const from = { x: down.clientX - bounds.left, y: down.clientY - bounds.top };
    const move = (event: PointerEvent) => ctrl.shape(zoneOf({ ...from, width: event.clientX - bounds.left - from.x, height: event.clientY - bounds.top - from.y }, bounds));
    const stop = () => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', stop);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', stop);
  };
  const key = (event: KeyboardEvent) => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (by) ctrl.nudge((by[0] ?? 0) * (event.ctrlKey ? 1 : 10), (by[1] ?? 0) * (event.ctrlKey ? 1 : 10), event.shiftKey);
    else if (event.key === 'Enter') ctrl.setZone();
    else if (event.key === 'Escape') ctrl.draw(false);
    else return;
    event.preventDefault();
  };
  return (
    <div class="zone-surface" ref={surface} onPointerDown={press}>
      {ctrl.zone && <button type="button" class="zone-drawn" style={zonePlace(ctrl.zone)} aria-label={t.types.zone_keys} onKeyDown={key} ref={(element) => element?.focus({ preventScroll: true })} />}
    </div>
  );
}

function Tools({ ctrl }: { ctrl: DesignerCtrl }) {
  const words = t.types;
  return (
    <div class="specimen-tools">
      {ctrl.pages > 1 && (
        <>
          <button type="button" aria-label={t.verify.previous_page} disabled={ctrl.page <= 0} onClick={() => void ctrl.show(ctrl.at ?? 0, ctrl.page - 1)}>‹</button>
          <span>{t.common.of(ctrl.page + 1, ctrl.pages)}</span>
          <button type="button" aria-label={t.verify.next_page} disabled={ctrl.page >= ctrl.pages - 1} onClick={() => void ctrl.show(ctrl.at ?? 0, ctrl.page + 1)}>›</button>
        </>
      )}
      <button type="button" aria-label={t.verify.zoom_out} onClick={() => ctrl.zoomBy(0.8)}>−</button>
      <button type="button" aria-label={t.verify.zoom_in} onClick={() => ctrl.zoomBy(1.25)}>+</button>
      {ctrl.drawing ? (
        <>
          <button type="button" class="primary" onClick={() => ctrl.setZone()}>{words.zone_take} <Key name="Enter" /></button>
          <button type="button" onClick={() => ctrl.draw(false)}>{t.common.cancel} <Key name="Escape" /></button>
          <span class="small">{words.zone_hint}</span>
        </>
      ) : (
        <>
          <button type="button" disabled={!ctrl.picture} onClick={() => ctrl.draw(true)}>{ctrl.field ? words.zone_for(said(ctrl.field.title)) : words.zone_new}</button>
          <span class="spacer" />
          <button type="button" class="quiet" onClick={() => void ctrl.drop()}>{words.remove_specimen}</button>
        </>
      )}
    </div>
  );
}
