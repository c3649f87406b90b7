import { classNames, exportFormats, exportPurposes, type DocumentType, type ExportPurpose, type ExportRun, type ExportStep } from '../api';
import type { Screen } from '../app/route';
import { ArchiveTabs } from '../archive/tabs';
import { count, moment, said, size, t, word } from '../i18n';
import { Alert, Chip, LabelledInput, More, typeTitle } from '../kit/widgets';
import type { ExportsCtrl, How, Part } from './ctrl';

interface Props { ctrl: ExportsCtrl; types: readonly DocumentType[] }

export function ExportsView({ ctrl, types, screens }: Props & { screens: readonly Screen[] }) {
  return (
    <main class="sheet" id="main">
      <ArchiveTabs at="exports" screens={screens} />
      <header class="sheet-head"><h1>{t.exports.title}</h1></header>
      <Order ctrl={ctrl} types={types} />
      {ctrl.runs.length > 0 && <Runs ctrl={ctrl} />}
      <History ctrl={ctrl} />
    </main>
  );
}

function Order({ ctrl, types }: Props) {
  const words = t.exports;
  const hows: How[] = ['search', 'filed'];
  return (
    <section class="block">
      <div class="block-head">
        <h2>{words.fresh}</h2>
        <div class="switch" role="group" aria-label={words.how}>
          {hows.map((how) => <button key={how} type="button" aria-pressed={how === ctrl.how} onClick={() => ctrl.choose(how)}>{words.hows[how]}</button>)}
        </div>
      </div>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.order(); }}>
        <div class="form-row">
          {ctrl.how === 'search' ? (
            <>
              <Input ctrl={ctrl} part="text" />
              <Input ctrl={ctrl} part="station" />
            </>
          ) : (
            <>
              {classNames.map((name) => (name === 'region' ? <Input key={name} ctrl={ctrl} part="region" label={t.filing.region_code} /> : (
                <Select key={name} label={t.filing.classes[name]} value={ctrl.said[name] ?? ''} set={(value) => ctrl.set(name, value)} any={words.any}
                  options={(ctrl.plan?.classes.find((one) => one.name === name)?.words ?? []).map((one) => [one.name, said(one.title)])} />
              )))}
              <Input ctrl={ctrl} part="box" label={t.filing.box} />
              <Input ctrl={ctrl} part="tag" label={words.parts.tag} />
            </>
          )}
          <Select label={t.records.columns.type} value={ctrl.said.type ?? ''} set={(value) => ctrl.set('type', value)} any={t.records.all_types} options={types.map(({ name }) => [name, typeTitle(types, name)])} />
          <Input ctrl={ctrl} part="from" type="date" />
          <Input ctrl={ctrl} part="to" type="date" />
        </div>
        <div class="form-row">
          <Select label={words.format} value={ctrl.format} set={(value) => ctrl.setFormat(exportFormats.find((one) => one === value) ?? 'csv')} options={exportFormats.map((one) => [one, words.formats[one]])} />
          <Select label={words.purpose} value={ctrl.purpose} set={(value) => ctrl.setPurpose((value as ExportPurpose | '') || '')} any={words.choose} options={exportPurposes.map((one) => [one, words.purposes[one]])} />
          <button type="submit" class="primary" disabled={ctrl.busy || !ctrl.purpose}>{words.order}</button>
        </div>
        <Alert>{ctrl.problem}</Alert>
        <p class="small">{words.rule}</p>
      </form>
    </section>
  );
}

const Input = ({ ctrl, part, label = t.exports.parts[part as keyof typeof t.exports.parts], type = 'text' }: { ctrl: ExportsCtrl; part: Part; label?: string; type?: string }) => (
  <LabelledInput label={label} value={ctrl.said[part] ?? ''} set={(value) => ctrl.set(part, value)} type={type} required={false} />
);

/** `any`: what the empty choice says. */
const Select = ({ label, value, set, options, any }: { label: string; value: string; set: (value: string) => void; options: (readonly [string, string])[]; any?: string }) => (
  <label class="labelled">
    <span>{label}</span>
    <select value={value} onChange={(event) => set(event.currentTarget.value)}>
      {any !== undefined && <option value="">{any}</option>}
      {options.map(([name, title]) => <option key={name} value={name}>{title}</option>)}
    </select>
  </label>
);

const Runs = ({ ctrl }: { ctrl: ExportsCtrl }) => (
  <section class="block">
    <h2>{t.exports.runs}</h2>
    <ul class="uploads" aria-live="polite">
      {ctrl.runs.map((run) => <Run key={run.id} ctrl={ctrl} run={run} />)}
    </ul>
  </section>
);

function Run({ ctrl, run }: { ctrl: ExportsCtrl; run: ExportRun }) {
  const words = t.exports;
  return (
    <li data-run={run.state}>
      <span>{words.formats[run.format]}</span>
      <span class="small">{words.purposes[run.purpose]} · {moment(run.ordered_at)}</span>
      <span class="spacer" />
      {run.state === 'making' && <><progress max={run.records} value={run.done} aria-label={words.making} /><span class="small">{t.common.of(run.done, run.records)}</span></>}
      {run.state === 'failed' && <Chip kind="error">{words.failures[run.failure ?? 'not_made']}</Chip>}
      {run.state === 'ready' && (
        <>
          <span class="small">{words.records(run.records)} · {size(run.bytes)}</span>
          <button type="button" class="primary" disabled={ctrl.busy} onClick={() => void ctrl.fetch(run)}>{words.fetch}</button>
        </>
      )}
    </li>
  );
}

const chips: Record<ExportStep['step'], string> = { requested: 'quiet', exported: 'confirmed', failed: 'error' };

function History({ ctrl }: { ctrl: ExportsCtrl }) {
  const { history } = ctrl;
  const { columns, purposes, formats, steps, title_history } = t.exports;
  return (
    <section class="block">
      <h2>{title_history}</h2>
      <Alert>{history.problem}</Alert>
      <table class="rows">
        <thead><tr><th>{columns.at}</th><th>{columns.person}</th><th>{columns.step}</th><th>{columns.format}</th><th class="number">{columns.records}</th><th>{columns.purpose}</th><th>SHA-256</th></tr></thead>
        <tbody>
          {history.items.map((one) => (
            <tr key={`${one.id} ${one.step}`}>
              <td>{moment(one.at)}</td>
              <td>{one.person}</td>
              <td><Chip kind={chips[one.step]}>{steps[one.step]}</Chip></td>
              <td>{word(formats, one.format)}</td>
              <td class="number">{count(one.records)}</td>
              <td>{word(purposes, one.purpose)}</td>
              <td class="mono clip" title={one.sha256 ?? ''}>{one.sha256 ? one.sha256.slice(0, 16) : '—'}</td>
            </tr>
          ))}
          {!history.items.length && !history.loading && <tr><td colSpan={7} class="none">{t.common.nothing}</td></tr>}
        </tbody>
      </table>
      <More next={history.next} loading={history.loading} more={() => void history.more()} />
    </section>
  );
}
