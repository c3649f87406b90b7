import { classNames, type ClassName, type CommittedRecord, type Filing, type FilingBody, type FilingChange } from '../api';
import { moment, t } from '../i18n';
import { Alert, Chip, Dialog, LabelledInput } from '../kit/widgets';
import type { FilingCtrl } from './ctrl';

/** The block on a record: archive number, classes, where the paper lies, tags, and what changed. */
export function FilingBlock({ ctrl, record, may }: { ctrl: FilingCtrl; record: CommittedRecord; may: boolean }) {
  const { filing } = record;
  return (
    <section class="block">
      <h2>{t.filing.title}</h2>
      {filing ? <Filed ctrl={ctrl} filing={filing} may={may} /> : <p class="small">{t.filing.none}</p>}
      {record.filing_changes.length > 0 && (
        <details>
          <summary>{t.filing.changes(record.filing_changes.length)}</summary>
          <ol class="history">{record.filing_changes.map((one) => <Change key={one.version} ctrl={ctrl} change={one} />)}</ol>
        </details>
      )}
      {filing && ctrl.draft && <FilingDialog ctrl={ctrl} record={record} filing={filing} />}
    </section>
  );
}

const region = (filing: Filing): string => filing.region_name ?? filing.region ?? '—';

const Filed = ({ ctrl, filing, may }: { ctrl: FilingCtrl; filing: Filing; may: boolean }) => (
  <>
    <dl class="facts">
      <div><dt>{t.filing.archive_number}</dt><dd class="mono">{filing.archive_number}</dd></div>
      {classNames.map((name) => <div key={name}><dt>{t.filing.classes[name]}</dt><dd>{name === 'region' ? region(filing) : ctrl.title(name, filing[name])}</dd></div>)}
      <div><dt>{t.filing.box}</dt><dd class="mono">{filing.box ?? '—'}</dd></div>
      <div><dt>{t.filing.volume}</dt><dd class="mono">{filing.volume ?? '—'}</dd></div>
      <div><dt>{t.filing.tags}</dt><dd>{filing.tags.length ? filing.tags.map((tag) => <span key={tag}><Chip kind="tag">{tag}</Chip> </span>) : '—'}</dd></div>
    </dl>
    {may && <p class="buttons"><button type="button" disabled={!ctrl.plan} onClick={() => ctrl.edit(filing)}>{t.filing.change}</button></p>}
  </>
);

function FilingDialog({ ctrl, record, filing }: { ctrl: FilingCtrl; record: CommittedRecord; filing: Filing }) {
  const draft = ctrl.draft;
  if (!draft) return null;
  return (
    <Dialog title={t.filing.change_title(filing.archive_number)} close={() => ctrl.cancel()} wide>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.save(record.id, filing.version); }}>
        <div class="pairs">
          {classNames.map((name) => (name === 'region'
            ? <LabelledInput key={name} label={t.filing.region_code} value={draft.region} set={(value) => ctrl.set('region', value)} inputmode="numeric" required={false} />
            : <ClassSelect key={name} ctrl={ctrl} name={name} value={draft[name]} />))}
          <LabelledInput label={t.filing.box} value={draft.box} set={(value) => ctrl.set('box', value)} required={false} />
          <LabelledInput label={t.filing.volume} value={draft.volume} set={(value) => ctrl.set('volume', value)} required={false} />
        </div>
        <LabelledInput label={t.filing.tags_hint} value={draft.tags} set={(value) => ctrl.set('tags', value)} required={false} />
        <LabelledInput label={t.filing.reason} value={draft.reason} set={(value) => ctrl.set('reason', value)} />
        <Alert>{ctrl.problem}</Alert>
        <p class="buttons">
          <button type="submit" class="primary" disabled={!ctrl.maySave}>{t.common.save}</button>
          <button type="button" onClick={() => ctrl.cancel()}>{t.common.cancel}</button>
        </p>
      </form>
    </Dialog>
  );
}

const ClassSelect = ({ ctrl, name, value }: { ctrl: FilingCtrl; name: ClassName; value: string }) => (
  <label class="labelled">
    <span>{t.filing.classes[name]}</span>
    <select value={value} onChange={(event) => ctrl.set(name, event.currentTarget.value)}>
      <option value="">—</option>
      {ctrl.words(name).map((word) => <option key={word.name} value={word.name}>{ctrl.title(name, word.name)}</option>)}
    </select>
  </label>
);

/** Only what differs: from what to what. */
export function Change({ ctrl, change }: { ctrl: FilingCtrl; change: FilingChange }) {
  const text = (body: FilingBody, name: ClassName | 'box' | 'volume') => (name === 'box' || name === 'volume' || name === 'region' ? body[name] ?? '—' : ctrl.title(name, body[name]));
  const names = [...classNames, 'box', 'volume'] as const;
  const tags = (body: FilingBody) => body.tags.join(', ') || '—';
  return (
    <li>
      <time dateTime={change.changed_at}>{moment(change.changed_at)}</time>
      <span>
        <strong>{change.changed_by}</strong> {change.reason}
        {names.filter((name) => change.before[name] !== change.after[name]).map((name) => (
          <span key={name} class="small step">{name === 'box' || name === 'volume' ? t.filing[name] : t.filing.classes[name]}: <s>{text(change.before, name)}</s> → {text(change.after, name)}</span>
        ))}
        {tags(change.before) !== tags(change.after) && <span class="small step">{t.filing.tags}: <s>{tags(change.before)}</s> → {tags(change.after)}</span>}
      </span>
    </li>
  );
}
