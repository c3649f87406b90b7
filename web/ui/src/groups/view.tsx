// The list of fields of which values wait, and the values of one side by side.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { DocumentType, GroupValue } from '../api';
import { said, t } from '../i18n';
import { combo } from '../kit/keys';
import { Alert, fieldTitle, Key, typeTitle } from '../kit/widgets';
import { CropOf } from '../verify/crop';
import { isEmptyBox, onPreview } from '../verify/geometry';
import type { GroupCtrl, GroupsCtrl } from './ctrl';

type Types = readonly DocumentType[];

/** Keys count wherever the focus is, but for buttons, which need Enter and Space themselves. */
function useKeys(ctrl: { key: (key: string) => boolean }) {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const key = combo(event);
      if (document.querySelector('dialog[open]') || target.matches('input, select, textarea')) return;
      if ((key === 'Enter' || key === ' ') && target.closest('a, button:not(.cell)')) return;
      if (event.repeat && key === 'Enter') return event.preventDefault();
      if (ctrl.key(key)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [ctrl]);
}

export function GroupsView({ ctrl, types }: { ctrl: GroupsCtrl; types: Types }) {
  useKeys(ctrl);
  return (
    <main class="sheet" id="main">
      <header class="sheet-head"><h1>{t.groups.title}</h1></header>
      <p>{t.groups.text}</p>
      <Alert>{ctrl.problem}</Alert>
      {!ctrl.groups.length && !ctrl.loading ? <div class="empty"><p>{t.groups.empty}</p></div> : (
        <table class="rows" aria-label={t.groups.list}>
          <thead><tr><th>{t.groups.columns.field}</th><th>{t.groups.columns.type}</th><th class="number">{t.groups.columns.values}</th></tr></thead>
          <tbody>
            {ctrl.groups.map((group, index) => <Row key={`${group.type} ${group.field}`} ctrl={ctrl} index={index} types={types} />)}
          </tbody>
        </table>
      )}
      <p class="small">{t.groups.list_keys}</p>
    </main>
  );
}

function Row({ ctrl, index, types }: { ctrl: GroupsCtrl; index: number; types: Types }) {
  const element = useRef<HTMLTableRowElement>(null);
  const group = ctrl.groups[index];
  const chosen = index === ctrl.chosen;
  useLayoutEffect(() => {
    if (chosen) element.current?.focus();
  }, [chosen]);
  if (!group) return null;
  return (
    <tr ref={element} class={chosen ? 'chosen openable' : 'openable'} tabIndex={chosen ? 0 : -1} onClick={() => ctrl.open(index)}>
      <td>{fieldTitle(types, group.type, group.field)}</td>
      <td>{typeTitle(types, group.type)}</td>
      <td class="number">{group.values}</td>
    </tr>
  );
}

export function GroupView({ ctrl, types }: { ctrl: GroupCtrl; types: Types }) {
  useKeys(ctrl);
  const grid = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (grid.current) ctrl.columns = getComputedStyle(grid.current).gridTemplateColumns.split(' ').length;
  });
  const { type, field, glyph } = ctrl.theme;
  const title = field ? `${fieldTitle(types, type, field)} · ${typeTitle(types, type)}` : t.groups.everywhere;
  return (
    <main class="sheet group" id="main">
      <header class="sheet-head">
        <h1>{title}</h1>
        {glyph && <span class="glyph glyph-asked">{glyph}</span>}
        <span class="spacer" />
        <button type="button" class="primary" disabled={ctrl.sending || !ctrl.values.length} onClick={() => void ctrl.accept()}>
          {ctrl.sending ? t.common.working : t.groups.accept(ctrl.accepted.length, ctrl.wrong.size)} <Key name="Enter" />
        </button>
        <button type="button" class="quiet" onClick={() => ctrl.leave()}>{t.common.back} <Key name="q" /></button>
      </header>
      <div aria-live="polite">
        <Alert>{ctrl.problem}</Alert>
        {ctrl.refused.length > 0 && (
          <div class="notice notice-changed" data-test="refused">
            <strong>{t.groups.refused(ctrl.refused.length)}</strong>
            <ul>{ctrl.refused.map(({ value, because }) => <li key={value.discrepancy_id}>{value.value}: {because}</li>)}</ul>
          </div>
        )}
      </div>
      {!glyph && ctrl.glyphs.length > 0 && (
        <div class="glyphs" role="group" aria-label={t.groups.glyphs}>
          <span class="small">{t.groups.glyphs}</span>
          {ctrl.glyphs.slice(0, 24).map(({ glyph: one, times }) => <button key={one} type="button" class="glyph" onClick={() => ctrl.showGlyph(one)}>{one} <small>{times}</small></button>)}
        </div>
      )}
      {ctrl.loading ? <p aria-busy="true">{t.common.loading}</p> : ctrl.values.length ? (
        <div ref={grid} class="cells" role="group" aria-label={t.groups.values}>
          {ctrl.values.map((value, index) => <Cell key={value.discrepancy_id} ctrl={ctrl} value={value} index={index} types={types} />)}
        </div>
      ) : <div class="empty"><p>{t.groups.done}</p></div>}
      <p class="hints">
        <Hint names={[' ']} text={t.groups.hints.mark} />
        <Hint names={['Enter']} text={t.groups.hints.accept} />
        <Hint names={['g']} text={t.groups.hints.glyph} />
        <Hint names={['o']} text={t.groups.hints.open} />
        <Hint names={['q']} text={t.groups.hints.back} />
      </p>
    </main>
  );
}

const Hint = ({ names, text }: { names: string[]; text: string }) => <span class="hint">{names.map((name) => <Key key={name} name={name} />)} {text}</span>;

function Cell({ ctrl, value, index, types }: { ctrl: GroupCtrl; value: GroupValue; index: number; types: Types }) {
  const element = useRef<HTMLButtonElement>(null);
  const current = index === ctrl.cursor;
  const wrong = ctrl.wrong.has(value.discrepancy_id);
  const { preview } = value.page;
  const rect = preview && !isEmptyBox(value.box) ? onPreview(value.box, preview.from_scan) : null;
  useLayoutEffect(() => {
    if (current) element.current?.focus({ preventScroll: false });
  }, [current, ctrl.loading]);
  return (
    <button ref={element} type="button" class={`cell ${wrong ? 'cell-wrong' : ''}`} aria-pressed={wrong} tabIndex={current ? 0 : -1} data-discrepancy={value.discrepancy_id}
      aria-label={`${value.value}${wrong ? `, ${t.groups.wrong}` : ''}`} onClick={() => ctrl.toggle(index)}>
      <CropOf name={value.discrepancy_id} picture={ctrl.pictures.get(value.document_id, value.page.index)} rect={rect} label="" />
      <span class="cell-value">{[...value.value].map((one, at) => (value.glyphs.includes(one) ? <mark key={at}>{one}</mark> : one))}</span>
      {!ctrl.theme.field && <span class="small">{fieldTitle(types, value.type, value.field)}</span>}
      {value.findings.map((finding) => <span key={finding.code} class={`finding finding-${finding.severity}`}>{said(finding.message)}</span>)}
      {wrong && <span class="cell-mark" aria-hidden="true">✕</span>}
    </button>
  );
}
