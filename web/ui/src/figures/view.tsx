import type { DocumentType, Figures, ShareInterval } from '../api';
import { address, type Screen } from '../app/route';
import { atHour, count, percent, shortDay, siteDay, t } from '../i18n';
import { Alert, typeTitle } from '../kit/widgets';
import { Chart, colour } from './chart';
import { periods, type FiguresCtrl } from './ctrl';
import { ages, everyDay, lastDay, listBehind, peopleOf, shareOf, times, totalsOf } from './model';

interface Props { ctrl: FiguresCtrl; types: readonly DocumentType[]; screens: readonly Screen[]; now: number }

export function FiguresView({ ctrl, types, screens, now }: Props) {
  const words = t.figures;
  const { figures } = ctrl;
  return (
    <main class="sheet" id="main">
      <header class="sheet-head">
        <h1>{words.title}</h1>
        <span class="spacer" />
        <label class="labelled inline">
          <span>{words.period}</span>
          <select value={ctrl.days} onChange={(event) => ctrl.choose(Number(event.currentTarget.value))}>
            {periods.map((days) => <option key={days} value={days}>{words.days(days)}</option>)}
          </select>
        </label>
      </header>
      <Alert>{ctrl.problem}</Alert>
      {figures && (
        <>
          <Tiles figures={figures} />
          <div class="charts">
            <Days figures={figures} now={now} />
            <Waiting figures={figures} types={types} />
            <Deadlines figures={figures} screens={screens} />
            <Hours figures={figures} now={now} />
            <Calibration figures={figures} />
          </div>
          <People ctrl={ctrl} figures={figures} />
          <Stations figures={figures} />
        </>
      )}
      {!figures && !ctrl.problem && <p aria-busy="true">{t.common.loading}</p>}
    </main>
  );
}

const between = ({ least, most }: ShareInterval): string => `${percent(least)} – ${percent(most)}`;

function Tiles({ figures }: { figures: Figures }) {
  const words = t.figures;
  const totals = totalsOf(figures);
  const straight = shareOf(totals.straightThrough, totals.documents);
  const { accepted, wrong, wrong_share: share } = figures.accuracy;
  return (
    <ul class="counts">
      <li class="count count-review"><strong>{count(totals.waiting)}</strong> {words.waiting}{totals.overdue > 0 && <span class="small"> · {words.overdue(totals.overdue)}</span>}</li>
      <li class="count count-received"><strong>{count(totals.documents)}</strong> {words.documents(count(totals.files))}</li>
      <li class="count count-committed"><strong>{straight === null ? '—' : percent(straight)}</strong> {words.straight_through}</li>
      <li class="count"><strong>{count(totals.fields)}</strong> {words.settled}</li>
      <li class={wrong ? 'count count-quarantined' : 'count'}>
        <strong>{accepted ? between(share) : '—'}</strong> {accepted ? words.wrong_of(wrong, accepted) : words.no_samples}
      </li>
    </ul>
  );
}

function Days({ figures, now }: { figures: Figures; now: number }) {
  const words = t.figures;
  const days = everyDay(figures, siteDay(now));
  const others = days.map((day) => Math.max(0, day.documents - day.straight_through));
  return (
    <Chart
      title={words.by_day}
      nothing={!figures.days.length}
      table={{
        head: [words.day, words.columns.files, words.columns.unreadable, words.columns.documents, words.columns.straight_through, words.columns.by_people],
        rows: days.map((day) => [day.day, day.files, day.unreadable, day.documents, day.straight_through, day.by_people]),
      }}
      config={() => ({
        type: 'bar',
        data: {
          labels: days.map(({ day }) => shortDay(day)),
          datasets: [
            { label: words.columns.straight_through, data: days.map((day) => day.straight_through), backgroundColor: colour('good'), stack: 'documents', maxBarThickness: 36 },
            { label: words.for_people, data: others, backgroundColor: colour('doubt-line'), stack: 'documents', maxBarThickness: 36 },
          ],
        },
        options: { scales: { x: { stacked: true, grid: { display: false } }, y: { stacked: true, beginAtZero: true, ticks: { precision: 0 } } }, plugins: { legend: { position: 'bottom' } } },
      })}
    />
  );
}

function Waiting({ figures, types }: { figures: Figures; types: readonly DocumentType[] }) {
  const words = t.figures;
  const colours = ['good', 'accent', 'doubt-mark', 'doubt-line', 'error'];
  return (
    <Chart
      title={words.queue_by_age}
      nothing={!figures.waiting.length}
      table={{ head: [words.columns.type, ...ages.map((age) => words.ages[age])], rows: figures.waiting.map(({ type, by_age }) => [typeTitle(types, type), ...by_age]) }}
      config={() => ({
        type: 'bar',
        data: {
          labels: figures.waiting.map(({ type }) => typeTitle(types, type)),
          datasets: ages.map((age, index) => ({ label: words.ages[age], data: figures.waiting.map(({ by_age }) => by_age[index] ?? 0), backgroundColor: colour(colours[index] ?? 'accent'), stack: 'age', maxBarThickness: 28 })),
        },
        options: { indexAxis: 'y', scales: { x: { stacked: true, beginAtZero: true, ticks: { precision: 0 } }, y: { stacked: true, grid: { display: false } } }, plugins: { legend: { position: 'bottom' } } },
      })}
    />
  );
}

/** What is over its time and what is near, each with the list behind it, where this person has that. */
function Deadlines({ figures, screens }: { figures: Figures; screens: readonly Screen[] }) {
  const words = t.figures.deadlines;
  const colours = ['error', 'doubt-line', 'doubt-mark', 'accent', 'good'];
  const { deadlines } = figures;
  return (
    <Chart
      title={words.title}
      nothing={deadlines.every(({ by_time }) => by_time.every((one) => !one))}
      table={{ head: [words.what, ...times.map((time) => words.times[time])], rows: deadlines.map(({ kind, by_time }) => [words.kinds[kind], ...by_time]) }}
      config={() => ({
        type: 'bar',
        data: {
          labels: deadlines.map(({ kind }) => words.kinds[kind]),
          datasets: times.map((time, index) => ({ label: words.times[time], data: deadlines.map(({ by_time }) => by_time[index] ?? 0), backgroundColor: colour(colours[index] ?? 'accent'), stack: 'time', maxBarThickness: 28 })),
        },
        options: { indexAxis: 'y', scales: { x: { stacked: true, beginAtZero: true, ticks: { precision: 0 } }, y: { stacked: true, grid: { display: false } } }, plugins: { legend: { position: 'bottom' } } },
      })}
    >
      <ul class="deadlines">
        {deadlines.map(({ kind, by_time: [over = 0, ...near] }) => {
          const [screen, id] = listBehind[kind];
          return (
            <li key={kind}>
              {screens.includes(screen) ? <a href={address({ screen, id })}>{words.kinds[kind]}</a> : <span>{words.kinds[kind]}</span>}
              <span class={over ? 'wrong' : 'soft'}>{words.over(over)}</span>
              <span class="soft">{words.near(near.reduce((all, one) => all + one, 0))}</span>
            </li>
          );
        })}
      </ul>
    </Chart>
  );
}

function Hours({ figures, now }: { figures: Figures; now: number }) {
  const words = t.figures;
  const hours = lastDay(figures, now);
  return (
    <Chart
      title={words.by_hour}
      nothing={hours.every(({ fields }) => !fields)}
      table={{ head: [words.hour, words.columns.fields], rows: hours.map(({ hour, fields }) => [atHour(hour), fields]) }}
      config={() => ({
        type: 'bar',
        data: { labels: hours.map(({ hour }) => atHour(hour)), datasets: [{ label: words.columns.fields, data: hours.map(({ fields }) => fields), backgroundColor: colour('accent'), maxBarThickness: 24 }] },
        options: { scales: { x: { grid: { display: false } }, y: { beginAtZero: true, ticks: { precision: 0 } } }, plugins: { legend: { display: false } } },
      })}
    />
  );
}

/** Wrong ones of a thousand: what is said against what was found, both on a logarithmic scale, for most values are all but sure. */
function Calibration({ figures }: { figures: Figures }) {
  const words = t.figures;
  const bins = figures.accuracy.calibration;
  const least = 0.1; // of a thousand: what lies below is drawn there
  const shown = (share: number) => Math.max(least, (1 - share) * 1000);
  return (
    <Chart
      title={words.calibration}
      hint={words.calibration_hint}
      nothing={!bins.length}
      table={{
        head: [words.columns.from, words.columns.values, words.columns.said, words.columns.found, words.columns.interval],
        rows: bins.map((bin) => [percent(bin.from), bin.values, percent(bin.confidence), percent(bin.right / bin.values), between(bin.right_share)]),
      }}
      config={() => ({
        type: 'scatter',
        data: {
          datasets: [
            { label: words.found, data: bins.map((bin) => ({ x: shown(bin.confidence), y: shown(bin.right / bin.values) })), backgroundColor: colour('accent'), pointRadius: 5, pointStyle: 'circle' },
            { label: words.columns.interval, data: bins.flatMap((bin) => [{ x: shown(bin.confidence), y: shown(bin.right_share.least) }, { x: shown(bin.confidence), y: shown(bin.right_share.most) }, { x: NaN, y: NaN }]), showLine: true, borderColor: colour('line-strong'), borderWidth: 1.5, pointRadius: 0, pointStyle: 'line', spanGaps: false },
            { label: words.as_said, data: [{ x: least, y: least }, { x: 1000, y: 1000 }], showLine: true, borderColor: colour('good'), borderDash: [6, 4], borderWidth: 1.5, pointRadius: 0, pointStyle: 'line' },
          ],
        },
        options: {
          animation: false, maintainAspectRatio: false,
          scales: {
            x: { type: 'logarithmic', min: least, max: 1000, title: { display: true, text: words.said_axis }, ticks: { callback: decades } },
            y: { type: 'logarithmic', min: least, max: 1000, title: { display: true, text: words.found_axis }, ticks: { callback: decades } },
          },
          plugins: { legend: { position: 'bottom', labels: { usePointStyle: true } } },
        },
      })}
    />
  );
}

const decades = (value: number | string): string => (Number.isInteger(Math.round(Math.log10(Number(value)) * 1e6) / 1e6) ? String(value) : '');

function People({ ctrl, figures }: { ctrl: FiguresCtrl; figures: Figures }) {
  const { columns, people, known_answers: answered } = t.figures;
  const rows = peopleOf(figures, ctrl.answers);
  return (
    <section class="block">
      <h2>{people}</h2>
      <table class="rows">
        <thead><tr><th>{columns.person}</th><th class="number">{columns.fields}</th><th class="number">{columns.hours}</th><th class="number">{columns.per_hour}</th><th class="number" title={answered.hint}>{answered.title}</th><th class="number">{answered.share}</th></tr></thead>
        <tbody>
          {rows.map(({ person, fields, hours, perHour, answers }) => (
            <tr key={person}>
              <td>{person}</td><td class="number">{count(fields)}</td><td class="number">{count(hours)}</td><td class="number">{hours ? perHour.toFixed(1) : '—'}</td>
              <td class="number">{answers ? answered.counts(answers.caught, answers.caught + answers.missed + answers.differed) : '—'}</td>
              <td class="number">{answers ? between(answers.caught_share) : '—'}</td>
            </tr>
          ))}
          {!rows.length && <tr><td colSpan={6} class="none">{t.common.nothing}</td></tr>}
        </tbody>
      </table>
      <p class="small">{answered.hint}</p>
    </section>
  );
}

function Stations({ figures }: { figures: Figures }) {
  const { columns, stations } = t.figures;
  return (
    <section class="block">
      <h2>{stations}</h2>
      <table class="rows">
        <thead><tr><th>{columns.station}</th><th class="number">{columns.files}</th><th class="number">{columns.unreadable}</th><th class="number">{columns.unreadable_share}</th></tr></thead>
        <tbody>
          {figures.stations.map(({ station, files, unreadable }) => (
            <tr key={station}><td>{station}</td><td class="number">{count(files)}</td><td class="number">{count(unreadable)}</td><td class="number">{percent(files ? unreadable / files : 0)}</td></tr>
          ))}
          {!figures.stations.length && <tr><td colSpan={4} class="none">{t.common.nothing}</td></tr>}
        </tbody>
      </table>
    </section>
  );
}
