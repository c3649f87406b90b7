import type { StationHealth } from '../api';
import { duration, moment, span, t, word } from '../i18n';
import { Alert, Chip, More } from '../kit/widgets';
import type { IntakeCtrl, Sending } from './ctrl';

export function IntakeView({ ctrl, canVerify }: { ctrl: IntakeCtrl; canVerify: boolean }) {
  return (
    <main class="sheet" id="main">
      <h1>{t.intake.title}</h1>
      <Drop ctrl={ctrl} />
      {ctrl.sendings.length > 0 && <Uploads ctrl={ctrl} />}
      {ctrl.stations.length > 0 && <Stations ctrl={ctrl} />}
      <Originals ctrl={ctrl} canVerify={canVerify} />
    </main>
  );
}

function Drop({ ctrl }: { ctrl: IntakeCtrl }) {
  const over = (event: DragEvent) => { event.preventDefault(); ctrl.drag(true); };
  const drop = (event: DragEvent) => { event.preventDefault(); ctrl.add([...(event.dataTransfer?.files ?? [])]); };
  return (
    <div class={ctrl.dragging ? 'drop drop-over' : 'drop'} onDragOver={over} onDragLeave={() => ctrl.drag(false)} onDrop={drop}>
      <p class="drop-title">{t.intake.drop}</p>
      <p class="small">{t.intake.drop_hint}</p>
      <div class="drop-row">
        <label class="labelled inline"><span>{t.intake.station}</span><input type="text" value={ctrl.station} onInput={(event) => ctrl.setStation(event.currentTarget.value)} /></label>
        <label class="file-button primary">
          {t.intake.choose}
          <input type="file" multiple accept=".jpg,.jpeg,.png,.tif,.tiff,.pdf,.webp,.jp2,.j2k,.jpf,.jpx" onChange={(event) => { ctrl.add([...(event.currentTarget.files ?? [])]); event.currentTarget.value = ''; }} />
        </label>
      </div>
    </div>
  );
}

const chipOf: Record<Sending['state'], string> = { waiting: 'quiet', sending: 'quiet', sent: 'confirmed', duplicate: 'doubt', failed: 'error' };

const Uploads = ({ ctrl }: { ctrl: IntakeCtrl }) => (
  <section class="block">
    <h2>{t.intake.uploads}</h2>
    <ul class="uploads" aria-live="polite">
      {ctrl.sendings.map((one, index) => (
        <li key={`${ctrl.sendings.length - index} ${one.name}`}>
          <span class="clip">{one.name}</span>
          <progress max={1} value={one.part} aria-label={one.name} />
          {one.state !== 'sending' && <Chip kind={chipOf[one.state]}>{t.intake[one.state]}</Chip>}
          {one.problem && <span class="small">{one.problem}</span>}
        </li>
      ))}
    </ul>
  </section>
);

const warned = (station: StationHealth, warning: StationHealth['warnings'][number]) => {
  const { clock, warnings } = t.intake.health;
  return warning in clock
    ? clock[warning as keyof typeof clock](span(Math.abs(station.clock_ahead_s ?? 0)))
    : warnings[warning as keyof typeof warnings];
};

/** Every scanning station: when it last delivered, what waits in its folder, what its pages say of the scanner. */
const Stations = ({ ctrl }: { ctrl: IntakeCtrl }) => {
  const { health } = t.intake;
  return (
    <section class="block">
      <h2>{health.title}</h2>
      <table class="rows">
        <thead><tr><th>{t.intake.station}</th><th>{health.last}</th><th class="number">{health.hour}</th><th class="number">{health.rejected}</th><th>{health.waiting}</th><th>{health.rules}</th><th>{health.scanner}</th></tr></thead>
        <tbody>
          {ctrl.stations.map((one) => (
            <tr key={one.station}>
              <td class="clip" title={one.station}>{one.station}</td>
              <td>{one.last_read_at ? moment(one.last_read_at) : '—'}</td>
              <td class="number">{one.last_hour}</td>
              <td class="number">{one.rejected}</td>
              <td>{one.waiting_count > 0 ? <Waiting station={one} /> : '—'}</td>
              <td class="small">{rulesText(one.rules)}</td>
              <td>
                {one.trouble && <Chip kind="error">{health.trouble}</Chip>}
                {one.warnings.map((warning) => <Chip key={warning} kind="doubt">{warned(one, warning)}</Chip>)}
                {!one.trouble && !one.warnings.length && <span class="small">{health.good}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

/** `every 4 sheets, both sides, across files; a pause of 10 min ends a batch`. */
function rulesText({ separation, sides, across_files, batch_idle_s }: StationHealth['rules']): string {
  const { separations, both_sides, across, idle } = t.intake.health;
  const [mode = '', count = ''] = separation.split(':');
  const parts = [word(separations, mode).replace('{n}', count), ...(sides === 2 ? [both_sides] : []), ...(across_files ? [across] : [])];
  return `${parts.join(t.intake.health.comma)}${t.intake.health.stop}${idle.replace('{pause}', duration(batch_idle_s))}`;
}

const Waiting = ({ station }: { station: StationHealth }) => (
  <details>
    <summary>{station.waiting_count}</summary>
    <ul class="small">
      {station.waiting.map((file) => <li key={file.source_name}>{file.source_name}: {t.intake.health.reasons[file.reason]}, {moment(file.since)}</li>)}
    </ul>
  </details>
);

const stateChip: Record<string, string> = { received: 'quiet', read: 'confirmed', quarantined: 'error', rejected: 'error', duplicate: 'doubt' };

function Originals({ ctrl, canVerify }: { ctrl: IntakeCtrl; canVerify: boolean }) {
  const { columns, states } = t.intake;
  const list = ctrl.originals;
  return (
    <section class="block">
      <header class="block-head">
        <h2>{t.intake.originals}</h2>
        <select aria-label={columns.state} value={ctrl.state} onChange={(event) => ctrl.filter(event.currentTarget.value)}>
          <option value="">{t.intake.all_states}</option>
          {(['received', 'read', 'quarantined'] as const).map((state) => <option key={state} value={state}>{states[state]}</option>)}
        </select>
      </header>
      <Alert>{list.problem}</Alert>
      <table class="rows">
        <thead><tr><th>{columns.source}</th><th>{columns.station}</th><th>{columns.received}</th><th>{columns.state}</th><th>{columns.reason}</th><th>{columns.documents}</th></tr></thead>
        <tbody>
          {list.items.map((row) => (
            <tr key={row.id}>
              <td class="clip" title={row.source_name}>{row.source_name}</td>
              <td>{row.station}</td>
              <td>{moment(row.received_at)}</td>
              <td><Chip kind={stateChip[row.state] ?? 'quiet'}>{word(states, row.state)}</Chip></td>
              <td>{row.reason?.message ?? ''}</td>
              <td>{canVerify ? row.documents.map((id, index) => <button key={id} type="button" class="link" onClick={() => ctrl.open(id)}>{t.intake.open}{row.documents.length > 1 ? ` ${index + 1}` : ''}</button>) : row.documents.length || ''}</td>
            </tr>
          ))}
          {!list.items.length && !list.loading && <tr><td colSpan={6} class="none">{t.common.nothing}</td></tr>}
        </tbody>
      </table>
      <More next={list.next} loading={list.loading} more={() => void list.more()} />
    </section>
  );
}
