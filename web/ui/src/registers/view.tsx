import type { Register } from '../api';
import { ArchiveTabs } from '../archive/tabs';
import type { Screen } from '../app/route';
import { count, dateText, languages, moment, said, t, type Language } from '../i18n';
import { Alert, LabelledInput, More } from '../kit/widgets';
import { registerKinds, type RegistersCtrl } from './ctrl';

export function RegistersView({ ctrl, screens }: { ctrl: RegistersCtrl; screens: readonly Screen[] }) {
  const words = t.registers;
  return (
    <main class="sheet" id="main" tabIndex={-1}>
      <ArchiveTabs at="registers" screens={screens} />
      <header class="sheet-head"><h1>{words.title}</h1></header>
      <Alert>{ctrl.problem || ctrl.made.problem}</Alert>
      {ctrl.mayMake && <Ask ctrl={ctrl} />}
      <section class="block">
        <h2>{words.made}</h2>
        <table class="rows">
          <thead><tr><th>{words.columns.number}</th><th>{words.columns.kind}</th><th>{words.columns.of}</th><th class="number">{words.columns.lines}</th><th>{words.columns.made}</th><th>{words.columns.digest}</th></tr></thead>
          <tbody>
            {ctrl.made.items.map((one) => <Row key={one.number} ctrl={ctrl} one={one} />)}
            {!ctrl.made.items.length && !ctrl.made.loading && <tr><td colSpan={6} class="none">{t.common.nothing}</td></tr>}
          </tbody>
        </table>
        <More next={ctrl.made.next} loading={ctrl.made.loading} more={() => void ctrl.made.more()} />
      </section>
    </main>
  );
}

function Row({ ctrl, one }: { ctrl: RegistersCtrl; one: Register }) {
  const word = (name: string, value: string) => {
    const found = ctrl.plan?.classes.find((each) => each.name === name)?.words.find((each) => each.name === value);
    return found ? said(found.title) : value;
  };
  const classes = Object.entries(one.classes).map(([name, value]) => word(name, value));
  const of = [one.list ?? `${dateText(one.from ?? '')} – ${dateText(one.until ?? '')}`, ...classes];
  return (
    <tr>
      <td class="mono">{one.number}</td><td>{t.registers.kinds[one.kind]}</td><td>{of.join(' · ')}</td><td class="number">{count(one.lines)}</td><td>{one.made_by}, {moment(one.made_at)}</td>
      <td class="mono small" title={one.sha256}>{one.sha256.slice(0, 16)}…</td>
    </tr>
  );
}

function Ask({ ctrl }: { ctrl: RegistersCtrl }) {
  const words = t.registers;
  return (
    <form class="block form" onSubmit={(event) => { event.preventDefault(); void ctrl.print(); }}>
      <h2>{words.make}</h2>
      <div class="form-row">
        <label class="labelled">
          <span>{words.columns.kind}</span>
          <select value={ctrl.kind} onChange={(event) => ctrl.choose(event.currentTarget.value as typeof ctrl.kind)}>
            {registerKinds.map((kind) => <option key={kind} value={kind}>{words.kinds[kind]}</option>)}
          </select>
        </label>
        <LabelledInput label={words.from} type="date" value={ctrl.from} set={(text) => ctrl.set('from', text)} />
        <LabelledInput label={words.until} type="date" value={ctrl.until} set={(text) => ctrl.set('until', text)} />
        <label class="labelled">
          <span>{words.language}</span>
          <select value={ctrl.language} onChange={(event) => ctrl.speak(event.currentTarget.value as Language)}>
            {languages.map(({ code, name }) => <option key={code} value={code} lang={code}>{name}</option>)}
          </select>
        </label>
      </div>
      <div class="form-row">
        {ctrl.askable.map(({ name, words: choices }) => (
          <label class="labelled" key={name}>
            <span>{t.filing.classes[name]}</span>
            <select value={ctrl.classes[name] ?? ''} onChange={(event) => ctrl.setClass(name, event.currentTarget.value)}>
              <option value="">{words.all}</option>
              {choices.map((one) => <option key={one.name} value={one.name}>{said(one.title)}</option>)}
            </select>
          </label>
        ))}
      </div>
      <p class="small">{words.hint}</p>
      <p class="buttons"><button type="submit" class="primary" disabled={!ctrl.mayPrint}>{words.print}</button></p>
    </form>
  );
}
