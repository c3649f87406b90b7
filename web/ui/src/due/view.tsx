import type { DocumentType, Due, DueKind } from '../api';
import { ArchiveTabs } from '../archive/tabs';
import { mayFinish, type Screen } from '../app/route';
import { dateText, siteDay, t } from '../i18n';
import { Alert, Chip, Dialog, fieldTitle, LabelledInput, More, typeTitle } from '../kit/widgets';
import { daysBetween, horizons, type DueCtrl } from './ctrl';

export function DueView({ ctrl, types, screens, now }: { ctrl: DueCtrl; types: readonly DocumentType[]; screens: readonly Screen[]; now: number }) {
  const words = t.due;
  const { list } = ctrl;
  return (
    <main class="sheet" id="main">
      <ArchiveTabs at="due" screens={screens} />
      <header class="sheet-head">
        <h1>{words.title}</h1>
        <span class="spacer" />
        <select aria-label={words.columns.what} value={ctrl.kind} onChange={(event) => ctrl.filter(event.currentTarget.value as DueKind | '', ctrl.days)}>
          <option value="">{words.all}</option>
          {Object.entries(words.kinds).map(([kind, title]) => <option key={kind} value={kind}>{title}</option>)}
        </select>
        <select aria-label={words.horizon} value={ctrl.days} onChange={(event) => ctrl.filter(ctrl.kind, event.currentTarget.value)}>
          {horizons.map((days) => <option key={days} value={days}>{words.within(Number(days))}</option>)}
        </select>
      </header>
      <Alert>{ctrl.finishing ? '' : list.problem}</Alert>
      <table class="rows">
        <thead><tr><th>{words.columns.day}</th><th>{words.columns.left}</th><th>{words.columns.customer}</th><th>{words.columns.what}</th><th>{words.columns.record}</th><th>{words.columns.actions}</th></tr></thead>
        <tbody>
          {list.items.map((one) => <Row key={one.id} ctrl={ctrl} due={one} types={types} now={now} />)}
          {!list.items.length && !list.loading && <tr><td colSpan={6} class="none">{t.common.nothing}</td></tr>}
        </tbody>
      </table>
      <More next={list.next} loading={list.loading} more={() => void list.more()} />
      {ctrl.finishing && <Finishing ctrl={ctrl} due={ctrl.finishing} />}
    </main>
  );
}

function Row({ ctrl, due, types, now }: { ctrl: DueCtrl; due: Due; types: readonly DocumentType[]; now: number }) {
  const left = daysBetween(siteDay(now), due.due_on);
  const record = due.record_id;
  return (
    <tr>
      <td>{dateText(due.due_on)}</td>
      <td><Chip kind={left < 0 ? 'error' : left <= 30 ? 'open' : 'quiet'}>{left < 0 ? t.due.past(-left) : t.due.left(left)}</Chip></td>
      <td><button type="button" class="link" onClick={() => ctrl.openCustomer(due.customer_id)}>{due.customer_name || t.customers.unnamed}</button></td>
      <td>{due.kind === 'review' ? t.due.kinds.review : <>{typeTitle(types, due.type ?? '')} <span class="small">{fieldTitle(types, due.type ?? '', due.field ?? '')}</span></>}</td>
      <td>{record ? <button type="button" class="link mono" onClick={() => ctrl.openRecord(record)}>{due.record_number}</button> : '—'}</td>
      <td>{mayFinish(ctrl.keeping, due.kind) && <button type="button" class="link" onClick={() => ctrl.finish(due)}>{t.due.finish}</button>}</td>
    </tr>
  );
}

const Finishing = ({ ctrl, due }: { ctrl: DueCtrl; due: Due }) => (
  <Dialog title={`${t.due.finish} ${due.customer_name}`} close={() => ctrl.finish(null)}>
    <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.save(); }}>
      <LabelledInput label={t.due.note} value={ctrl.note} set={(note) => ctrl.setNote(note)} autofocus />
      <Alert>{ctrl.problem}</Alert>
      <div class="buttons">
        <button type="button" onClick={() => ctrl.finish(null)}>{t.common.cancel}</button>
        <button type="submit" class="primary" disabled={ctrl.busy || !ctrl.note.trim()}>{t.common.save}</button>
      </div>
    </form>
  </Dialog>
);
