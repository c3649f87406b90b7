import type { CohortRow, Correction, CorrectionState, DocumentType } from '../api';
import { moment, said, t } from '../i18n';
import { Alert, Chip, Dialog, fieldTitle, LabelledInput, More, typeTitle } from '../kit/widgets';
import type { CorrectionCtrl, CorrectionsCtrl, ProposalCtrl } from './ctrl';

const chips: Record<CorrectionState, string> = { open: 'open', approved: 'corrected', declined: 'quiet' };

export const StateChip = ({ state }: { state: CorrectionState }) => <Chip kind={chips[state]}>{t.corrections.states[state]}</Chip>;

export function CorrectionsView({ ctrl, types }: { ctrl: CorrectionsCtrl; types: readonly DocumentType[] }) {
  const { columns, states } = t.corrections;
  const { list } = ctrl;
  return (
    <main class="sheet" id="main">
      <header class="sheet-head">
        <h1>{t.corrections.title}</h1>
        <span class="spacer" />
        <select aria-label={columns.state} value={ctrl.state} onChange={(event) => ctrl.filter(event.currentTarget.value as CorrectionState | '')}>
          <option value="">{t.corrections.all}</option>
          {Object.entries(states).map(([state, title]) => <option key={state} value={state}>{title}</option>)}
        </select>
      </header>
      <Alert>{list.problem}</Alert>
      <table class="rows">
        <thead><tr><th>{columns.record}</th><th>{columns.type}</th><th>{columns.field}</th><th>{columns.proposed}</th><th>{columns.decided}</th><th>{columns.state}</th></tr></thead>
        <tbody>
          {list.items.map((row) => (
            <tr key={row.id} class="openable" onClick={() => ctrl.open(row.id)}>
              <td><button type="button" class="link mono" onClick={(event) => { event.stopPropagation(); ctrl.open(row.id); }}>{row.record_number}</button></td>
              <td>{typeTitle(types, row.type)}</td>
              <td>{fieldTitle(types, row.type, row.field)}</td>
              <td>{row.proposed_by}, {moment(row.proposed_at)}</td>
              <td>{row.decided_at ? `${row.decided_by}, ${moment(row.decided_at)}` : '—'}</td>
              <td><StateChip state={row.state} /></td>
            </tr>
          ))}
          {!list.items.length && !list.loading && <tr><td colSpan={6} class="none">{t.common.nothing}</td></tr>}
        </tbody>
      </table>
      <More next={list.next} loading={list.loading} more={() => void list.more()} />
    </main>
  );
}

export function CorrectionView({ ctrl, types }: { ctrl: CorrectionCtrl; types: readonly DocumentType[] }) {
  const { correction } = ctrl;
  return (
    <main class="sheet" id="main">
      <header class="sheet-head">
        <button type="button" class="quiet" onClick={() => ctrl.back()}>← {t.corrections.title}</button>
        <h1>{correction ? `${correction.record_number} · ${fieldTitle(types, correction.type, correction.field)}` : t.common.loading}</h1>
        {correction && <StateChip state={correction.state} />}
      </header>
      <Alert>{ctrl.problem}</Alert>
      {correction && <Opened ctrl={ctrl} correction={correction} />}
    </main>
  );
}

function Opened({ ctrl, correction }: { ctrl: CorrectionCtrl; correction: Correction }) {
  const words = t.corrections;
  return (
    <>
      <section class="block">
        <dl class="field-values">
          <div><dt>{words.before}</dt><dd><s class="field-value">{correction.before || '—'}</s></dd></div>
          <div><dt>{words.after}</dt><dd><span class="field-value">{correction.after}</span></dd></div>
          <div><dt>{words.reason}</dt><dd>{correction.reason}</dd></div>
          <div><dt>{words.columns.proposed}</dt><dd>{correction.proposed_by}, {moment(correction.proposed_at)}</dd></div>
          {correction.decided_at && <div><dt>{words.columns.decided}</dt><dd>{correction.decided_by}, {moment(correction.decided_at)}</dd></div>}
          {correction.decline_reason && <div><dt>{words.decline_reason}</dt><dd>{correction.decline_reason}</dd></div>}
        </dl>
        {correction.findings.map((finding) => <p key={finding.code} class="notice notice-changed">{said(finding.message)}</p>)}
        <p><button type="button" class="link" onClick={() => ctrl.openRecord(correction.record_id)}>{words.see_record}</button></p>
        {correction.state === 'open' && <Decision ctrl={ctrl} />}
      </section>
      {correction.state === 'approved' && <Cohort ctrl={ctrl} cohort={correction.cohort} />}
    </>
  );
}

function Decision({ ctrl }: { ctrl: CorrectionCtrl }) {
  const words = t.corrections;
  if (!ctrl.mayDecide) return <p class="small">{words.second_person}</p>;
  return (
    <form class="accept" onSubmit={(event) => { event.preventDefault(); void ctrl.decline(); }}>
      <LabelledInput label={words.decline_reason} value={ctrl.reason} set={(reason) => ctrl.setReason(reason)} required={false} />
      <button type="submit" disabled={ctrl.sending || !ctrl.reason.trim()}>{words.decline}</button>
      <button type="button" class="primary" disabled={ctrl.sending} onClick={() => void ctrl.approve()}>{words.approve}</button>
    </form>
  );
}

/** The records that may be wrong in the same way. */
function Cohort({ ctrl, cohort }: { ctrl: CorrectionCtrl; cohort: readonly CohortRow[] }) {
  const words = t.corrections;
  const { columns } = t.records;
  return (
    <section class="block">
      <h2>{words.cohort}</h2>
      <p class="small">{words.cohort_text}</p>
      <table class="rows" data-test="cohort">
        <thead><tr><th>{columns.number}</th><th>{columns.committed}</th><th>{columns.by}</th><th>{words.checked}</th></tr></thead>
        <tbody>
          {cohort.map((row) => (
            <tr key={row.record_id}>
              <td><button type="button" class="link mono" onClick={() => ctrl.openRecord(row.record_id)}>{row.record_number}</button></td>
              <td>{moment(row.committed_at)}</td>
              <td>{row.committed_by === 'system' ? t.records.system : row.committed_by}</td>
              <td>{row.checked_at ? `${row.checked_by}, ${moment(row.checked_at)}` : <button type="button" aria-label={`${words.found_right} ${row.record_number}`} disabled={ctrl.sending} onClick={() => void ctrl.foundRight(row.record_id)}>{words.found_right}</button>}</td>
            </tr>
          ))}
          {!cohort.length && <tr><td colSpan={4} class="none">{words.no_cohort}</td></tr>}
        </tbody>
      </table>
    </section>
  );
}

export function ProposalDialog({ ctrl, title }: { ctrl: ProposalCtrl; title: string }) {
  const words = t.corrections;
  return (
    <Dialog title={words.correct(title)} close={ctrl.cancel}>
      <form class="reasons" onSubmit={(event) => { event.preventDefault(); void ctrl.send(); }}>
        <LabelledInput label={words.after} value={ctrl.value} set={(text) => ctrl.set('value', text)} autofocus />
        <LabelledInput label={words.reason} value={ctrl.reason} set={(text) => ctrl.set('reason', text)} />
        {ctrl.broken.map((finding) => <p key={finding.code} class="alert" role="alert">{said(finding.message)}</p>)}
        {ctrl.broken.length > 0 && <LabelledInput label={words.override} value={ctrl.override} set={(text) => ctrl.set('override', text)} />}
        <Alert>{ctrl.problem}</Alert>
        <p class="small">{words.second_person}</p>
        <div class="buttons">
          <button type="button" onClick={ctrl.cancel}>{t.common.cancel}</button>
          <button type="submit" class="primary" disabled={ctrl.sending || !ctrl.value.trim() || !ctrl.reason.trim()}>{words.propose}</button>
        </div>
      </form>
    </Dialog>
  );
}
