import { useEffect } from 'preact/hooks';
import type { DocumentType, Loan, LoanKind, LoanList } from '../api';
import { ArchiveTabs } from '../archive/tabs';
import type { Screen } from '../app/route';
import { moment, t } from '../i18n';
import { combo } from '../kit/keys';
import { Watermark } from '../kit/watermark';
import { Alert, Chip, Dialog, fieldTitle, Key, LabelledInput, More, typeTitle } from '../kit/widgets';
import type { BorrowedCtrl, LoanAct, LoansCtrl } from './ctrl';

const keys: Record<string, LoanAct> = { a: 'approve', d: 'decline', b: 'take_back', r: 'renew', g: 'return', w: 'withdraw' };
const keyOf = Object.fromEntries(Object.entries(keys).map(([key, act]) => [act, key])) as Record<LoanAct, string>;

/** Keys act on the chosen row while nothing is being typed. */
function useKeys(ctrl: LoansCtrl): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, select, textarea');
      if (typing || document.querySelector('dialog[open]')) return;
      const key = combo(event);
      const { chosen } = ctrl;
      if (key === 'ArrowDown') ctrl.move(1);
      else if (key === 'ArrowUp') ctrl.move(-1);
      else if (keys[key] && chosen) void ctrl.act(chosen, keys[key]);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [ctrl]);
}

export function LoansView({ ctrl, types, screens }: { ctrl: LoansCtrl; types: readonly DocumentType[]; screens: readonly Screen[] }) {
  useKeys(ctrl);
  const words = t.loans;
  const lists: LoanList[] = ctrl.lends ? ['waiting', 'out', 'mine', 'all'] : ['mine'];
  return (
    <main class="sheet" id="main" tabIndex={-1}>
      <ArchiveTabs at="loans" screens={screens} />
      <header class="sheet-head">
        <h1>{words.title}</h1>
        <span class="spacer" />
        {lists.length > 1 && (
          <div class="switch" role="group" aria-label={words.which}>
            {lists.map((list) => <button key={list} type="button" aria-pressed={list === ctrl.list} onClick={() => ctrl.show(list)}>{words.lists[list]}</button>)}
          </div>
        )}
      </header>
      <Alert>{ctrl.asking ? '' : ctrl.problem || ctrl.loans.problem}</Alert>
      <Rows ctrl={ctrl} types={types} />
      <More next={ctrl.loans.next} loading={ctrl.loans.loading} more={() => void ctrl.loans.more()} />
      <p class="small">{words.keys} <Key name="ArrowUp" /> <Key name="ArrowDown" />{(ctrl.lends ? (['approve', 'decline', 'take_back', 'renew'] as const) : (['return', 'withdraw'] as const)).map((act) => <span key={act}> · <Key name={keyOf[act]} /> {words.acts[act]}</span>)}</p>
      <Request ctrl={ctrl} />
      {ctrl.asking && <Asking ctrl={ctrl} />}
    </main>
  );
}

function Rows({ ctrl, types }: { ctrl: LoansCtrl; types: readonly DocumentType[] }) {
  const { columns, acts } = t.loans;
  const { items, loading } = ctrl.loans;
  return (
    <table class="rows">
      <thead><tr><th>{columns.number}</th><th>{columns.borrower}</th><th>{columns.records}</th><th>{columns.purpose}</th><th>{columns.when}</th><th>{columns.state}</th><th>{columns.actions}</th></tr></thead>
      <tbody>
        {items.map((loan, row) => (
          <tr key={loan.id} class={row === ctrl.at ? 'chosen' : ''} data-loan={loan.number} aria-selected={row === ctrl.at}>
            <td class="mono">{loan.number}<span class="small step">{t.loans.kinds[loan.kind]}</span></td>
            <td>{loan.borrower}</td>
            <td><Borrowables ctrl={ctrl} loan={loan} types={types} /></td>
            <td class="purpose">{loan.purpose}{loan.decline_reason && <span class="small step">{t.loans.declined_because(loan.decline_reason)}</span>}{loan.return_note && <span class="small step">{loan.return_note}</span>}</td>
            <td><When loan={loan} /></td>
            <td><StateChip loan={loan} /></td>
            <td class="acts">{ctrl.acts(loan).map((act) => <button key={act} type="button" class={act === 'approve' ? 'primary' : ''} disabled={ctrl.busy} aria-label={`${acts[act]} ${loan.number}`} onClick={() => void ctrl.act(loan, act)}>{acts[act]}</button>)}</td>
          </tr>
        ))}
        {!items.length && !loading && <tr><td colSpan={7} class="none">{t.common.nothing}</td></tr>}
      </tbody>
    </table>
  );
}

/** What is lent can be opened from here, by whom it is lent to. */
const Borrowables = ({ ctrl, loan, types }: { ctrl: LoansCtrl; loan: Loan; types: readonly DocumentType[] }) => {
  const isOpen = ctrl.acts(loan).includes('return');
  return (
    <ul class="plain">
      {loan.records.map((record) => (
        <li key={record.record_id}>
          {isOpen ? <button type="button" class="link mono" onClick={() => ctrl.open(loan.id, record.record_id)}>{record.archive_number ?? record.number}</button> : <span class="mono">{record.archive_number ?? record.number}</span>}
          <span class="small"> {typeTitle(types, record.type)}</span>
        </li>
      ))}
    </ul>
  );
};

const When = ({ loan }: { loan: Loan }) => (
  <>
    {loan.until && !loan.returned_at ? <>{t.loans.until(moment(loan.until))}</> : t.loans.days(loan.days)}
    <span class="small step">{loan.returned_at ? t.loans.returned(moment(loan.returned_at)) : moment(loan.requested_at)}</span>
  </>
);

function StateChip({ loan }: { loan: Loan }) {
  const { states } = t.loans;
  if (loan.over) return loan.kind === 'paper' ? <Chip kind="error">{states.overdue}</Chip> : <Chip kind="quiet">{states.ended}</Chip>;
  const kinds: Record<Loan['state'], string> = { requested: 'open', approved: 'corrected', declined: 'rejected', withdrawn: 'quiet', returned: 'quiet' };
  return <Chip kind={kinds[loan.state]}>{states[loan.state]}</Chip>;
}

function Request({ ctrl }: { ctrl: LoansCtrl }) {
  const words = t.loans;
  return (
    <section class="block">
      <h2>{words.request}</h2>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.request(); }}>
        <div class="form-row">
          <LabelledInput label={words.numbers} value={ctrl.records} set={(text) => ctrl.set('records', text)} />
          <label class="labelled"><span>{words.kind}</span>
            <select value={ctrl.kind} onChange={(event) => ctrl.setKind(event.currentTarget.value as LoanKind)}>
              {Object.entries(words.kinds).map(([kind, title]) => <option key={kind} value={kind}>{title}</option>)}
            </select>
          </label>
          <LabelledInput label={words.for_days} value={ctrl.days} set={(text) => ctrl.set('days', text)} inputmode="numeric" />
        </div>
        <div class="accept">
          <LabelledInput label={words.purpose} value={ctrl.purpose} set={(text) => ctrl.set('purpose', text)} />
          <button type="submit" class="primary" disabled={ctrl.busy || !ctrl.records.trim() || !ctrl.purpose.trim()}>{words.ask}</button>
        </div>
        <p class="small">{words.rule}</p>
      </form>
    </section>
  );
}

function Asking({ ctrl }: { ctrl: LoansCtrl }) {
  const { asking } = ctrl;
  if (!asking) return null;
  const words = t.loans;
  const isDecline = asking.act === 'decline';
  return (
    <Dialog title={`${words.acts[asking.act]} · ${asking.loan.number}`} close={() => ctrl.dismiss()}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.answer(); }}>
        <LabelledInput label={isDecline ? words.decline_reason : words.return_note} value={ctrl.said} set={(text) => ctrl.set('said', text)} required={isDecline} autofocus />
        <Alert>{ctrl.problem}</Alert>
        <div class="buttons">
          <button type="button" onClick={() => ctrl.dismiss()}>{t.common.cancel}</button>
          <button type="submit" class="primary" disabled={ctrl.busy || (isDecline && !ctrl.said.trim())}>{words.acts[asking.act]}</button>
        </div>
      </form>
    </Dialog>
  );
}

export function BorrowedView({ ctrl, types }: { ctrl: BorrowedCtrl; types: readonly DocumentType[] }) {
  const { borrowed } = ctrl;
  return (
    <main class="sheet" id="main">
      <header class="sheet-head">
        <button type="button" class="quiet" onClick={() => ctrl.back()}>← {t.loans.title}</button>
        <h1>{borrowed ? `${typeTitle(types, borrowed.record.type)} ${borrowed.record.number}` : ctrl.problem ? t.loans.closed : t.common.loading}</h1>
      </header>
      <Alert>{ctrl.problem}</Alert>
      {borrowed && (
        <>
          <p class="small">{t.loans.lent(borrowed.loan.number, moment(borrowed.loan.until ?? ''))} · {borrowed.loan.purpose}</p>
          <div class="record lent">
            <section class="block">
              <h2>{t.records.fields}</h2>
              <dl class="field-values">
                {borrowed.record.fields.map((field) => (
                  <div key={field.name} data-field={field.name}><dt>{fieldTitle(types, borrowed.record.type, field.name)}</dt><dd><span class="field-value">{field.value || '—'}</span></dd></div>
                ))}
              </dl>
            </section>
            <section class="block images">
              <h2>{t.records.images}</h2>
              {borrowed.record.pages.map(({ index }) => {
                const picture = ctrl.pictures.get(borrowed.record.id, index);
                return (
                  <figure key={index}>
                    {picture ? <img src={picture.url} alt={t.common.page(index + 1)} width={picture.width} height={picture.height} /> : <p class="paper-wait">{ctrl.pictures.failed(borrowed.record.id, index) ? t.problems.not_found : t.common.loading}</p>}
                    <figcaption>{t.common.page(index + 1)}</figcaption>
                  </figure>
                );
              })}
            </section>
            <Watermark text={borrowed.watermark} />
          </div>
        </>
      )}
    </main>
  );
}
