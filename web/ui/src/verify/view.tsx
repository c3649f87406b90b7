// The verify screen: the page on the left, the field in question and all fields on the right.
import { useLayoutEffect } from 'preact/hooks';
import type { DocumentType } from '../api';
import { Checks } from '../checks/view';
import { moment, t } from '../i18n';
import { combo } from '../kit/keys';
import { Chip, fieldTitle, Key, typeTitle } from '../kit/widgets';
import { Card } from './card';
import type { VerifyCtrl } from './ctrl';
import { Dialogs } from './dialogs';
import { FieldList } from './field_list';
import { actFor } from './keymap';
import { wasDoubted } from './model';
import { PageView } from './page_view';
import type { Notice } from './state';

export function VerifyView({ ctrl, types }: { ctrl: VerifyCtrl; types: readonly DocumentType[] }) {
  useKeys(ctrl);
  if (ctrl.phase === 'loading') return <main class="centre" id="main" aria-busy="true">{t.common.loading}</main>;
  if (ctrl.phase === 'rereading') return <Rereading ctrl={ctrl} />;
  if (ctrl.phase === 'finished') return <Finished ctrl={ctrl} />;
  if (!ctrl.document) return <main class="centre" id="main"><h1 class="hidden">{t.verify.title}</h1><NoticeBox ctrl={ctrl} /><ToQueue ctrl={ctrl} /></main>;
  return (
    <main class="verify" id="main" data-document={ctrl.document.id} data-phase={ctrl.phase} data-unsent={ctrl.outbox.entries.length}>
      <h1 class="hidden">{t.verify.title}</h1>
      <PageView ctrl={ctrl} />
      <section class="panel" aria-label={t.verify.fields}>
        <Head ctrl={ctrl} types={types} />
        <NoticeBox ctrl={ctrl} />
        <SupplementNote ctrl={ctrl} />
        <SameSheets ctrl={ctrl} />
        <Card ctrl={ctrl} />
        <FieldList ctrl={ctrl} />
        <Outside ctrl={ctrl} types={types} />
        <Foot ctrl={ctrl} />
      </section>
      <Dialogs ctrl={ctrl} types={types} />
    </main>
  );
}

/** Keys count wherever the focus is, except where a control needs them itself. */
function useKeys(ctrl: VerifyCtrl) {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (ctrl.asking || ctrl.phase !== 'working' || document.querySelector('dialog[open]')) return;
      if (ctrl.lease.warned) return event.preventDefault();
      const key = combo(event);
      // A key held down settles one field, not all of them.
      if (event.repeat && key === 'Enter') return event.preventDefault();
      const target = event.target as HTMLElement;
      const typing = target.matches('input, textarea, select');
      if (target.matches('select') || (typing && !target.closest('.card'))) return;
      if ((key === 'Enter' || key === ' ') && target.closest('button, a, [role="option"]')) return;
      if (target.matches('textarea') && key.startsWith('Arrow')) return;
      const act = key ? actFor(key, typing ? 'typing' : 'judging') : null;
      if (!act) return;
      event.preventDefault();
      // The dialog for characters takes the focus, and with it the caret.
      if (act === 'glyph' && target instanceof HTMLInputElement) ctrl.selection = [target.selectionStart ?? 0, target.selectionEnd ?? 0];
      if (act === 'glyph' && target instanceof HTMLTextAreaElement) ctrl.selection = [target.selectionStart, target.selectionEnd];
      ctrl.act(act, key);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [ctrl]);
}

function Head({ ctrl, types }: { ctrl: VerifyCtrl; types: readonly DocumentType[] }) {
  const document = ctrl.document;
  if (!document) return null;
  const doubted = ctrl.items.filter(wasDoubted).length;
  const settled = doubted - ctrl.openCount;
  const { original, type, type_confidence } = document;
  return (
    <header class="panel-head">
      <div class="panel-title">
        <h2>{typeTitle(types, type)}</h2>
        {type_confidence < 0.8 && <Chip kind="doubt">{t.verify.type_doubt(Math.round(type_confidence * 100))}</Chip>}
        <span class="spacer" />
        <span class="progress-text">{t.verify.progress(settled, doubted)}</span>
      </div>
      <div class="progress" role="progressbar" aria-label={t.verify.doubts_left(ctrl.openCount)} aria-valuemin={0} aria-valuemax={doubted} aria-valuenow={settled}>
        {ctrl.items.filter(wasDoubted).map((item) => <i key={item.name} class={`tick tick-${item.state}`} />)}
      </div>
      <p class="source">
        <span title={original.source_name}>{original.source_name}</span>
        <span>{original.station}</span>
        <time dateTime={original.received_at}>{moment(original.received_at)}</time>
      </p>
    </header>
  );
}

function NoticeBox({ ctrl }: { ctrl: VerifyCtrl }) {
  const waiting = ctrl.outbox.offline && <p class="notice notice-problem" role="status">{t.verify.offline} {t.verify.unsent(ctrl.outbox.entries.length)}</p>;
  return <div aria-live="polite">{waiting}{ctrl.notice && <OneNotice notice={ctrl.notice} />}</div>;
}

/** A hint, no doubt: the sheet may have been scanned twice. */
const SameSheets = ({ ctrl }: { ctrl: VerifyCtrl }) => (
  <>
    {ctrl.document?.same_sheets.map((sheet) => (
      <p key={sheet.page} class="notice notice-note" data-test="same-sheet">
        {t.verify.same_sheet(sheet.page + 1, sheet.source_name, sheet.document_page + 1)}{' '}
        {sheet.batch_id && <button type="button" class="link" onClick={() => ctrl.act('same_sheet')}>{t.verify.same_sheet_batch(sheet.batch_name ?? '')} <Key name="b" /></button>}
      </p>
    ))}
  </>
);

/** Why nothing of it is accepted by itself. */
const SupplementNote = ({ ctrl }: { ctrl: VerifyCtrl }) =>
  ctrl.document?.supplements ? <p class="notice notice-note" data-test="supplement">{t.verify.supplement}</p> : null;

/** What services outside say of it. */
const Outside = ({ ctrl, types }: { ctrl: VerifyCtrl; types: readonly DocumentType[] }) => {
  const { document } = ctrl;
  if (!document) return null;
  const titleOf = (field: string) => fieldTitle(types, document.type, field);
  return <Checks ctrl={ctrl.checks} checks={document.external_checks} titleOf={titleOf} closed={!ctrl.writable} />;
};

function OneNotice({ notice }: { notice: Notice }) {
  if (notice.kind !== 'changed') return <p class={`notice notice-${notice.kind}`}>{notice.text}</p>;
  return (
    <div class="notice notice-changed" data-test="changed">
      <strong>{t.verify.changed_title}</strong>
      <p>{t.verify.changed_text}</p>
      <ul>
        {notice.changes.length === 0 && <li>{t.verify.changed_nothing}</li>}
        {notice.changes.map((change) => (
          <li key={change.title}>
            {change.kind === 'value'
              ? t.verify.changed_field(change.title, change.before, change.after)
              : change.by
                ? t.verify.changed_state(change.title, t.verify.states[change.state], change.by)
                : t.verify.changed_open(change.title)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Foot({ ctrl }: { ctrl: VerifyCtrl }) {
  const busy = !ctrl.writable;
  return (
    <footer class="panel-foot">
      <button type="button" class="quiet" disabled={busy} onClick={() => ctrl.undo()}>{t.verify.undo} <Key name="z" /></button>
      <button type="button" class="quiet" disabled={busy} onClick={() => void ctrl.skip()}>{t.verify.skip} <Key name="n" /></button>
      <button type="button" class="quiet" disabled={busy} onClick={() => ctrl.act('arrange')}>{t.verify.arrange} <Key name="a" /></button>
      <button type="button" class="quiet" disabled={busy} onClick={() => ctrl.act('rescan')}>{t.verify.rescan} <Key name="s" /></button>
      <button type="button" class="quiet" disabled={busy} onClick={() => ctrl.act('reject')}>{t.verify.reject} <Key name="r" /></button>
      <span class="spacer" />
      <button type="button" class="quiet" onClick={() => ctrl.act('help')}>{t.verify.keys_button} <Key name="?" /></button>
      {ctrl.phase === 'stopped' && <ToQueue ctrl={ctrl} />}
    </footer>
  );
}

const ToQueue = ({ ctrl }: { ctrl: VerifyCtrl }) => (
  <button type="button" class="primary" ref={(button) => button?.focus()} onClick={() => ctrl.act('leave')}>{t.verify.to_queue}</button>
);

const Rereading = ({ ctrl }: { ctrl: VerifyCtrl }) => (
  <main class="centre" id="main" aria-busy="true" data-phase="rereading">
    <h1>{t.verify.rereading}</h1>
    <p>{t.verify.rereading_text}</p>
    <button type="button" class="quiet" ref={(button) => button?.focus()} onClick={() => void ctrl.goOn()}>{t.verify.go_on} <Key name="Enter" /></button>
  </main>
);

const Finished = ({ ctrl }: { ctrl: VerifyCtrl }) => (
  <main class="centre" id="main">
    <svg class="done-mark" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="21" /><path d="m15 25 6 6 12-13" /></svg>
    <h1>{t.verify.finished}</h1>
    <p>{t.verify.finished_text}</p>
    <ToQueue ctrl={ctrl} />
  </main>
);
