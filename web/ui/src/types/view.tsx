// The types in force, the drafts of new ones, and a type's versions side by side.
import type { TypeVersion } from '../api';
import { moment, said, t, word } from '../i18n';
import { Alert, Chip, Dialog, LabelledInput } from '../kit/widgets';
import type { TypesCtrl, TypeVersionsCtrl } from './ctrl';
import type { Difference } from './model';

export function TypesView({ ctrl }: { ctrl: TypesCtrl }) {
  const words = t.types;
  return (
    <main class="sheet" id="main" tabIndex={-1}>
      <header class="sheet-head">
        <h1>{words.title}</h1>
        <span class="spacer" />
        <label class="file-button">{words.import}<input type="file" accept=".toml" onChange={(event) => { const file = event.currentTarget.files?.[0]; event.currentTarget.value = ''; if (file) void ctrl.importFile(file); }} /></label>
        <button type="button" class="primary" disabled={ctrl.busy} onClick={() => void ctrl.begin({})}>{words.new}</button>
      </header>
      <p class="soft">{words.hint}</p>
      <Alert>{ctrl.problem}</Alert>
      {ctrl.drafts.length > 0 && <Drafts ctrl={ctrl} />}
      <section class="block">
        <h2>{words.in_force}</h2>
        <table class="rows">
          <thead><tr><th>{words.columns.title}</th><th>{words.columns.name}</th><th class="number">{words.columns.fields}</th><th class="number">{words.columns.version}</th><th>{words.columns.since}</th><th>{words.columns.actions}</th></tr></thead>
          <tbody>
            {ctrl.types.map((type) => (
              <tr key={type.name}>
                <td>{said(type.title)}</td>
                <td class="mono">{type.name}</td>
                <td class="number">{type.fields}</td>
                <td class="number">{type.version}</td>
                <td>{type.is_withdrawn ? <Chip kind="doubt">{words.out_of_force}</Chip> : <Origin version={type} />}</td>
                <td class="acts">
                  <button type="button" class="link" aria-label={`${words.change}: ${said(type.title)}`} disabled={ctrl.busy} onClick={() => void ctrl.begin({ name: type.name, version: type.version })}>{words.change}</button>
                  <button type="button" class="link" aria-label={`${words.versions}: ${said(type.title)}`} onClick={() => ctrl.versions(type.name)}>{words.versions}{type.versions > 1 ? ` (${type.versions})` : ''}</button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </main>
  );
}

const Origin = ({ version }: { version: TypeVersion }) => (version.published_at ? <>{moment(version.published_at)}, {version.published_by}</> : <span class="soft">{t.types.installed}</span>);

function Drafts({ ctrl }: { ctrl: TypesCtrl }) {
  const words = t.types;
  return (
    <section class="block">
      <h2>{words.drafts}</h2>
      <table class="rows">
        <thead><tr><th>{words.columns.title}</th><th>{words.columns.name}</th><th class="number">{words.columns.specimens}</th><th>{words.columns.changed}</th></tr></thead>
        <tbody>
          {ctrl.drafts.map((draft) => (
            <tr key={draft.id} class="openable" onClick={() => ctrl.open(draft.id)}>
              <td><button type="button" class="link" onClick={(event) => { event.stopPropagation(); ctrl.open(draft.id); }}>{(draft.title && said(draft.title)) || draft.name || words.untitled}</button></td>
              <td class="mono">{draft.name ?? '—'}</td><td class="number">{draft.specimens}</td><td>{moment(draft.changed_at)}, {draft.changed_by}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function TypeVersionsView({ ctrl }: { ctrl: TypeVersionsCtrl }) {
  const words = t.types;
  const { chosen, before } = ctrl;
  return (
    <main class="sheet" id="main" tabIndex={-1}>
      <header class="sheet-head">
        <button type="button" class="quiet" onClick={ctrl.back}>← {words.title}</button>
        <h1>{chosen?.form.title ? said(chosen.form.title) : ctrl.name}</h1>
        <span class="mono soft">{ctrl.name}</span>
        {ctrl.isWithdrawn && <Chip kind="doubt">{words.out_of_force}</Chip>}
        <span class="spacer" />
        {ctrl.mayWithdraw && <button type="button" disabled={ctrl.busy} onClick={() => ctrl.ask('withdrawal')}>{words.withdraw}</button>}
      </header>
      {ctrl.asking === null && <Alert>{ctrl.problem}</Alert>}
      <div class="type-versions">
        <section class="block">
          <h2>{words.versions}</h2>
          <ol class="version-list">
            {ctrl.items.map((item, index) => (
              <li key={item.version}>
                {item.is_withdrawal ? (
                  <div class="version">
                    <strong>{words.out_of_force}</strong>
                    <span class="small"><Origin version={item} /></span>
                    <span class="version-reason">{item.reason}</span>
                  </div>
                ) : (
                  <button type="button" class="version" aria-pressed={item.version === chosen?.version} onClick={() => void ctrl.choose(item.version)}>
                    <strong>{words.version(item.version)}</strong>
                    <span class="small">{index === 0 && <Chip kind="confirmed">{words.current}</Chip>} <Origin version={item} /></span>
                    {item.reason && <span class="version-reason">{item.reason}</span>}
                  </button>
                )}
              </li>
            ))}
          </ol>
        </section>
        {chosen && (
          <section class="block">
            <div class="block-head">
              <h2>{words.version(chosen.version)}</h2>
              <span class="buttons">
                <button type="button" onClick={() => ctrl.download()}>{words.export}</button>
                <button type="button" disabled={ctrl.busy} onClick={() => void ctrl.design()}>{words.change}</button>
                {chosen.version !== ctrl.items[0]?.version && <button type="button" class="primary" onClick={() => ctrl.ask(chosen.version)}>{words.again}</button>}
              </span>
            </div>
            {ctrl.items.filter((one) => !one.is_withdrawal).length > 1 && (
              <label class="labelled inline compare"><span>{words.compare}</span>
                <select value={before?.version ?? ''} onChange={(event) => void ctrl.compareWith(Number(event.currentTarget.value))}>
                  {!before && <option value="">—</option>}
                  {ctrl.items.filter((one) => one.version !== chosen.version && !one.is_withdrawal).map(({ version }) => <option key={version} value={version}>{words.version(version)}</option>)}
                </select>
              </label>
            )}
            {before && <Differences differences={ctrl.differences} />}
            <h3>{words.as_file}</h3>
            <pre class="type-text" tabIndex={0}>{chosen.text}</pre>
          </section>
        )}
      </div>
      {ctrl.asking !== null && (
        <Dialog title={ctrl.asking === 'withdrawal' ? words.withdraw_title : words.again_title(ctrl.asking)} close={() => ctrl.ask(null)}>
          <form onSubmit={(event) => { event.preventDefault(); void ctrl.answer(); }}>
            <p>{ctrl.asking === 'withdrawal' ? words.withdraw_text : words.again_text}</p>
            <LabelledInput label={words.reason} value={ctrl.reason} set={(text) => ctrl.say(text)} autofocus />
            <Alert>{ctrl.problem}</Alert>
            <p class="buttons">
              <button type="submit" class="primary" disabled={ctrl.busy || !ctrl.reason.trim()}>{ctrl.asking === 'withdrawal' ? words.withdraw_now : words.again}</button>
              <button type="button" onClick={() => ctrl.ask(null)}>{t.common.cancel}</button>
            </p>
          </form>
        </Dialog>
      )}
    </main>
  );
}

/** What one version says and another does not. */
export function Differences({ differences }: { differences: Difference[] }) {
  const words = t.types;
  if (!differences.length) return <p class="soft">{words.no_difference}</p>;
  return (
    <table class="rows differences">
      <thead><tr><th>{words.columns.what}</th><th>{words.columns.before}</th><th>{words.columns.after}</th></tr></thead>
      <tbody>
        {differences.map(({ what, key, before, after }) => (
          <tr key={`${what} ${key}`}>
            <td>{what && <span class="mono">{what}</span>} <span class="soft">{word(words.keys, key)}</span></td>
            <td class="gone">{before}</td>
            <td class="come">{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
