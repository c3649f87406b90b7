// The designer: the specimen on the left; on the right its fields, what the type is, trying, publishing.
import type { AnchorForm, FieldForm, Titles } from '../api';
import { percent, said, t, word } from '../i18n';
import { Alert, Chip, Dialog, Key, LabelledInput } from '../kit/widgets';
import { onPreview } from '../verify/geometry';
import { CropOf } from '../verify/crop';
import { meanings, tabs, type Attempt, type DesignerCtrl } from './ctrl';
import { asName, type FieldChange } from './model';
import { SpecimenPane } from './specimen';
import { Differences } from './view';

export function DesignerView({ ctrl }: { ctrl: DesignerCtrl }) {
  const words = t.types;
  const { draft, form } = ctrl;
  return (
    <main class="designer" id="main" tabIndex={-1} data-state={ctrl.unsaved ? 'unsaved' : ctrl.reading ? 'reading' : 'calm'}>
      <SpecimenPane ctrl={ctrl} />
      <section class="designer-panel">
        <header class="designer-head">
          <button type="button" class="quiet" onClick={ctrl.back} aria-label={words.title}>←</button>
          <h1 class="clip">{(form.title && said(form.title)) || form.name || words.untitled}</h1>
          <span class="spacer" />
          <span class="small" role="status">{ctrl.unsaved ? words.saving : draft ? words.saved : ''}</span>
        </header>
        <nav class="tabs" aria-label={words.parts}>
          {tabs.map((tab) => <button key={tab} type="button" class="tab" aria-pressed={tab === ctrl.tab} onClick={() => ctrl.turnTo(tab)}>{words.tabs[tab]}</button>)}
        </nav>
        <div class="designer-body">
          <Alert>{ctrl.problem || ctrl.unread}</Alert>
          {draft && ctrl.tab === 'fields' && <Fields ctrl={ctrl} />}
          {draft && ctrl.tab === 'type' && <TypePart ctrl={ctrl} />}
          {draft && ctrl.tab === 'try' && <TryPart ctrl={ctrl} />}
          {draft && ctrl.tab === 'publish' && <PublishPart ctrl={ctrl} />}
        </div>
      </section>
      {ctrl.picked && <Meaning ctrl={ctrl} />}
      {ctrl.asksToEnd && (
        <Dialog title={words.end} close={() => ctrl.askToEnd(false)}>
          <p>{words.end_text}</p>
          <p class="buttons">
            <button type="button" class="danger" onClick={() => void ctrl.end()}>{words.end}</button>
            <button type="button" autofocus onClick={() => ctrl.askToEnd(false)}>{t.common.cancel}</button>
          </p>
        </Dialog>
      )}
    </main>
  );
}

/** What was picked may mean several things: one digit. */
function Meaning({ ctrl }: { ctrl: DesignerCtrl }) {
  const words = t.types;
  const { picked } = ctrl;
  if (!picked) return null;
  const key = (event: KeyboardEvent) => {
    const meaning = meanings[Number(event.key) - 1];
    if (!meaning || (event.target as HTMLElement).matches('input')) return;
    event.preventDefault();
    ctrl.mean(meaning);
  };
  return (
    <Dialog title={words.picked} close={() => ctrl.letGo()}>
      <div class="meaning" onKeyDown={key}>
        <div class="reasons">
          {meanings.map((meaning, index) => (
            <button key={meaning} type="button" class="option" autofocus={index === 0} disabled={!ctrl.mayMean(meaning)} onClick={() => ctrl.mean(meaning)}>
              <Key name={String(index + 1)} /> {meaning === 'label' ? words.meanings.label(ctrl.field ? said(ctrl.field.title) : '…') : words.meanings[meaning]}
            </button>
          ))}
        </div>
        <LabelledInput label={words.picked_text} value={picked.text} set={(text) => ctrl.retype(text)} />
        <p class="buttons"><button type="button" onClick={() => ctrl.letGo()}>{t.common.cancel}</button></p>
      </div>
    </Dialog>
  );
}

function Fields({ ctrl }: { ctrl: DesignerCtrl }) {
  const words = t.types;
  const { trial } = ctrl;
  return (
    <>
      {trial?.is_type && !trial.recognised && <p class="notice notice-changed">{words.not_recognised}</p>}
      {ctrl.fields.length === 0 && <p class="empty">{ctrl.draft?.specimens.length ? words.no_fields : words.no_specimen}</p>}
      <ul class="type-fields">
        {ctrl.fields.map((field, index) => (
          <li key={index} class={index === ctrl.cursor ? 'type-field type-field-open' : 'type-field'}>
            <FieldHead ctrl={ctrl} field={field} index={index} />
            {index === ctrl.cursor && <FieldEditor ctrl={ctrl} field={field} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function FieldHead({ ctrl, field, index }: { ctrl: DesignerCtrl; field: FieldForm; index: number }) {
  const read = ctrl.read?.fields.find(({ name }) => name === field.name);
  return (
    <button type="button" class="type-field-head" aria-expanded={index === ctrl.cursor} onClick={() => ctrl.open(index)}>
      <span class="type-field-title"><strong>{said(field.title) || field.name}</strong><span class="small mono">{field.name}</span></span>
      <span class="type-field-read" data-test="read" data-field={field.name}>
        {read?.value ? read.value : <em>{ctrl.trial?.is_type ? t.types.nothing_read : ''}</em>}
      </span>
      {read?.value ? <Chip kind={read.status === 'accepted' ? 'confirmed' : 'doubt'}>{percent(read.confidence)}</Chip> : field.required ? <Chip kind="quiet">{t.types.required}</Chip> : <span />}
    </button>
  );
}

interface TextProps { label: string; value: string; set: (text: string) => void; mono?: boolean; hint?: string }

const Text = ({ label, value, set, mono = false, hint }: TextProps) => (
  <label class="labelled"><span>{label}</span><input type="text" class={mono ? 'mono' : ''} value={value} autocomplete="off" spellcheck={false} title={hint} onInput={(event) => set(event.currentTarget.value)} /></label>
);

/** A list of texts, a line each. */
const Lines = ({ label, value, set }: { label: string; value: readonly string[]; set: (lines: string[]) => void }) => (
  <label class="labelled"><span>{label}</span>
    <textarea rows={Math.min(6, Math.max(2, value.length + 1))} spellcheck={false} value={value.join('\n')} onChange={(event) => set(event.currentTarget.value.split('\n').map((line) => line.trim()).filter(Boolean))} />
  </label>
);

const Choice = ({ label, value, options, set }: { label: string; value: string; options: readonly (readonly [string, string])[]; set: (value: string) => void }) => (
  <label class="labelled"><span>{label}</span>
    <select value={value} onChange={(event) => set(event.currentTarget.value)}>{options.map(([key, title]) => <option key={key} value={key}>{title}</option>)}</select>
  </label>
);

const Tick = ({ label, value, set }: { label: string; value: boolean; set: (on: boolean) => void }) => (
  <label class="choice"><input type="checkbox" checked={value} onChange={(event) => set(event.currentTarget.checked)} /> {label}</label>
);

const Title = ({ value, set }: { value: Titles | undefined; set: (title: Titles) => void }) => {
  const title = value ?? { zh_hans: '', zh_hant: '', en: '' };
  return (
    <div class="form-row three">
      <Text label="简体" value={title.zh_hans} set={(zh_hans) => set({ ...title, zh_hans })} />
      <Text label="繁體" value={title.zh_hant} set={(zh_hant) => set({ ...title, zh_hant })} />
      <Text label="English" value={title.en} set={(en) => set({ ...title, en })} />
    </div>
  );
};

const none = (title: string) => ['', title] as const;

function FieldEditor({ ctrl, field }: { ctrl: DesignerCtrl; field: FieldForm }) {
  const words = t.types;
  const { keys } = words;
  const set = (change: Partial<FieldForm>) => ctrl.change(change);
  const grammar = field.grammar ?? 'text';
  const parts: Record<string, readonly string[]> = { date_range: ['from', 'to'], mrz: ['1', '2', '3'] };
  return (
    <div class="field-editor">
      <Title value={field.title} set={(title) => set({ title })} />
      <div class="form-row">
        <Text label={keys.name} value={field.name} mono hint={words.name_hint} set={(name) => set({ name: asName(name) })} />
        <Choice label={keys.grammar} value={grammar} options={ctrl.words.grammars.map((one) => [one, word(words.grammars, one)])} set={(one) => set({ grammar: one })} />
        {parts[grammar] && <Choice label={keys.part} value={field.part ?? ''} options={(parts[grammar] ?? []).map((one) => [one, word(words.part_words, one)])} set={(part) => set({ part })} />}
      </div>
      {grammar === 'choice' && <Lines label={words.a_line_each(keys.choices)} value={field.choices ?? []} set={(choices) => set({ choices })} />}
      {field.zone ? (
        <p class="zone-line"><Chip kind="second_eyes">{words.zone}</Chip> <span class="mono small">{field.zone.join(' · ')}</span> <button type="button" class="link" onClick={() => set({ zone: [] })}>{words.zone_remove}</button></p>
      ) : <Lines label={words.a_line_each(keys.labels)} value={field.labels ?? []} set={(labels) => set({ labels })} />}
      <div class="form-row">
        <Choice label={keys.rule} value={field.rule ?? ''} options={[none(words.no_rule), ...ctrl.words.rules.map((one) => [one, word(words.rules, one)] as const)]} set={(rule) => set({ rule })} />
        <Choice label={keys.sensitivity} value={field.sensitivity ?? 'c2'} options={(['c1', 'c2', 'c3'] as const).map((one) => [one, words.sensitivities[one]])} set={(sensitivity) => set({ sensitivity })} />
        <Choice label={keys.second_eyes} value={field.second_eyes ?? ''} options={[none(words.one_person), ['shown', words.second_eyes.shown], ['blind', words.second_eyes.blind]]} set={(second_eyes) => set({ second_eyes })} />
      </div>
      <div class="ticks">
        <Tick label={keys.required} value={field.required ?? false} set={(required) => set({ required })} />
        <Tick label={keys.multiline} value={field.multiline ?? false} set={(multiline) => set({ multiline })} />
      </div>
      <p class="buttons">
        <button type="button" aria-label={words.up} disabled={ctrl.cursor <= 0} onClick={() => ctrl.move(-1)}>↑</button>
        <button type="button" aria-label={words.down} disabled={ctrl.cursor >= ctrl.fields.length - 1} onClick={() => ctrl.move(1)}>↓</button>
        <span class="spacer" />
        <button type="button" class="quiet" onClick={() => ctrl.remove()}>{words.remove_field}</button>
      </p>
    </div>
  );
}

function TypePart({ ctrl }: { ctrl: DesignerCtrl }) {
  const words = t.types;
  const { keys } = words;
  const { form } = ctrl;
  return (
    <div class="field-editor">
      <Title value={form.title} set={(title) => ctrl.edit({ ...form, title })} />
      <div class="form-row">
        <Text label={keys.name} value={form.name ?? ''} mono hint={words.name_hint} set={(name) => ctrl.edit({ ...form, name: asName(name) })} />
        <Choice label={keys.colour} value={form.colour ?? ''} options={[none(words.any_colour), ['required', words.needs_colour]]} set={(colour) => { const { colour: _colour, ...rest } = form; ctrl.edit(colour ? { ...rest, colour } : rest); }} />
      </div>
      <h2>{words.anchors}</h2>
      <p class="small">{words.anchors_hint}</p>
      <Anchors ctrl={ctrl} />
      <h2>{words.others}</h2>
      <Lines label={words.a_line_each(keys.other_labels)} value={form.other_labels ?? []} set={(other_labels) => ctrl.edit({ ...form, other_labels })} />
      <h2>{keys.cross_checks}</h2>
      <div class="ticks two">
        {ctrl.words.cross_checks.map((code) => {
          const on = form.cross_checks?.includes(code) ?? false;
          return <Tick key={code} label={code} value={on} set={(wanted) => ctrl.edit({ ...form, cross_checks: wanted ? [...(form.cross_checks ?? []), code] : (form.cross_checks ?? []).filter((one) => one !== code) })} />;
        })}
      </div>
    </div>
  );
}

function Anchors({ ctrl }: { ctrl: DesignerCtrl }) {
  const words = t.types;
  const anchors = ctrl.form.anchor ?? [];
  const change = (index: number, anchor: AnchorForm) => ctrl.setAnchors(anchors.map((one, at) => (at === index ? anchor : one)));
  const kindOf = (anchor: AnchorForm) => (anchor.mrz !== undefined ? 'mrz' : anchor.number !== undefined ? 'number' : 'text');
  const weight = anchors.reduce((sum, one) => sum + (one.weight ?? 1), 0);
  return (
    <>
      <ul class="anchors">
        {anchors.map((anchor, index) => {
          const kind = kindOf(anchor);
          const said = anchor[kind] ?? '';
          return (
            <li key={index}>
              <select aria-label={words.anchor_kind} value={kind} onChange={(event) => change(index, { [event.currentTarget.value]: event.currentTarget.value === 'number' ? 'cn_id' : said, weight: anchor.weight ?? 1 })}>
                {(['text', 'mrz', 'number'] as const).map((one) => <option key={one} value={one}>{words.anchor_kinds[one]}</option>)}
              </select>
              {kind === 'number' ? (
                <select aria-label={words.anchor_kinds.number} value={said} onChange={(event) => change(index, { ...anchor, number: event.currentTarget.value })}>
                  {['cn_id', 'bank_card'].map((one) => <option key={one} value={one}>{word(words.grammars, one, word(words.rules, one.replace('_', '-')))}</option>)}
                </select>
              ) : <input type="text" aria-label={words.anchor_kinds[kind]} value={said} spellcheck={false} onInput={(event) => change(index, { ...anchor, [kind]: event.currentTarget.value })} />}
              <input type="number" class="weight" aria-label={words.weight} min={0} max={10} step={0.5} value={anchor.weight ?? 1} onChange={(event) => change(index, { ...anchor, weight: Number(event.currentTarget.value) || 0 })} />
              <button type="button" class="quiet" aria-label={words.remove_anchor(said)} onClick={() => ctrl.setAnchors(anchors.filter((_, at) => at !== index))}>×</button>
            </li>
          );
        })}
      </ul>
      <p class="buttons">
        <button type="button" onClick={() => ctrl.setAnchors([...anchors, { text: '', weight: 1 }])}>{words.add_anchor}</button>
        <span class="spacer" />
        <span class="small">{words.weights(weight)}</span>
      </p>
    </>
  );
}

function TryPart({ ctrl }: { ctrl: DesignerCtrl }) {
  const words = t.types;
  const read = ctrl.attempts.filter(({ state }) => state === 'read').length;
  return (
    <>
      <p class="small">{words.try_hint}</p>
      <p class="buttons">
        <button type="button" class="primary" disabled={ctrl.trying || !ctrl.draft?.specimens.length} onClick={() => void ctrl.tryAll(false)}>{words.try_specimens(ctrl.draft?.specimens.length ?? 0)}</button>
        {ctrl.context.seesRecords && ctrl.base && <button type="button" disabled={ctrl.trying} onClick={() => void ctrl.tryAll(true)}>{words.try_records}</button>}
        <span class="spacer" />
        {ctrl.attempts.length > 0 && <span class="small" role="status">{t.common.of(read, ctrl.attempts.length)}</span>}
      </p>
      <ul class="attempts">{ctrl.attempts.map((attempt, index) => <AttemptItem key={index} ctrl={ctrl} attempt={attempt} />)}</ul>
    </>
  );
}

function AttemptItem({ ctrl, attempt }: { ctrl: DesignerCtrl; attempt: Attempt }) {
  const words = t.types;
  const { trial } = attempt;
  const changes = trial ? ctrl.changesOf(trial) : [];
  const of = (kind: FieldChange['kind']) => changes.filter((one) => one.kind === kind).length;
  return (
    <li class="attempt">
      <header>
        <strong class="clip">{attempt.name}</strong>
        {attempt.state === 'waiting' && <span class="small">{words.waiting}</span>}
        {attempt.state === 'reading' && <span class="small">{words.reading}</span>}
        {attempt.state === 'failed' && <Chip kind="error">{attempt.problem}</Chip>}
        {trial && (trial.recognised ? <Chip kind="confirmed">{words.recognised}</Chip> : <Chip kind="error">{words.read_as(trial.documents.map(({ type }) => type).join(', '))}</Chip>)}
        {(['gained', 'differs', 'lost'] as const).map((kind) => (of(kind) ? <Chip key={kind} kind={kind === 'lost' ? 'error' : kind === 'differs' ? 'doubt' : 'second_eyes'}>{words.change_counts[kind](of(kind))}</Chip> : null))}
      </header>
      {trial && (
        <table class="rows">
          <thead><tr><th>{words.columns.field}</th><th>{words.columns.today}</th><th>{words.columns.with_draft}</th><th>{words.columns.crop}</th></tr></thead>
          <tbody>{changes.map((change) => <ChangeRow key={change.name} ctrl={ctrl} attempt={attempt} change={change} />)}</tbody>
        </table>
      )}
    </li>
  );
}

function ChangeRow({ ctrl, attempt, change }: { ctrl: DesignerCtrl; attempt: Attempt; change: FieldChange }) {
  const form = ctrl.fields.find(({ name }) => name === change.name);
  const field = attempt.trial?.documents.flatMap(({ fields }) => fields).find(({ name, value }) => name === change.name && value === change.after);
  const page = attempt.trial?.pages.find(({ index }) => index === field?.page);
  const picture = page ? ctrl.pictureOf(attempt, page.index) : null;
  return (
    <tr class={`change-${change.kind}`}>
      <td>{form ? said(form.title) : <span class="mono">{change.name}</span>}</td>
      <td class={change.kind === 'same' ? 'soft' : 'gone'}>{change.before || '—'}</td>
      <td>{change.after || '—'} {change.after && <Chip kind={change.accepted ? 'confirmed' : 'doubt'}>{percent(change.confidence)}</Chip>}</td>
      <td class="attempt-crop">{field && page && picture && change.after ? <CropOf name={`${attempt.name} ${change.name}`} picture={picture} rect={onPreview(field.box, page.from_scan)} label="" /> : null}</td>
    </tr>
  );
}

function PublishPart({ ctrl }: { ctrl: DesignerCtrl }) {
  const words = t.types;
  const { draft, base, form } = ctrl;
  const fault = draft?.fault;
  return (
    <div class="field-editor">
      {fault ? <p class="notice notice-changed">{words.fault(fault.reason)}</p> : <p class="notice">{base ? words.becomes(form.name ?? '', base.version + 1) : words.becomes_new(form.name ?? '')}</p>}
      {base && (
        <>
          <h2>{words.against(base.version)}</h2>
          <Differences differences={ctrl.differences} />
        </>
      )}
      <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.publish(); }}>
        <LabelledInput label={words.reason} value={ctrl.reason} set={(text) => ctrl.say(text)} />
        <p class="small">{words.publish_hint}</p>
        <p class="buttons">
          <button type="submit" class="primary" disabled={ctrl.busy || ctrl.unsaved || !!fault || !ctrl.reason.trim()}>{words.publish}</button>
          <button type="button" onClick={() => ctrl.download()}>{words.export}</button>
          <span class="spacer" />
          <button type="button" class="quiet" onClick={() => ctrl.askToEnd(true)}>{words.end}…</button>
        </p>
      </form>
    </div>
  );
}
