import type { Disposal, DisposalItem, DisposalSummary, DocumentType, DueRecord, Opinion } from '../api';
import { ArchiveTabs } from '../archive/tabs';
import type { Screen } from '../app/route';
import { day, moment, t } from '../i18n';
import { Alert, Chip, Dialog, LabelledInput, More, typeTitle } from '../kit/widgets';
import { stepsAfter, type DisposalCtrl, type DisposalsCtrl, type RetentionCtrl } from './ctrl';

const chips: Record<DisposalSummary['state'], string> = { proposed: 'open', approved: 'second_eyes', witnessed: 'arbitration', carried_out: 'confirmed', withdrawn: 'quiet' };

const StateChip = ({ state }: { state: DisposalSummary['state'] }) => <Chip kind={chips[state]}>{t.disposals.states[state]}</Chip>;

interface Props { ctrl: DisposalsCtrl; types: readonly DocumentType[]; screens: readonly Screen[] }

export function DisposalsView({ ctrl, types, screens }: Props) {
  const words = t.disposals;
  return (
    <main class="sheet" id="main" tabIndex={-1}>
      <ArchiveTabs at="disposals" screens={screens} />
      <header class="sheet-head"><h1>{words.title}</h1></header>
      <Alert>{ctrl.problem || ctrl.lists.problem}</Alert>
      <Due ctrl={ctrl} types={types} />
      <section class="block">
        <h2>{words.lists}</h2>
        <table class="rows">
          <thead><tr><th>{words.columns.number}</th><th>{words.columns.proposed}</th><th class="number">{words.columns.records}</th><th>{words.columns.state}</th></tr></thead>
          <tbody>
            {ctrl.lists.items.map((list) => (
              <tr key={list.id} class="openable" onClick={() => ctrl.open(list.id)}>
                <td><button type="button" class="link mono" onClick={(event) => { event.stopPropagation(); ctrl.open(list.id); }}>{list.number}</button></td>
                <td>{list.proposed_by}, {moment(list.proposed_at)}</td><td class="number">{list.records}</td><td><StateChip state={list.state} /></td>
              </tr>
            ))}
            {!ctrl.lists.items.length && !ctrl.lists.loading && <tr><td colSpan={4} class="none">{t.common.nothing}</td></tr>}
          </tbody>
        </table>
        <More next={ctrl.lists.next} loading={ctrl.lists.loading} more={() => void ctrl.lists.more()} />
      </section>
    </main>
  );
}

function Due({ ctrl, types }: { ctrl: DisposalsCtrl; types: readonly DocumentType[] }) {
  const words = t.disposals;
  return (
    <section class="block">
      <div class="block-head">
        <h2>{words.due(ctrl.free.length)}</h2>
        {ctrl.free.length > 0 && <span class="buttons"><button type="button" onClick={() => ctrl.judgeAll('destroy')}>{words.all_destroy}</button></span>}
      </div>
      <p class="small">{words.due_hint}</p>
      {ctrl.due.length > 0 && (
        <table class="rows">
          <thead><tr><th>{words.columns.record}</th><th>{words.columns.type}</th><th>{words.columns.committed}</th><th class="number">{words.columns.kept_through}</th><th>{words.columns.opinion}</th></tr></thead>
          <tbody>{ctrl.due.map((record) => <DueRow key={record.record_id} ctrl={ctrl} record={record} types={types} />)}</tbody>
        </table>
      )}
      {ctrl.opinions.size > 0 && (
        <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.propose(); }}>
          <LabelledInput label={words.reason} value={ctrl.reason} set={(text) => ctrl.set('reason', text)} />
          {ctrl.extends && <LabelledInput label={words.until_year} value={ctrl.untilYear} set={(text) => ctrl.set('untilYear', text)} inputmode="numeric" />}
          <p class="buttons"><button type="submit" class="primary" disabled={!ctrl.mayPropose}>{words.propose(ctrl.opinions.size)}</button></p>
        </form>
      )}
    </section>
  );
}

function DueRow({ ctrl, record, types }: { ctrl: DisposalsCtrl; record: DueRecord; types: readonly DocumentType[] }) {
  const words = t.disposals;
  const opinions: Opinion[] = ['destroy', 'extend', 'keep'];
  return (
    <tr>
      <td><a href={`#/records/${record.record_id}`} class="link mono">{record.archive_number ?? record.record_number}</a> {record.is_held && <Chip kind="doubt">{words.held}</Chip>}</td>
      <td>{typeTitle(types, record.type)}</td>
      <td>{day(record.committed_at)}</td>
      <td class="number">{record.kept_through}</td>
      <td>
        {record.is_listed ? <span class="small">{words.listed}</span> : (
          <select aria-label={`${words.columns.opinion} ${record.record_number}`} value={ctrl.opinions.get(record.record_id) ?? ''} onChange={(event) => ctrl.judge(record, event.currentTarget.value as Opinion | '')}>
            <option value="">{words.undecided}</option>
            {opinions.filter((opinion) => ctrl.mayBe(record, opinion)).map((opinion) => <option key={opinion} value={opinion}>{words.opinions[opinion]}</option>)}
          </select>
        )}
      </td>
    </tr>
  );
}

export function DisposalView({ ctrl, types }: { ctrl: DisposalCtrl; types: readonly DocumentType[] }) {
  const words = t.disposals;
  const { list } = ctrl;
  return (
    <main class="sheet" id="main" tabIndex={-1}>
      <header class="sheet-head">
        <button type="button" class="quiet" onClick={() => ctrl.back()}>← {words.title}</button>
        <h1>{list ? list.number : t.common.loading}</h1>
        {list && <StateChip state={list.state} />}
      </header>
      <Alert>{ctrl.problem}</Alert>
      {list && <Opened ctrl={ctrl} list={list} types={types} />}
      {list && ctrl.asking && (
        <Dialog title={words.steps[ctrl.asking]} close={() => ctrl.ask(null)}>
          <p>{words.ask[ctrl.asking](list.items.filter(({ opinion }) => opinion === 'destroy').length)}</p>
          <p class="buttons">
            <button type="button" class="primary" autofocus onClick={() => void ctrl.take()}>{words.steps[ctrl.asking]}</button>
            <button type="button" onClick={() => ctrl.ask(null)}>{t.common.cancel}</button>
          </p>
        </Dialog>
      )}
    </main>
  );
}

function Opened({ ctrl, list, types }: { ctrl: DisposalCtrl; list: Disposal; types: readonly DocumentType[] }) {
  const words = t.disposals;
  return (
    <>
      <section class="block">
        <p>{list.reason}</p>
        <ol class="plain">{list.signatures.map((one, at) => <li key={at}>{words.signed[one.step]} — {one.person}, {moment(one.at)}</li>)}</ol>
        <p class="buttons">
          {stepsAfter(list.state).map((step) => <button key={step} type="button" class={step === 'withdraw' ? '' : 'primary'} disabled={ctrl.busy} onClick={() => ctrl.ask(step)}>{words.steps[step]}</button>)}
          <button type="button" disabled={ctrl.busy} onClick={() => void ctrl.register()}>{t.registers.of_list}</button>
          {list.has_certificate && <button type="button" onClick={() => void ctrl.certificate()}>{words.certificate}</button>}
        </p>
        <p class="small">{words.rules}</p>
      </section>
      <table class="rows">
        <thead><tr><th>{words.columns.record}</th><th>{words.columns.type}</th><th>{words.columns.committed}</th><th class="number">{words.columns.kept_through}</th><th>{words.columns.opinion}</th></tr></thead>
        <tbody>
          {list.items.map((item) => (
            <tr key={item.record_id}>
              <td class="mono">{item.archive_number ?? item.record_number}</td><td>{typeTitle(types, item.type)}</td><td>{day(item.committed_at)}</td><td class="number">{item.kept_through}</td>
              <td><Fate list={list} item={item} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Fate({ list, item }: { list: Disposal; item: DisposalItem }) {
  const words = t.disposals;
  if (item.is_destroyed) return <Chip kind="error">{words.destroyed}</Chip>;
  if (list.state === 'carried_out' && item.opinion === 'destroy') return <Chip kind="doubt">{words.was_held}</Chip>;
  return <>{words.opinions[item.opinion]}{item.until_year ? ` ${item.until_year}` : ''}</>;
}

/** On a record: how it is kept from destruction, or that its term may run. */
export function RetentionBlock({ ctrl }: { ctrl: RetentionCtrl }) {
  const words = t.disposals;
  const { draft } = ctrl;
  return (
    <section class="block">
      <h2>{words.retention}</h2>
      {ctrl.done && <p class="small" role="status">{ctrl.done === 'hold' ? words.hold_placed : words.closing_noted}</p>}
      <p class="buttons">
        <button type="button" onClick={() => ctrl.begin('closing')}>{words.note_closing}</button>
        <button type="button" onClick={() => ctrl.begin('hold')}>{words.place_hold}</button>
      </p>
      {draft && (
        <Dialog title={draft.what === 'hold' ? words.place_hold : words.note_closing} close={() => ctrl.begin(null)}>
          <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.send(); }}>
            <LabelledInput label={draft.what === 'hold' ? words.hold_reason : words.closed_on} type={draft.what === 'hold' ? 'text' : 'date'} value={draft.text} set={(text) => ctrl.type(text)} autofocus />
            <Alert>{ctrl.problem}</Alert>
            <p class="buttons">
              <button type="submit" class="primary" disabled={!draft.text.trim()}>{t.common.save}</button>
              <button type="button" onClick={() => ctrl.begin(null)}>{t.common.cancel}</button>
            </p>
          </form>
        </Dialog>
      )}
    </section>
  );
}
