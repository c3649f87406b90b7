import type { DataAnswer, DataRequest, DataRequestRow, DocumentType, FoundItem } from '../api';
import type { ComponentChildren } from 'preact';
import { ArchiveTabs } from '../archive/tabs';
import type { Screen } from '../app/route';
import { count, dateText, day, moment, t, word } from '../i18n';
import { Alert, Chip, Dialog, LabelledInput, More, typeTitle } from '../kit/widgets';
import { dataRights, type RequestCtrl, type RequestsCtrl } from './ctrl';

const chips: Record<DataRequestRow['state'], string> = { received: 'open', identified: 'second_eyes', drafted: 'arbitration', answered: 'confirmed', withdrawn: 'quiet' };
const answers: DataAnswer[] = ['granted', 'partly', 'refused'];

const StateChips = ({ one }: { one: DataRequestRow }) => (
  <>
    <Chip kind={chips[one.state]}>{t.requests.states[one.state]}</Chip>
    {one.overdue && <> <Chip kind="error">{t.requests.overdue}</Chip></>}
  </>
);

/** The day by which it is answered, and the one before it was put off. */
const DueDay = ({ one }: { one: DataRequestRow }) => (
  <>{dateText(one.due_on)}{one.extended_from && <div class="small">{t.requests.extended_from(dateText(one.extended_from))}</div>}</>
);

const rightsText = (one: DataRequestRow): string => one.rights.map((right) => t.requests.rights[right]).join(t.requests.and);

export function RequestsView({ ctrl, screens }: { ctrl: RequestsCtrl; screens: readonly Screen[] }) {
  const words = t.requests;
  return (
    <main class="sheet" id="main" tabIndex={-1}>
      <ArchiveTabs at="requests" screens={screens} />
      <header class="sheet-head">
        <h1>{words.title}</h1>
        {ctrl.overdue > 0 && <Chip kind="error">{words.overdue_count(count(ctrl.overdue))}</Chip>}
        <span class="spacer" />
        <select aria-label={words.which} value={ctrl.list} onChange={(event) => ctrl.choose(event.currentTarget.value as 'open' | 'all')}>
          <option value="open">{words.lists.open}</option>
          <option value="all">{words.lists.all}</option>
        </select>
        <button type="button" class="primary" onClick={() => ctrl.begin()}>{words.register}</button>
      </header>
      {!ctrl.draft && <Alert>{ctrl.problem || ctrl.rows.problem}</Alert>}
      <table class="rows">
        <thead><tr><th>{words.columns.number}</th><th>{words.columns.name}</th><th>{words.columns.rights}</th><th>{words.columns.received}</th><th>{words.columns.due}</th><th>{words.columns.state}</th></tr></thead>
        <tbody>
          {ctrl.rows.items.map((one) => (
            <tr key={one.id} class="openable" onClick={() => ctrl.open(one.id)}>
              <td><button type="button" class="link mono" onClick={(event) => { event.stopPropagation(); ctrl.open(one.id); }}>{one.number}</button></td>
              <td>{one.name}</td><td>{rightsText(one)}</td><td>{dateText(one.received_on)}</td><td><DueDay one={one} /></td><td><StateChips one={one} /></td>
            </tr>
          ))}
          {!ctrl.rows.items.length && !ctrl.rows.loading && <tr><td colSpan={6} class="none">{t.common.nothing}</td></tr>}
        </tbody>
      </table>
      <More next={ctrl.rows.next} loading={ctrl.rows.loading} more={() => void ctrl.rows.more()} />
      {ctrl.draft && <Register ctrl={ctrl} />}
    </main>
  );
}

function Register({ ctrl }: { ctrl: RequestsCtrl }) {
  const words = t.requests;
  const { draft } = ctrl;
  if (!draft) return null;
  return (
    <Dialog title={words.register} close={() => ctrl.cancel()} wide>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.register(); }}>
        <fieldset class="choices">
          <legend>{words.columns.rights}</legend>
          {dataRights.map((right) => (
            <label key={right} class="choice"><input type="checkbox" checked={draft.rights.has(right)} onChange={() => ctrl.toggle(right)} /> {words.rights[right]}</label>
          ))}
        </fieldset>
        <div class="pairs">
          <LabelledInput label={words.columns.name} value={draft.name} set={(text) => ctrl.set('name', text)} />
          <LabelledInput label={words.id_number} value={draft.id_number} set={(text) => ctrl.set('id_number', text)} />
          <LabelledInput label={words.columns.received} type="date" value={draft.received_on} set={(text) => ctrl.set('received_on', text)} />
          <LabelledInput label={words.contact} value={draft.contact} set={(text) => ctrl.set('contact', text)} required={false} />
        </div>
        <LabelledInput label={words.represented_by} value={draft.represented_by} set={(text) => ctrl.set('represented_by', text)} required={false} />
        <LabelledInput label={words.wish} value={draft.wish} set={(text) => ctrl.set('wish', text)} required={false} />
        <Alert>{ctrl.problem}</Alert>
        <p class="buttons">
          <button type="submit" class="primary" disabled={!ctrl.mayRegister}>{words.register}</button>
          <button type="button" onClick={() => ctrl.cancel()}>{t.common.cancel}</button>
        </p>
      </form>
    </Dialog>
  );
}

export function RequestView({ ctrl, types }: { ctrl: RequestCtrl; types: readonly DocumentType[] }) {
  const words = t.requests;
  const { request } = ctrl;
  return (
    <main class="sheet" id="main" tabIndex={-1} aria-busy={ctrl.busy}>
      <header class="sheet-head">
        <button type="button" class="quiet" onClick={() => ctrl.back()}>← {words.title}</button>
        <h1>{request ? request.number : t.common.loading}</h1>
        {request && <StateChips one={request} />}
        {request?.restricted && <Chip kind="doubt">{words.restricted}</Chip>}
      </header>
      {!ctrl.act && <Alert>{ctrl.problem}</Alert>}
      {request && (
        <>
          <About ctrl={ctrl} request={request} />
          <Found ctrl={ctrl} request={request} types={types} />
          <Answer ctrl={ctrl} request={request} />
          <Trail request={request} />
        </>
      )}
      {request && ctrl.act && <Ask ctrl={ctrl} />}
    </main>
  );
}

function About({ ctrl, request }: { ctrl: RequestCtrl; request: DataRequest }) {
  const words = t.requests;
  const facts: [string, ComponentChildren][] = [
    [words.columns.name, request.name], [words.id_number, request.id_number], [words.columns.rights, rightsText(request)],
    [words.columns.received, dateText(request.received_on)], [words.columns.due, <DueDay one={request} />], [words.extension_reason, request.extension_reason], [words.contact, request.contact],
    [words.represented_by, request.represented_by], [words.wish, request.wish], [words.proof, request.proof],
  ];
  return (
    <section class="block">
      <h2>{words.about}</h2>
      <dl class="facts">{facts.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      <p class="buttons">
        {request.state === 'received' && <button type="button" class="primary" onClick={() => ctrl.begin('identify')}>{words.acts.identify}</button>}
        {ctrl.extension && <button type="button" onClick={() => ctrl.begin('extend')}>{words.acts.extend}</button>}
        {request.extended_from && <button type="button" disabled={ctrl.busy} onClick={() => void ctrl.letter('extension/letter')}>{words.extension_letter}</button>}
        {request.customer_id && <a class="button" href={`#/customers/${request.customer_id}`}>{words.to_customer}</a>}
        {ctrl.isOpen && <button type="button" onClick={() => ctrl.begin('withdraw')}>{words.acts.withdraw}</button>}
      </p>
      {request.state === 'received' && <p class="small">{words.identify_first}</p>}
    </section>
  );
}

function Found({ ctrl, request, types }: { ctrl: RequestCtrl; request: DataRequest; types: readonly DocumentType[] }) {
  const words = t.requests;
  const wasSearched = request.steps.some(({ what }) => what === 'searched');
  return (
    <section class="block">
      <div class="block-head">
        <h2>{words.found(request.found.length)}</h2>
        <span class="buttons">
          {ctrl.mayWork && <button type="button" class={wasSearched ? '' : 'primary'} onClick={() => void ctrl.search()}>{wasSearched ? words.search_again : words.search}</button>}
        </span>
      </div>
      <p class="small">{words.found_hint}{request.unread_files > 0 && ` ${words.unread(count(request.unread_files))}`}</p>
      {request.found.length > 0 && (
        <table class="rows">
          <thead><tr><th>{words.his}</th><th>{words.what}</th><th>{words.type}</th><th>{words.since}</th><th>{words.found_by}</th><th>{words.kept}</th><th>{words.act}</th></tr></thead>
          <tbody>{request.found.map((item) => <FoundRow key={item.id} ctrl={ctrl} item={item} types={types} />)}</tbody>
        </table>
      )}
      {ctrl.included.length > 0 && (
        <p class="buttons">
          <button type="button" disabled={!ctrl.mayWork} onClick={() => void ctrl.copy('pdf')}>{words.copy_pdf}</button>
          <button type="button" disabled={!ctrl.mayWork} onClick={() => void ctrl.copy('package')}>{words.copy_package}</button>
          {!request.restricted && <button type="button" disabled={!ctrl.mayWork || !request.customer_id} onClick={() => void ctrl.restrict()}>{words.restrict}</button>}
          <button type="button" disabled={!ctrl.mayWork || !ctrl.erasable.length} onClick={() => void ctrl.erase()}>{words.erase(ctrl.erasable.length)}</button>
        </p>
      )}
      {request.restricted && <p class="buttons"><button type="button" disabled={ctrl.busy} onClick={() => ctrl.begin('lift')}>{words.acts.lift}</button></p>}
      {ctrl.included.length > 0 && <p class="small">{words.copy_hint}</p>}
    </section>
  );
}

function FoundRow({ ctrl, item, types }: { ctrl: RequestCtrl; item: FoundItem; types: readonly DocumentType[] }) {
  const words = t.requests;
  const name = item.archive_number ?? item.number ?? words.document;
  return (
    <tr>
      <td><input type="checkbox" aria-label={`${words.his} ${name}`} checked={item.included} disabled={!ctrl.mayWork} onChange={(event) => void ctrl.include(item, event.currentTarget.checked)} /></td>
      <td>{item.kind === 'record' && item.state === 'filed' ? <a class="link mono" href={`#/records/${item.id}`}>{name}</a> : name} {item.state !== 'filed' && <Chip kind="open">{words.item_states[item.state]}</Chip>}</td>
      <td>{item.type ? typeTitle(types, item.type) : '—'}</td>
      <td>{item.at ? day(item.at) : '—'}</td>
      <td>{item.own ? words.own : item.found_by === 'number' ? words.by_number : <Chip kind="doubt">{words.by_name}</Chip>}</td>
      <td>{item.is_held ? <Chip kind="doubt">{t.disposals.held}</Chip> : item.kind === 'record' ? (item.may_be_listed ? words.may_go : item.kept_through ? words.kept_through(item.kept_through) : words.kept_open) : '—'}</td>
      <td>{item.kind === 'record' && item.included && item.state === 'filed' && <button type="button" class="link" disabled={!ctrl.mayWork} onClick={() => ctrl.beginCorrection(item)}>{words.acts.correct}</button>}</td>
    </tr>
  );
}

function Answer({ ctrl, request }: { ctrl: RequestCtrl; request: DataRequest }) {
  const words = t.requests;
  return (
    <section class="block">
      <h2>{words.answer}</h2>
      {request.answer_text && (
        <>
          <p><strong>{words.answers[request.answer]}</strong></p>
          <p>{request.answer_text}</p>
        </>
      )}
      {request.answer_reason && <p class="small">{request.answer_reason}</p>}
      {request.note && <p class="small">{words.note}: {request.note}</p>}
      <p class="buttons">
        {(request.state === 'identified' || request.state === 'received') && <button type="button" class={request.state === 'identified' ? 'primary' : ''} disabled={ctrl.busy} onClick={() => ctrl.begin('answer')}>{request.state === 'received' ? words.refuse : words.acts.answer}</button>}
        {request.state === 'drafted' && <button type="button" class="primary" disabled={ctrl.busy} onClick={() => void ctrl.release()}>{words.release}</button>}
        {request.state === 'drafted' && <button type="button" disabled={ctrl.busy} onClick={() => ctrl.begin('return')}>{words.acts.return}</button>}
        {(request.state === 'drafted' || request.state === 'answered') && <button type="button" disabled={ctrl.busy} onClick={() => void ctrl.letter('letter')}>{request.state === 'answered' ? words.letter : words.letter_draft}</button>}
      </p>
      {request.state === 'drafted' && <p class="small">{words.second_person}</p>}
    </section>
  );
}

/** What was done and by whom; of what, where people know it by a number. */
const stepText = ({ what, who, detail }: DataRequest['steps'][number]): string => {
  const of = detail && !/ [0-9a-f]{32}$/.test(detail) ? ` ${word(t.requests.answers, detail, detail)}` : '';
  return `${word(t.requests.steps, what, what)}${of} — ${who}`;
};

const Trail = ({ request }: { request: DataRequest }) => (
  <section class="block">
    <h2>{t.requests.trail}</h2>
    <ol class="history">
      {request.steps.map((step, at) => <li key={at}><time dateTime={step.at}>{moment(step.at)}</time><span>{stepText(step)}</span></li>)}
    </ol>
  </section>
);

function Ask({ ctrl }: { ctrl: RequestCtrl }) {
  const words = t.requests;
  const { act, correction } = ctrl;
  if (!act) return null;
  return (
    <Dialog title={words.acts[act]} close={() => ctrl.cancel()} wide={act === 'answer'}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.send(); }}>
        {act === 'answer' && (
          <label class="labelled">
            <span>{words.answer}</span>
            <select value={ctrl.answer} onChange={(event) => ctrl.choose(event.currentTarget.value as DataAnswer)} disabled={ctrl.request?.state === 'received'}>
              {answers.map((one) => <option key={one} value={one}>{words.answers[one]}</option>)}
            </select>
          </label>
        )}
        {act === 'extend' && ctrl.extension && (
          <>
            <LabelledInput label={words.new_day} type="date" min={ctrl.extension.first} max={ctrl.extension.last} value={ctrl.until} set={(day) => ctrl.set('until', day)} autofocus />
            <p class="small">{words.extension_hint(dateText(ctrl.extension.last))}</p>
          </>
        )}
        {act === 'correct' && correction && (
          <>
            <label class="labelled">
              <span>{words.field}</span>
              <select value={correction.field} onChange={(event) => ctrl.setCorrection('field', event.currentTarget.value)} autofocus>
                {(correction.type?.fields ?? []).map(({ name }) => <option key={name} value={name}>{ctrl.fieldTitle(name)}</option>)}
              </select>
            </label>
            <LabelledInput label={words.value} value={correction.value} set={(text) => ctrl.setCorrection('value', text)} />
            <LabelledInput label={words.reason} value={ctrl.reason} set={(text) => ctrl.set('reason', text)} />
          </>
        )}
        {act === 'answer' ? (
          <>
            <label class="labelled"><span>{words.letter_text}</span><textarea rows={5} required autofocus value={ctrl.text} onInput={(event) => ctrl.set('text', event.currentTarget.value)} /></label>
            {ctrl.answer !== 'granted' && <label class="labelled"><span>{words.refusal}</span><textarea rows={3} required value={ctrl.reason} onInput={(event) => ctrl.set('reason', event.currentTarget.value)} /></label>}
          </>
        ) : act !== 'correct' && <LabelledInput label={words.asks[act]} value={ctrl.text} set={(text) => ctrl.set('text', text)} autofocus={act !== 'extend'} />}
        <Alert>{ctrl.problem}</Alert>
        <p class="buttons">
          <button type="submit" class="primary" disabled={!ctrl.maySend}>{t.common.save}</button>
          <button type="button" onClick={() => ctrl.cancel()}>{t.common.cancel}</button>
        </p>
      </form>
    </Dialog>
  );
}
