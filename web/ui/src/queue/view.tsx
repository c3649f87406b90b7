import { useLayoutEffect, useRef } from 'preact/hooks';
import type { DocumentType, QueueItem } from '../api';
import { age, moment, span, t } from '../i18n';
import { DesksView } from '../desks/view';
import { combo } from '../kit/keys';
import { Alert, Chip, More, typeTitle } from '../kit/widgets';
import type { QueueCtrl } from './ctrl';

interface Props { ctrl: QueueCtrl; types: readonly DocumentType[]; now: number; me: string }

export function QueueView({ ctrl, types, now, me }: Props) {
  useKeys(ctrl);
  return (
    <main class="sheet" id="main">
      <header class="sheet-head">
        <h1>{t.queue.title}</h1>
        <span class="spacer" />
        {/* Before the first answer nobody knows which of the two it is. */}
        <button class="quiet" type="button" disabled={!ctrl.counts} onClick={() => void (ctrl.away ? ctrl.comeBack() : ctrl.goAway())}>{ctrl.away ? t.desks.i_am_back : t.desks.i_am_away}</button>
        <button class="primary" type="button" disabled={!ctrl.items.length || ctrl.away} onClick={() => ctrl.open(null)}>{t.queue.start} <kbd>Space</kbd></button>
      </header>
      <Alert>{ctrl.problem}</Alert>
      {ctrl.away && <p class="notice" data-test="away">{t.desks.you_are_away}</p>}
      {ctrl.counts && (
        <ul class="counts">
          {(['review', 'received', 'quarantined', 'committed'] as const).map((name) => (
            <li key={name} class={`count count-${name}`}><strong>{ctrl.counts?.[name]}</strong> {t.queue[name]}</li>
          ))}
        </ul>
      )}
      {!ctrl.items.length && !ctrl.loading ? <Empty /> : <Table ctrl={ctrl} types={types} now={now} me={me} />}
      <More next={ctrl.next} loading={ctrl.loading} more={() => void ctrl.more()} />
      <p class="small">{t.queue.keys}{ctrl.desks && ` · ${t.queue.supervisor_keys}`}</p>
      {ctrl.desks && <DesksView ctrl={ctrl.desks} types={types} />}
    </main>
  );
}

function useKeys(ctrl: QueueCtrl) {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (document.querySelector('dialog[open]') || target.matches('input, select, button, a, summary')) return;
      if (ctrl.key(combo(event))) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [ctrl]);
}

const Empty = () => <div class="empty"><p>{t.queue.empty}</p><p class="small">{t.queue.empty_hint}</p></div>;

function Table({ ctrl, types, now, me }: Props) {
  const { columns } = t.queue;
  return (
    <table class="rows" aria-label={t.queue.list}>
      <thead>
        <tr><th>{columns.type}</th><th>{columns.source}</th><th>{columns.station}</th><th class="number">{columns.doubts}</th><th>{columns.age}</th><th>{columns.due}</th><th>{columns.claimed}</th></tr>
      </thead>
      <tbody>
        {ctrl.items.map((item, index) => <Row key={item.document_id} item={item} ctrl={ctrl} index={index} types={types} now={now} me={me} />)}
      </tbody>
    </table>
  );
}

/** How urgent it is, and how long there is time. */
function Due({ item, now }: { item: QueueItem; now: number }) {
  const left = (new Date(item.due_at).getTime() - now) / 1000;
  return (
    <>
      {item.urgency !== 'normal' && <Chip kind={item.urgency === 'urgent' ? 'error' : 'quiet'}>{t.queue.urgencies[item.urgency]}</Chip>}{' '}
      {left < 0 ? <Chip kind="error">{t.queue.overdue(span(-left))}</Chip> : t.queue.left(span(left))}
    </>
  );
}

function Row({ item, ctrl, index, types, now, me }: Props & { item: QueueItem; index: number }) {
  const element = useRef<HTMLTableRowElement>(null);
  const chosen = index === ctrl.chosen;
  useLayoutEffect(() => {
    if (chosen && !document.querySelector('dialog[open]')) element.current?.focus({ preventScroll: false });
  }, [chosen, ctrl.chosen]);
  return (
    <tr ref={element} class={chosen ? 'chosen' : ''} tabIndex={chosen ? 0 : -1} data-document={item.document_id} onClick={() => ctrl.choose(index)} onDblClick={() => ctrl.openChosen()}>
      <td>{typeTitle(types, item.type)} {item.type_confidence < 0.8 && <Chip kind="doubt">{Math.round(item.type_confidence * 100)} %</Chip>}</td>
      <td class="clip" title={item.source_name}>{item.source_name}</td>
      <td>{item.station}</td>
      <td class="number">{item.open_discrepancies}</td>
      <td title={moment(item.received_at)}>{age(item.received_at, now)}</td>
      <td title={moment(item.due_at)}><Due item={item} now={now} /></td>
      <td>{item.waits_for !== 'you' && <Chip kind="quiet">{t.queue.waits_for[item.waits_for]}</Chip>}{item.claimed_by ? <Chip kind={item.claimed_by === me ? 'confirmed' : 'quiet'}>{item.claimed_by}</Chip> : ''}</td>
    </tr>
  );
}
