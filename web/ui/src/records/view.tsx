import type { CommittedRecord, DocumentType, Field, HistoryEntry, RecordRow } from '../api';
import { Checks } from '../checks/view';
import { moment, t, word } from '../i18n';
import { RetentionBlock } from '../disposals/view';
import { Alert, Chip, fieldTitle, typeTitle } from '../kit/widgets';
import { FilingBlock } from '../filing/view';
import { Watermark } from '../kit/watermark';
import { ProposalDialog, StateChip } from '../corrections/view';
import type { RecordCtrl } from './ctrl';

export const who = (actor: string): string => (actor === 'system' ? t.records.system : actor);

export function RecordView({ ctrl, types }: { ctrl: RecordCtrl; types: readonly DocumentType[] }) {
  const { record } = ctrl;
  return (
    <main class="sheet" id="main">
      <header class="sheet-head">
        <button type="button" class="quiet" onClick={() => ctrl.back()}>← {t.records.title}</button>
        <h1>{record ? `${typeTitle(types, record.type)} ${record.number}` : t.common.loading}</h1>
        {record?.restricted && <Chip kind="doubt" hint={t.problems.restricted}>{t.requests.restricted}</Chip>}
      </header>
      <Alert>{ctrl.problem}</Alert>
      {record && <Opened ctrl={ctrl} record={record} types={types} />}
    </main>
  );
}

function Opened({ ctrl, record, types }: { ctrl: RecordCtrl; record: CommittedRecord; types: readonly DocumentType[] }) {
  return (
    <>
      <p class="small">{t.records.committed_by(who(record.committed_by), moment(record.committed_at))}</p>
      <div class="record">
        <div>
          <section class="block">
            <h2>{t.records.fields}</h2>
            <dl class="field-values">
              {record.fields.map((field) => <FieldValue key={field.name} field={field} title={fieldTitle(types, record.type, field.name)} ctrl={ctrl} />)}
            </dl>
          </section>
          {record.external_checks.length > 0 && (
            <section class="block">
              <Checks ctrl={ctrl.checks} checks={record.external_checks} titleOf={(field) => fieldTitle(types, record.type, field)} />
            </section>
          )}
          <Supplements ctrl={ctrl} record={record} types={types} />
          <FilingBlock ctrl={ctrl.filing} record={record} may={ctrl.keeping !== 'nothing'} />
          {ctrl.keeping === 'site' && <RetentionBlock ctrl={ctrl.retention} />}
          <Corrections ctrl={ctrl} record={record} types={types} />
          <History record={record} types={types} />
          <section class="block">
            <h2>{t.records.original}</h2>
            <p class="small"><span>{record.original.source_name}</span><br /><span class="mono digest">SHA-256 {record.original.sha256}</span></p>
            {ctrl.may('take_out') && <Downloads ctrl={ctrl} record={record} />}
          </section>
        </div>
        <Images ctrl={ctrl} record={record} />
      </div>
      {ctrl.proposal && <ProposalDialog ctrl={ctrl.proposal} title={fieldTitle(types, record.type, ctrl.proposal.field)} />}
    </>
  );
}

/** What belongs together although it was committed apart, for its pages came at different times. */
function Supplements({ ctrl, record, types }: { ctrl: RecordCtrl; record: CommittedRecord; types: readonly DocumentType[] }) {
  const line = (other: RecordRow, what: string) => (
    <li key={other.id}>
      {what} <button type="button" class="link" onClick={() => ctrl.openRecord(other.id)}>{other.number}</button> <span class="small">{typeTitle(types, other.type)}, {moment(other.committed_at)}</span>
    </li>
  );
  return record.supplements || record.supplemented_by.length ? (
    <section class="block" data-test="supplements">
      <h2>{t.records.supplement.title}</h2>
      <ul class="plain">
        {record.supplements && line(record.supplements, t.records.supplement.of)}
        {record.supplemented_by.map((other) => line(other, t.records.supplement.by))}
      </ul>
    </section>
  ) : null;
}

/** What was found wrong since the commit. */
const Corrections = ({ ctrl, record, types }: { ctrl: RecordCtrl; record: CommittedRecord; types: readonly DocumentType[] }) =>
  record.corrections.length ? (
    <section class="block">
      <h2>{t.corrections.title}</h2>
      <ul class="plain">
        {record.corrections.map((one) => (
          <li key={one.id}>
            <button type="button" class="link" onClick={() => ctrl.openCorrection(one.id)}>{fieldTitle(types, record.type, one.field)}</button> <StateChip state={one.state} /> <span class="small">{one.proposed_by}, {moment(one.proposed_at)}</span>
          </li>
        ))}
      </ul>
    </section>
  ) : null;

function FieldValue({ field, title, ctrl }: { field: Field; title: string; ctrl: RecordCtrl }) {
  const how = field.decided?.state ?? 'accepted';
  return (
    <div data-field={field.name}>
      <dt>{title}</dt>
      <dd>
        <span class="field-value">{field.value || '—'}</span>
        {field.as_read !== null && field.as_read !== field.value && <span class="small">{t.verify.read_as} <s>{field.as_read || t.verify.empty}</s></span>}
        {how !== 'accepted' && <Chip kind={how}>{t.records.how[how]}{field.decided ? ` · ${field.decided.by}` : ''}</Chip>}
        {field.masked && <button type="button" class="link small" aria-label={`${t.records.reveal}: ${title}`} onClick={() => void ctrl.reveal(field)}>{t.records.reveal}</button>}
        {ctrl.keeping !== 'nothing' && <button type="button" class="link small" aria-label={t.corrections.correct(title)} onClick={() => void ctrl.correct(field)}>{t.corrections.start}</button>}
      </dd>
    </div>
  );
}

const Images = ({ ctrl, record }: { ctrl: RecordCtrl; record: CommittedRecord }) => (
  <section class="block images">
    <h2>{t.records.images}</h2>
    {ctrl.isMasked && !ctrl.wantsImages && <p><button type="button" onClick={() => ctrl.showImages()}>{t.records.show_images}</button> <span class="soft">{t.records.show_images_text}</span></p>}
    {(!ctrl.isMasked || ctrl.wantsImages) && record.pages.map((page) => {
      const picture = ctrl.pictures.get(record.id, page.index);
      const failed = ctrl.pictures.failed(record.id, page.index);
      return (
        <figure key={page.index}>
          {picture ? <span class="marked"><img src={picture.url} alt={t.common.page(page.index + 1)} width={picture.width} height={picture.height} /><Watermark /></span> : <p class="paper-wait">{failed ? t.problems.not_found : t.common.loading}</p>}
          <figcaption>{t.common.page(page.index + 1)} · {page.dpi} dpi</figcaption>
        </figure>
      );
    })}
  </section>
);

/** Who looked, as against who did something. */
const isLook = ({ action }: HistoryEntry): boolean => /_(viewed|opened|claimed|released)$/.test(action);

/** The file as received; of a document that spans files, each of them. */
const Downloads = ({ ctrl, record }: { ctrl: RecordCtrl; record: CommittedRecord }) => {
  const files = record.attachments.filter(({ kind }) => kind === 'original');
  const isOne = files.length === 1;
  return (
    <p class="buttons">
      {files.map(({ id }, number) => (
        <a key={id} class="button" href={ctrl.originalAddress(number)} download={isOne ? record.original.source_name : `${record.number}-${number + 1}`}>{t.records.download}{isOne ? '' : ` ${number + 1}`}</a>
      ))}
      <a class="button" href={ctrl.pdfAddress()} download={`${record.number}.pdf`}>{t.records.download_pdf}</a>
    </p>
  );
};

function History({ record, types }: { record: CommittedRecord; types: readonly DocumentType[] }) {
  const title = (field: string) => fieldTitle(types, record.type, field);
  const looks = record.history.filter(isLook);
  return (
    <section class="block">
      <h2>{t.records.history}</h2>
      <Entries entries={record.history.filter((entry) => !isLook(entry))} title={title} />
      {looks.length > 0 && (
        <details>
          <summary>{t.records.looks(looks.length)}</summary>
          <Entries entries={looks} title={title} />
        </details>
      )}
    </section>
  );
}

const Entries = ({ entries, title }: { entries: HistoryEntry[]; title: (field: string) => string }) => (
  <ol class="history">
    {entries.map((entry, index) => (
      <li key={index}>
        <time dateTime={entry.at}>{moment(entry.at)}</time>
        <span><strong>{word(t.actions, entry.action)}</strong> {entry.actor} {entry.detail && <span class="small">{title(entry.detail)}</span>}</span>
      </li>
    ))}
  </ol>
);
