import type { ChartConfiguration } from 'chart.js';
import type { DocumentType, FilingPlan, MonthCounts, Statistics, TypeQuality } from '../api';
import { ArchiveTabs } from '../archive/tabs';
import type { Screen } from '../app/route';
import { Chart, colour } from '../figures/chart';
import { count, percent, said, t } from '../i18n';
import { Alert, typeTitle } from '../kit/widgets';
import { spans, ways, type StatisticsCtrl, type Way } from './ctrl';
import { largest, shareOf, sizeText, wordsBy } from './model';

interface Props { ctrl: StatisticsCtrl; types: readonly DocumentType[]; screens: readonly Screen[] }

export function StatisticsView({ ctrl, types, screens }: Props) {
  const words = t.statistics;
  const { statistics } = ctrl;
  return (
    <main class="sheet" id="main" tabIndex={-1}>
      <ArchiveTabs at="statistics" screens={screens} />
      <header class="sheet-head">
        <h1>{words.title}</h1>
        <span class="spacer" />
        <label class="labelled inline">
          <span>{words.months}</span>
          <select value={ctrl.months} onChange={(event) => ctrl.choose(Number(event.currentTarget.value))}>
            {spans.map((months) => <option key={months} value={months}>{words.last_months(months)}</option>)}
          </select>
        </label>
        <button type="button" onClick={() => void ctrl.csv()}>{words.csv}</button>
      </header>
      <Alert>{ctrl.problem}</Alert>
      {statistics && (
        <>
          <Tiles statistics={statistics} />
          <div class="charts">
            <ByWord ctrl={ctrl} statistics={statistics} types={types} />
            <Growth statistics={statistics} />
            <Storage statistics={statistics} types={types} />
            <Desk statistics={statistics} />
          </div>
          <Quality statistics={statistics} types={types} />
        </>
      )}
      {!statistics && !ctrl.problem && <p aria-busy="true">{t.common.loading}</p>}
    </main>
  );
}

function Tiles({ statistics }: { statistics: Statistics }) {
  const words = t.statistics.tiles;
  const { desk } = statistics;
  const late = (['loans_overdue', 'reviews_overdue', 'expiries_overdue', 'requests_overdue'] as const).filter((name) => desk[name] > 0);
  return (
    <ul class="counts">
      <li class="count count-committed"><strong>{count(statistics.records)}</strong> {words.records}</li>
      <li class="count"><strong>{sizeText(statistics.bytes)}</strong> {words.bytes}</li>
      <li class="count"><strong>{count(desk.loans_out)}</strong> {words.loans_out}</li>
      <li class="count"><strong>{count(desk.corrections_open)}</strong> {words.corrections_open}</li>
      <li class="count"><strong>{count(desk.requests_open)}</strong> {words.requests_open}</li>
      {late.map((name) => <li key={name} class="count count-quarantined"><strong>{count(desk[name])}</strong> {words[name]}</li>)}
    </ul>
  );
}

/** A word of that class as people call it. */
function titleOf(way: Way, word: string | null, types: readonly DocumentType[], plan: FilingPlan | null): string {
  if (!word) return t.statistics.none;
  if (way === 'type') return typeTitle(types, word);
  const found = plan?.classes.find(({ name }) => name === way)?.words.find(({ name }) => name === word);
  return found ? said(found.title) : word;
}

function ByWord({ ctrl, statistics, types }: Omit<Props, 'screens'> & { statistics: Statistics }) {
  const words = t.statistics;
  const { plan, way } = ctrl;
  const counted = wordsBy(statistics, way);
  const rows = counted.map(({ word, records, bytes }) => [titleOf(way, word, types, plan), count(records), sizeText(bytes)]);
  const shown = largest(counted, '…');
  return (
    <div class="chart-with-choice">
      <select aria-label={words.by_label} value={way} onChange={(event) => ctrl.tellApart(event.currentTarget.value as Way)}>
        {ways.map((one) => <option key={one} value={one}>{words.by[one]}</option>)}
      </select>
      <Chart
        key={way}
        title={words.by[way]}
        nothing={!counted.length}
        table={{ head: [words.word, words.records, words.bytes], rows }}
        config={() => ({
          type: 'bar',
          data: { labels: shown.map(({ word }) => (word === '…' ? '…' : titleOf(way, word, types, plan))), datasets: [{ label: words.records, data: shown.map(({ records }) => records), backgroundColor: colour('accent'), maxBarThickness: 24 }] },
          options: { indexAxis: 'y', scales: { x: { beginAtZero: true, ticks: { precision: 0 } }, y: { grid: { display: false } } }, plugins: { legend: { display: false } } },
        })}
      />
    </div>
  );
}

function Growth({ statistics }: { statistics: Statistics }) {
  const words = t.statistics;
  const { months } = statistics;
  return (
    <Chart
      title={words.growth}
      nothing={!statistics.records}
      table={{ head: [words.month, words.records, words.bytes], rows: months.map(({ month, records, bytes }) => [month, count(records), sizeText(bytes)]) }}
      config={() => ({
        type: 'bar',
        data: {
          labels: months.map(({ month }) => month),
          datasets: [
            { label: words.growth_records, data: months.map(({ records }) => records), backgroundColor: colour('accent'), maxBarThickness: 28, yAxisID: 'y' },
            { type: 'line', label: `${words.bytes} (MB)`, data: months.map(({ bytes }) => bytes / 1e6), borderColor: colour('good'), backgroundColor: colour('good'), pointRadius: 2, yAxisID: 'bytes' },
          ],
        },
        options: { scales: { x: { grid: { display: false } }, y: { beginAtZero: true, ticks: { precision: 0 } }, bytes: { position: 'right', beginAtZero: true, grid: { display: false } } }, plugins: { legend: { position: 'bottom' } } },
      } as ChartConfiguration)}
    />
  );
}

function Storage({ statistics, types }: { statistics: Statistics; types: readonly DocumentType[] }) {
  const words = t.statistics;
  const counted = [...wordsBy(statistics, 'type')].sort((one, other) => other.bytes - one.bytes);
  return (
    <Chart
      title={words.storage}
      hint={words.storage_hint}
      nothing={!counted.length}
      table={{ head: [words.columns.type, words.bytes, words.records], rows: counted.map(({ word, bytes, records }) => [titleOf('type', word, types, null), sizeText(bytes), count(records)]) }}
      config={() => ({
        type: 'bar',
        data: { labels: counted.map(({ word }) => titleOf('type', word, types, null)), datasets: [{ label: 'MB', data: counted.map(({ bytes }) => bytes / 1e6), backgroundColor: colour('good'), maxBarThickness: 24 }] },
        options: { indexAxis: 'y', scales: { x: { beginAtZero: true, title: { display: true, text: 'MB' } }, y: { grid: { display: false } } }, plugins: { legend: { display: false } } },
      })}
    />
  );
}

const deskLines = ['loans', 'reviews', 'corrections', 'destroyed'] as const satisfies readonly (keyof MonthCounts)[];

function Desk({ statistics }: { statistics: Statistics }) {
  const words = t.statistics;
  const { months } = statistics;
  const colours = ['accent', 'good', 'doubt-mark', 'error'];
  return (
    <Chart
      title={words.desk}
      nothing={months.every((month) => deskLines.every((name) => !month[name]))}
      table={{ head: [words.month, ...deskLines.map((name) => words[name])], rows: months.map((month) => [month.month, ...deskLines.map((name) => count(month[name]))]) }}
      config={() => ({
        type: 'bar',
        data: { labels: months.map(({ month }) => month), datasets: deskLines.map((name, at) => ({ label: words[name], data: months.map((month) => month[name]), backgroundColor: colour(colours[at] ?? 'accent'), maxBarThickness: 16 })) },
        options: { scales: { x: { grid: { display: false } }, y: { beginAtZero: true, ticks: { precision: 0 } } }, plugins: { legend: { position: 'bottom' } } },
      })}
    />
  );
}

const withShare = (part: number, whole: number): string => {
  const share = shareOf(part, whole);
  return share === null ? count(part) : `${count(part)} (${percent(share)})`;
};

function Quality({ statistics, types }: { statistics: Statistics; types: readonly DocumentType[] }) {
  const words = t.statistics;
  const columns = ['missing', 'overridden', 'unseen', 'corrected'] as const satisfies readonly (keyof TypeQuality)[];
  return (
    <section class="block">
      <h2>{words.quality}</h2>
      <p class="small">{words.quality_hint}{statistics.uncounted > 0 && ` ${words.uncounted(count(statistics.uncounted))}`}</p>
      <table class="rows">
        <thead><tr><th>{words.columns.type}</th><th class="number">{words.records}</th><th class="number">{words.columns.fields}</th>{columns.map((name) => <th key={name} class="number">{words.columns[name]}</th>)}<th class="number">{words.columns.expired}</th></tr></thead>
        <tbody>
          {statistics.quality.map((one) => (
            <tr key={one.type}>
              <td>{typeTitle(types, one.type)}</td><td class="number">{count(one.records)}</td><td class="number">{count(one.fields)}</td>
              {columns.map((name) => <td key={name} class="number">{withShare(one[name], one.fields)}</td>)}
              <td class="number">{count(one.expired)}</td>
            </tr>
          ))}
          {!statistics.quality.length && <tr><td colSpan={8} class="none">{t.common.nothing}</td></tr>}
        </tbody>
      </table>
    </section>
  );
}
