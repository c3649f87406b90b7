import type { Customer, CustomerEvent, CustomerRelation, CustomerRow, DocumentType, Due } from '../api';
import { ArchiveTabs } from '../archive/tabs';
import { mayFinish, type Screen } from '../app/route';
import { dateText, moment, t, word } from '../i18n';
import { Alert, Chip, Dialog, fieldTitle, LabelledInput, More, typeTitle } from '../kit/widgets';
import type { CustomerCtrl, CustomersCtrl } from './ctrl';

export function CustomersView({ ctrl, screens }: { ctrl: CustomersCtrl; screens: readonly Screen[] }) {
  const words = t.customers;
  const rows = ctrl.found ?? ctrl.list.items;
  return (
    <main class="sheet" id="main">
      <ArchiveTabs at="customers" screens={screens} />
      <header class="sheet-head">
        <h1>{words.title}</h1>
        <span class="spacer" />
        <form class="find" role="search" onSubmit={(event) => { event.preventDefault(); void ctrl.find(); }}>
          <input type="search" aria-label={words.find} placeholder={words.find} value={ctrl.number} autocomplete="off" spellcheck={false} onInput={(event) => ctrl.set(event.currentTarget.value)} />
          <button type="submit" disabled={!ctrl.number.trim()}>{words.search}</button>
        </form>
      </header>
      <Alert>{ctrl.problem || ctrl.list.problem}</Alert>
      <table class="rows">
        <thead><tr><th>{words.columns.name}</th><th>{words.columns.kind}</th><th>{words.columns.records}</th><th>{words.columns.newest}</th></tr></thead>
        <tbody>
          {rows.map((row) => <Row key={row.id} row={row} open={() => ctrl.open(row.id)} />)}
          {!rows.length && !ctrl.list.loading && <tr><td colSpan={4} class="none">{ctrl.found ? words.nobody : t.common.nothing}</td></tr>}
        </tbody>
      </table>
      {!ctrl.found && <More next={ctrl.list.next} loading={ctrl.list.loading} more={() => void ctrl.list.more()} />}
    </main>
  );
}

const Row = ({ row, open }: { row: CustomerRow; open: () => void }) => (
  <tr class="openable" onClick={open}>
    <td><button type="button" class="link" onClick={(event) => { event.stopPropagation(); open(); }}>{row.name || t.customers.unnamed}</button></td>
    <td>{t.customers.kinds[row.kind]}</td>
    <td>{row.records}</td>
    <td>{row.newest_at ? moment(row.newest_at) : '—'}</td>
  </tr>
);

export function CustomerView({ ctrl, types }: { ctrl: CustomerCtrl; types: readonly DocumentType[] }) {
  const { customer } = ctrl;
  return (
    <main class="sheet" id="main">
      <header class="sheet-head">
        <button type="button" class="quiet" onClick={() => ctrl.back()}>← {t.customers.title}</button>
        <h1>{customer ? customer.name || t.customers.unnamed : t.common.loading}</h1>
        {customer && <Chip kind="quiet">{t.customers.kinds[customer.kind]}</Chip>}
        {customer?.restricted && <Chip kind="doubt" hint={t.problems.restricted}>{t.requests.restricted}</Chip>}
        {customer && (customer.risk ? <Chip kind={customer.risk === 'high' ? 'error' : 'quiet'}>{ctrl.riskTitle(customer.risk)}</Chip> : <Chip kind="open">{t.customers.unrated}</Chip>)}
      </header>
      <Alert>{ctrl.asked ? '' : ctrl.problem}</Alert>
      {customer && <Opened ctrl={ctrl} customer={customer} types={types} />}
      {ctrl.asked && <Asking ctrl={ctrl} />}
    </main>
  );
}

function Opened({ ctrl, customer, types }: { ctrl: CustomerCtrl; customer: Customer; types: readonly DocumentType[] }) {
  const words = t.customers;
  return (
    <div class="dossier">
      <div>
        <section class="block">
          <h2>{words.about}</h2>
          <dl class="field-values">
            {customer.numbers.map(({ field, value }) => <div key={field + value}><dt>{word(words.numbers, field)}</dt><dd class="mono">{value}</dd></div>)}
            <div>
              <dt>{words.risk}</dt>
              <dd>
                {ctrl.keeping !== 'site' ? ctrl.riskTitle(customer.risk) || words.unrated : <select aria-label={words.risk} value={customer.risk ?? ''} onChange={(event) => { const risk = event.currentTarget.value; event.currentTarget.value = customer.risk ?? ''; if (risk) ctrl.ask({ act: 'rate', risk }); }}>
                  {!customer.risk && <option value="">{words.unrated}</option>}
                  {ctrl.risks.map(({ name, review_months }) => <option key={name} value={name}>{words.risk_option(ctrl.riskTitle(name), review_months)}</option>)}
                </select>}
              </dd>
            </div>
          </dl>
        </section>
        {customer.due.length > 0 && <DueBlock ctrl={ctrl} due={customer.due} types={types} />}
        <section class="block">
          <h2>{words.documents(customer.records)}</h2>
          <table class="rows">
            <tbody>
              {customer.record_list.map((record) => (
                <tr key={record.record_id} class="openable" onClick={() => ctrl.openRecord(record.record_id)}>
                  <td><button type="button" class="link mono" onClick={(event) => { event.stopPropagation(); ctrl.openRecord(record.record_id); }}>{record.archive_number ?? record.number}</button></td>
                  <td>{typeTitle(types, record.type)}</td>
                  <td class="small">{moment(record.committed_at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <section class="block">
          <h2>{words.relations}</h2>
          {customer.relations.length ? <ul class="plain relations">{customer.relations.map((one, n) => <Relation key={n} ctrl={ctrl} relation={one} />)}</ul> : <p class="small">{words.no_relations}</p>}
        </section>
        <Doubles ctrl={ctrl} customer={customer} />
      </div>
      <section class="block">
        <h2>{words.timeline}</h2>
        <ol class="timeline">{customer.timeline.map((event, n) => <Event key={n} ctrl={ctrl} event={event} types={types} />)}</ol>
      </section>
    </div>
  );
}

const DueBlock = ({ ctrl, due, types }: { ctrl: CustomerCtrl; due: Due[]; types: readonly DocumentType[] }) => (
  <section class="block">
    <h2>{t.due.title}</h2>
    <ul class="plain relations">
      {due.map((one) => (
        <li key={one.id}>
          <span>{one.kind === 'review' ? t.due.kinds.review : `${typeTitle(types, one.type ?? '')}: ${fieldTitle(types, one.type ?? '', one.field ?? '')}`}</span>
          <span class="small">{dateText(one.due_on)}</span>
          {mayFinish(ctrl.keeping, one.kind) && <button type="button" class="link" onClick={() => ctrl.ask({ act: 'finish', due: one.id })}>{t.due.finish}</button>}
        </li>
      ))}
    </ul>
  </section>
);

const Relation = ({ ctrl, relation }: { ctrl: CustomerCtrl; relation: CustomerRelation }) => {
  const { is, of } = t.customers.relation;
  const other = relation.customer_id;
  return (
    <li>
      <span class="small">{word(relation.named_here ? is : of, relation.relation)}</span>
      {other ? <button type="button" class="link" onClick={() => ctrl.openCustomer(other)}>{relation.name || t.customers.unnamed}</button> : <span>{relation.name}</span>}
      <button type="button" class="link small mono" onClick={() => ctrl.openRecord(relation.record_id)}>{relation.record_number}</button>
    </li>
  );
};

/** Who may be the same, and who was found to be. */
function Doubles({ ctrl, customer }: { ctrl: CustomerCtrl; customer: Customer }) {
  const words = t.customers;
  if (!customer.alike.length && !customer.merges.length) return null;
  return (
    <section class="block">
      <h2>{words.doubles}</h2>
      <ul class="plain relations">
        {customer.alike.map((other) => (
          <li key={other.id}>
            <button type="button" class="link" onClick={() => ctrl.openCustomer(other.id)}>{other.name || words.unnamed}</button>
            <span class="small">{words.records(other.records)}</span>
            {ctrl.keeping === 'site' && <button type="button" onClick={() => ctrl.ask({ act: 'merge', other })}>{words.merge}</button>}
          </li>
        ))}
        {customer.merges.map((merge) => (
          <li key={merge.id}>
            <span>{merge.name || words.unnamed}</span>
            <span class="small">{words.merged(merge.merged_by, moment(merge.merged_at))}{merge.ended_at && ` ${words.merge_ended(merge.ended_by ?? '', moment(merge.ended_at))}`}</span>
            {!merge.ended_at && <button type="button" onClick={() => ctrl.ask({ act: 'end_merge', merge: merge.id, name: merge.name })}>{words.undo}</button>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Event({ ctrl, event, types }: { ctrl: CustomerCtrl; event: CustomerEvent; types: readonly DocumentType[] }) {
  const field = event.field && event.type ? fieldTitle(types, event.type, event.field) : event.field;
  const rated = event.what === 'customer_rated';
  const value = (text: string | null) => (rated ? ctrl.riskTitle(text) || t.customers.unrated : text || '—');
  const record = event.record_id;
  return (
    <li>
      <time dateTime={event.at}>{moment(event.at)}</time>
      <p>
        <strong>{word(t.actions, event.what)}</strong> <span class="small">{event.who === 'system' ? t.records.system : event.who}</span>
        {record && <> · {event.type && typeTitle(types, event.type)} <button type="button" class="link mono" onClick={() => ctrl.openRecord(record)}>{event.record_number}</button></>}
        {(event.before !== null || event.after !== null) && <span class="step">{field && `${field}: `}<s>{value(event.before)}</s> → {value(event.after)}</span>}
        {event.reason && <span class="step small">{event.reason}</span>}
      </p>
    </li>
  );
}

function Asking({ ctrl }: { ctrl: CustomerCtrl }) {
  const { asked } = ctrl;
  if (!asked) return null;
  const words = t.customers.ask;
  const texts = {
    merge: () => words.merge(asked.act === 'merge' ? asked.other.name : ''),
    end_merge: () => words.end_merge(asked.act === 'end_merge' ? asked.name : ''),
    rate: () => words.rate(asked.act === 'rate' ? ctrl.riskTitle(asked.risk) : ''),
    finish: () => words.finish,
  };
  return (
    <Dialog title={texts[asked.act]()} close={() => ctrl.ask(null)}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.answer(); }}>
        <LabelledInput label={asked.act === 'finish' ? t.due.note : words.reason} value={ctrl.reason} set={(reason) => ctrl.setReason(reason)} autofocus />
        <Alert>{ctrl.problem}</Alert>
        <div class="buttons">
          <button type="button" onClick={() => ctrl.ask(null)}>{t.common.cancel}</button>
          <button type="submit" class="primary" disabled={ctrl.busy || !ctrl.reason.trim()}>{t.common.save}</button>
        </div>
      </form>
    </Dialog>
  );
}
