import type { Batch, BatchRow, Cover, DocumentType, Imbalance, LedgerFile, LedgerPage, Urgency } from '../api';
import { moment, t, word } from '../i18n';
import { Alert, Chip, Dialog, LabelledInput, More, typeTitle } from '../kit/widgets';
import type { BatchCtrl, BatchesCtrl, LatePage } from './ctrl';

const stateChip: Record<BatchRow['state'], string> = { open: 'doubt', balanced: 'confirmed', closed: 'quiet' };

/** 12 of 14 where something was announced, else just 12. */
const against = (found: number, announced: number | null): string => (announced === null ? String(found) : t.common.of(found, announced));

const State = ({ batch }: { batch: BatchRow }) => {
  const wrong = batch.state === 'open' && batch.imbalances.length > 0;
  const { rescans } = batch.counts;
  return (
    <>
      <Chip kind={wrong ? 'error' : stateChip[batch.state]}>{wrong ? t.batches.unbalanced : t.batches.states[batch.state]}</Chip>{' '}
      {rescans > 0 && <Chip kind="error">{t.batches.ledger.rescans} {rescans}</Chip>}
    </>
  );
};

export function BatchesView({ ctrl, types }: { ctrl: BatchesCtrl; types: readonly DocumentType[] }) {
  const { columns, states } = t.batches;
  const { list } = ctrl;
  return (
    <main class="sheet" id="main">
      <header class="sheet-head">
        <h1>{t.batches.title}</h1>
        <span class="spacer" />
        <button type="button" onClick={() => ctrl.askForCover()}>{t.batches.cover.title}</button>
        <select aria-label={columns.state} value={ctrl.state} onChange={(event) => ctrl.filter(event.currentTarget.value)}>
          <option value="">{t.intake.all_states}</option>
          {(['open', 'balanced', 'closed'] as const).map((state) => <option key={state} value={state}>{states[state]}</option>)}
        </select>
      </header>
      <Alert>{list.problem}</Alert>
      <table class="rows">
        <thead>
          <tr><th>{columns.name}</th><th>{columns.station}</th><th>{columns.opened}</th><th class="number">{columns.files}</th><th class="number">{columns.sheets}</th><th class="number">{columns.documents}</th><th>{columns.state}</th></tr>
        </thead>
        <tbody>
          {list.items.map((row) => (
            <tr key={row.id} class="openable" onClick={() => ctrl.open(row.id)}>
              <td><button type="button" class="link" onClick={(event) => { event.stopPropagation(); ctrl.open(row.id); }}>{row.name}</button></td>
              <td>{row.station}</td>
              <td>{moment(row.opened_at)}</td>
              <td class="number">{against(row.counts.files, row.announced.files)}</td>
              <td class="number">{against(row.counts.sheets, row.announced.sheets)}</td>
              <td class="number">{t.common.of(row.counts.committed + row.counts.rejected, row.counts.documents)}</td>
              <td><State batch={row} /></td>
            </tr>
          ))}
          {!list.items.length && !list.loading && <tr><td colSpan={7} class="none">{t.common.nothing}</td></tr>}
        </tbody>
      </table>
      <More next={list.next} loading={list.loading} more={() => void list.more()} />
      {ctrl.cover && <CoverForm ctrl={ctrl} cover={ctrl.cover} types={types} />}
    </main>
  );
}

const CoverForm = ({ ctrl, cover, types }: { ctrl: BatchesCtrl; cover: Cover; types: readonly DocumentType[] }) => {
  const words = t.batches.cover;
  return (
    <Dialog title={words.title} close={() => ctrl.closeCover()}>
      <p class="small">{words.hint}</p>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.print(); }}>
        <LabelledInput label={words.batch} value={cover.batch} set={(batch) => ctrl.setCover({ batch })} autofocus />
        <div class="form-row">
          <LabelledInput label={words.sheets} value={cover.sheets} set={(sheets) => ctrl.setCover({ sheets })} inputmode="numeric" required={false} />
          <LabelledInput label={words.separators} value={cover.separators} set={(separators) => ctrl.setCover({ separators })} inputmode="numeric" required={false} />
          <label class="labelled"><span>{words.sides}</span>
            <select value={cover.sides} onChange={(event) => ctrl.setCover({ sides: event.currentTarget.value })}><option value="1">{words.one_side}</option><option value="2">{words.two_sides}</option></select>
          </label>
        </div>
        <div class="form-row">
          <LabelledInput label={t.intake.station} value={cover.station} set={(station) => ctrl.setCover({ station })} required={false} />
          <label class="labelled"><span>{t.records.columns.type}</span>
            <select value={cover.type} onChange={(event) => ctrl.setCover({ type: event.currentTarget.value })}>
              <option value="">{words.any_type}</option>
              {types.filter((type) => !type.is_withdrawn).map(({ name }) => <option key={name} value={name}>{typeTitle(types, name)}</option>)}
            </select>
          </label>
        </div>
        <Alert>{ctrl.problem}</Alert>
        <div class="buttons">
          <button type="submit" class="primary">{words.print}</button>
          <button type="button" onClick={() => ctrl.closeCover()}>{t.common.cancel}</button>
        </div>
      </form>
    </Dialog>
  );
};

export function BatchView({ ctrl }: { ctrl: BatchCtrl }) {
  const { batch } = ctrl;
  return (
    <main class="sheet" id="main">
      <header class="sheet-head">
        <button type="button" class="quiet" onClick={() => ctrl.back()}>← {t.batches.title}</button>
        <h1>{batch ? batch.name : t.common.loading}</h1>
        {batch && <State batch={batch} />}
        <span class="spacer" />
        {batch && ctrl.supervises && batch.state !== 'closed' && (
          <label class="labelled inline"><span>{t.queue.urgency}</span>
            <select value={batch.urgency} disabled={ctrl.sending} data-test="urgency" onChange={(event) => void ctrl.setUrgency(event.currentTarget.value as Urgency)}>
              {(['urgent', 'normal', 'later'] as const).map((one) => <option key={one} value={one}>{t.queue.urgencies[one]}</option>)}
            </select>
          </label>
        )}
        {batch?.has_receipt && <a class="button" href={ctrl.receiptAddress()} download={`${batch.name}.txt`}>{t.batches.receipt}</a>}
      </header>
      <Alert>{ctrl.problem}</Alert>
      {batch && <Opened ctrl={ctrl} batch={batch} />}
    </main>
  );
}

function Opened({ ctrl, batch }: { ctrl: BatchCtrl; batch: Batch }) {
  return (
    <>
      <p class="small">{t.batches.from(batch.station, moment(batch.opened_at), t.batches.kinds[batch.kind])}</p>
      <Ledger batch={batch} />
      {batch.imbalances.length > 0 && <Imbalances ctrl={ctrl} batch={batch} />}
      {ctrl.rescans.length > 0 && <Rescans ctrl={ctrl} />}
      {batch.accepted_by && <p class="notice notice-changed">{t.batches.accepted(batch.accepted_by)} {batch.accepted_because}</p>}
      <Files ctrl={ctrl} batch={batch} />
    </>
  );
}

/** From paper to records, each column what the one before must add up to. */
function Ledger({ batch: { announced, counts } }: { batch: Batch }) {
  const { ledger } = t.batches;
  return (
    <div class="ledger">
      <section>
        <h2>{ledger.paper}</h2>
        <Sum label={ledger.sheets} found={counts.sheets} announced={announced.sheets} />
        <Sum label={ledger.separators} found={counts.separators} announced={announced.separators} />
        <Sum label={ledger.files} found={counts.files} announced={announced.files} />
      </section>
      <section>
        <h2>{ledger.images(counts.images)}</h2>
        <Sum label={ledger.content} found={counts.content} />
        <Sum label={ledger.blanks} found={counts.blanks} />
        <Sum label={ledger.covers} found={counts.cover_sheets} />
      </section>
      <section>
        <h2>{ledger.documents(counts.documents)}</h2>
        <Sum label={ledger.in_review} found={counts.in_review} />
        <Sum label={ledger.committed} found={counts.committed} />
        <Sum label={ledger.rejected} found={counts.rejected} />
        {counts.rescans > 0 && <Sum label={ledger.rescans} found={counts.rescans} />}
      </section>
    </div>
  );
}

const Sum = ({ label, found, announced = null }: { label: string; found: number; announced?: number | null }) => (
  <p class={announced !== null && announced !== found ? 'sum sum-wrong' : 'sum'}>
    <span>{label}</span> <strong>{against(found, announced)}</strong>
  </p>
);

function Imbalances({ ctrl, batch }: { ctrl: BatchCtrl; batch: Batch }) {
  return (
    <section class="block imbalances">
      <h2>{t.batches.not_balanced}</h2>
      <ul>
        {batch.imbalances.map((one, index) => (
          <li key={index}>
            <strong>{t.batches.imbalances[one.kind](one.expected, one.found)}</strong>
            {one.original_id && <button type="button" class="link" onClick={() => ctrl.point(one)}>{place(ctrl, one)}</button>}
          </li>
        ))}
      </ul>
      {ctrl.latePages.length > 0 && <LatePages ctrl={ctrl} pages={ctrl.latePages} />}
      {ctrl.canAccept && (
        <form class="accept" onSubmit={(event) => { event.preventDefault(); void ctrl.accept(); }}>
          <label class="labelled"><span>{t.batches.reason}</span><input type="text" value={ctrl.reason} onInput={(event) => ctrl.setReason(event.currentTarget.value)} /></label>
          <button type="submit" disabled={ctrl.sending || !ctrl.reason.trim()}>{t.batches.accept}</button>
        </form>
      )}
    </section>
  );
}

/** What a person at the queue wants scanned again, and why. */
const Rescans = ({ ctrl }: { ctrl: BatchCtrl }) => (
  <section class="block imbalances" data-test="rescans">
    <h2>{t.batches.rescan.title}</h2>
    <ul>
      {ctrl.rescans.map(({ id, original_id, pages, rescan }) => rescan && (
        <li key={id}>
          <strong>{rescan.reason}</strong>
          <span>{t.batches.rescan.where(ctrl.nameOf(original_id), pages.map((page) => page + 1).join(', '))}</span>
          <span class="small">{t.batches.rescan.by(rescan.requested_by, moment(rescan.requested_at))}</span>
          <button type="button" disabled={ctrl.sending} onClick={() => void ctrl.rescanned(id)}>{t.batches.rescan.done}</button>
        </li>
      ))}
    </ul>
  </section>
);

/** Which page came late, and the document that is made anew with it. */
function LatePages({ ctrl, pages }: { ctrl: BatchCtrl; pages: readonly LatePage[] }) {
  const words = t.batches.late;
  const name = (original: string, index: number): string => `${ctrl.nameOf(original)}, ${t.common.page(index + 1)}`;
  const put = (form: HTMLFormElement): void => {
    const chosen = new FormData(form);
    const page = pages[Number(chosen.get('page'))];
    if (page) void ctrl.putLatePage(page, String(chosen.get('document')) || null);
  };
  return (
    <form class="accept" data-test="late" onSubmit={(event) => { event.preventDefault(); put(event.currentTarget); }}>
      <label class="labelled"><span>{words.page}</span>
        <select name="page">{pages.map(({ original_id, index }, at) => <option key={at} value={at}>{name(original_id, index)}</option>)}</select>
      </label>
      <label class="labelled"><span>{words.document}</span>
        <select name="document">
          {ctrl.lateFor.map(({ id, original_id, pages: own, state }) => (
            <option key={id} value={id}>{name(original_id, own[0] ?? 0)}{state === 'committed' && words.record}</option>
          ))}
          <option value="">{words.own}</option>
        </select>
      </label>
      <button type="submit" disabled={ctrl.sending}>{words.put}</button>
    </form>
  );
}

const place = (ctrl: BatchCtrl, one: Imbalance): string =>
  t.batches.look_at(ctrl.nameOf(one.original_id), one.page === null ? '' : t.common.page(one.page + 1));

const Files = ({ ctrl, batch }: { ctrl: BatchCtrl; batch: Batch }) => (
  <section class="block">
    <h2>{t.batches.files}</h2>
    <table class="rows">
      <thead><tr><th class="counter">#</th><th>{t.intake.columns.source}</th><th>{t.intake.columns.state}</th><th>{t.batches.pages}</th></tr></thead>
      <tbody>
        {batch.files.map((file, index) => (
          <tr key={index} class={file.original_id === ctrl.pointed ? 'chosen' : ''}>
            <td class="counter">{index + 1}</td>
            <td class="clip" title={file.source_name}>{file.source_name}{partOf(file)}</td>
            <td>{file.repeat ? <Chip kind="doubt">{t.intake.states.duplicate}</Chip> : <Chip kind={fileChip[file.state]}>{word(t.intake.states, file.state)}</Chip>}{' '}{file.pages.some((page) => page.scanned_before) && <Chip kind="doubt">{t.batches.scanned_before}</Chip>}</td>
            <td><Strip ctrl={ctrl} file={file} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

/** `, pages 5 to 8 of 12` where a cover sheet parted the file between two batches. */
function partOf({ pages, page_count }: LedgerFile): string {
  const [first, last] = [pages[0], pages.at(-1)];
  return first && last && pages.length < page_count ? t.batches.part(first.index + 1, last.index + 1, page_count) : '';
}

const fileChip: Record<LedgerFile['state'], string> = { received: 'quiet', read: 'confirmed', quarantined: 'error' };

type PageKind = 'cover_sheet' | 'separator' | 'blank' | 'content' | 'waiting' | 'unassigned';

function kindOf({ role, blank, in_document, waiting }: LedgerPage): PageKind {
  if (role !== 'content') return role;
  if (blank) return 'blank';
  if (waiting) return 'waiting';
  return in_document ? 'content' : 'unassigned';
}

/** One small sheet a page: what it is, in order. */
const Strip = ({ ctrl, file }: { ctrl: BatchCtrl; file: LedgerFile }) => (
  <ol class="strip" aria-label={t.batches.pages}>
    {file.pages.map((page) => {
      const kind = kindOf(page);
      const again = page.scanned_before ? ` (${t.batches.scanned_before})` : '';
      const says = `${t.common.page(page.index + 1)}: ${t.batches.page_kinds[kind]}${again}`;
      const { document_id: document } = page;
      const open = document && ctrl.openDocument ? ctrl.openDocument : null;
      return (
        <li key={page.index} class={`leaf leaf-${kind}${page.scanned_before ? ' leaf-again' : ''}`} title={says}>
          {document && open
            ? <button type="button" aria-label={says} onClick={() => open(document)}>{page.index + 1}</button>
            : <span aria-label={says} role="img">{t.batches.page_letters[kind]}</span>}
        </li>
      );
    })}
  </ol>
);
