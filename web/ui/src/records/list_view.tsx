// The records: a field that takes anything, filters with their counts, and what was found.
import { useEffect, useRef } from 'preact/hooks';
import type { DocumentType, FacetCount, Match } from '../api';
import type { Screen } from '../app/route';
import { ArchiveTabs } from '../archive/tabs';
import { moment, t } from '../i18n';
import { Alert, Chip, fieldTitle, Key, More, typeTitle } from '../kit/widgets';
import type { RecordsCtrl, Row } from './ctrl';
import { isLoose, valueOf, type Filter, type Summary } from './model';
import { who } from './view';

interface Props { ctrl: RecordsCtrl; types: readonly DocumentType[] }

export function RecordsView({ ctrl, types, screens }: Props & { screens: readonly Screen[] }) {
  const { list, summary } = ctrl;
  return (
    <main class="sheet" id="main">
      <ArchiveTabs at="records" screens={screens} />
      <header class="sheet-head">
        <h1>{t.records.title}</h1>
        <SearchField ctrl={ctrl} />
        {!summary && <TypeChoice ctrl={ctrl} types={types} />}
      </header>
      <Alert>{list.problem}</Alert>
      {summary ? (
        <div class="found">
          <aside class="facets" aria-label={t.search.filters}>
            <Facet ctrl={ctrl} filter="type" title={t.records.columns.type} counts={summary.facets.types} name={(value) => typeTitle(types, value)} />
            <Facet ctrl={ctrl} filter="station" title={t.search.station} counts={summary.facets.stations} />
            <Facet ctrl={ctrl} filter="year" title={t.search.year} counts={summary.facets.years} />
            <button type="button" class="quiet" onClick={() => void ctrl.clear()}>{t.search.clear}</button>
          </aside>
          <div>
            <Told summary={summary} />
            <Table ctrl={ctrl} types={types} />
          </div>
        </div>
      ) : <Table ctrl={ctrl} types={types} />}
    </main>
  );
}

const TypeChoice = ({ ctrl, types }: Props) => (
  <select aria-label={t.records.columns.type} value={ctrl.question.type} onChange={(event) => { if (event.currentTarget.value !== ctrl.question.type) void ctrl.filter('type', event.currentTarget.value || ctrl.question.type); }}>
    <option value="">{t.records.all_types}</option>
    {types.map(({ name }) => <option key={name} value={name}>{typeTitle(types, name)}</option>)}
  </select>
);

/** Enter searches, Escape begins anew, the arrow down goes to what was found; / comes back. */
function SearchField({ ctrl }: { ctrl: RecordsCtrl }) {
  const element = useRef<HTMLInputElement>(null);
  useEffect(() => {
    element.current?.focus();
    const come = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea, select')) return;
      event.preventDefault();
      element.current?.select();
    };
    window.addEventListener('keydown', come);
    return () => window.removeEventListener('keydown', come);
  }, []);
  const press = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      hits()[0]?.focus();
    }
    if (event.key === 'Escape' && (ctrl.typed || ctrl.summary)) {
      event.preventDefault();
      void ctrl.clear();
    }
  };
  return (
    <form class="search" role="search" onSubmit={(event) => { event.preventDefault(); void ctrl.search(); }}>
      <input ref={element} type="search" aria-label={t.search.field} placeholder={t.search.hint} value={ctrl.typed} maxLength={200} autocomplete="off" spellcheck={false}
        onInput={(event) => ctrl.type(event.currentTarget.value)} onKeyDown={press} />
      <Key name="/" />
      <button type="submit" class="primary">{t.search.search}</button>
    </form>
  );
}

const hits = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.rows [data-hit]')];

/** The arrows go from one to the next. */
function walk(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (!step || !(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const all = hits();
  const next = all.indexOf(event.currentTarget) + step;
  if (next < 0) document.querySelector<HTMLElement>('.search input')?.focus();
  else all[next]?.focus();
}

function Facet({ ctrl, filter, title, counts, name = (value) => value }: { ctrl: RecordsCtrl; filter: Filter; title: string; counts: readonly FacetCount[]; name?: (value: string) => string }) {
  const chosen = ctrl.question[filter];
  const shown = chosen && !counts.some(({ value }) => value === chosen) ? [...counts, { value: chosen, records: 0 }] : counts;
  if (!shown.length) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="plain">
        {shown.map(({ value, records }) => (
          <li key={value}>
            <button type="button" class="facet" aria-pressed={value === chosen} onClick={() => void ctrl.filter(filter, value)}>
              <span>{name(value)}</span> <span class="small">{records}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How what was typed was taken, how many there are, and what is not found yet. */
const Told = ({ summary }: { summary: Summary }) => (
  <p class="small" role="status">
    {summary.is_capped ? t.search.many(summary.total) : t.search.total(summary.total)} {summary.read_as !== 'everything' && <>· {t.search.read_as[summary.read_as]}</>}
    {!summary.index.is_whole && summary.read_as !== 'number' && <> <Chip kind="doubt">{t.search.building(summary.index.records)}</Chip></>}
  </p>
);

const Table = ({ ctrl, types }: Props) => {
  const { columns } = t.records;
  const { list } = ctrl;
  return (
    <>
      <table class="rows">
        <thead><tr><th>{columns.number}</th><th>{columns.archive_number}</th><th>{columns.type}</th><th>{ctrl.summary ? t.search.found : columns.source}</th><th>{columns.committed}</th><th>{columns.by}</th></tr></thead>
        <tbody>
          {list.items.map((row) => (
            <tr key={row.id} class="openable" onClick={() => ctrl.open(row.id)}>
              <td><button type="button" class="link mono" data-hit onKeyDown={walk} onClick={(event) => { event.stopPropagation(); ctrl.open(row.id); }}>{row.number}</button>{row.has_external_doubt && <> <Chip kind="error" hint={t.checks.doubt_hint}>{t.checks.doubt}</Chip></>}</td>
              <td class="mono">{row.archive_number ?? '—'}</td>
              <td>{typeTitle(types, row.type)}</td>
              {ctrl.summary ? <td><Matches row={row} types={types} /></td> : <td class="clip" title={row.source_name}>{row.source_name}</td>}
              <td>{moment(row.committed_at)}</td>
              <td>{who(row.committed_by)}</td>
            </tr>
          ))}
          {!list.items.length && !list.loading && <tr><td colSpan={6} class="none">{t.common.nothing}</td></tr>}
        </tbody>
      </table>
      <More next={list.next} loading={list.loading} more={() => void list.more()} />
    </>
  );
};

/** Whose it is, and what matches: in that name itself, or below it. */
function Matches({ row, types }: { row: Row; types: readonly DocumentType[] }) {
  const matches = row.matches ?? [];
  const named = matches.find((match) => !match.is_former && valueOf(match) === row.title);
  return (
    <>
      {named ? <strong class="matched"><Highlighted match={named} /></strong> : <strong>{row.title}</strong>}
      {named && <How match={named} />}
      {matches.filter((match) => match !== named).map((match) => (
        <div key={`${match.field} ${valueOf(match)}`} class="matched">
          <span class="small">{fieldTitle(types, row.type, match.field)}</span> <Highlighted match={match} />
          <How match={match} />
          {match.is_former && <> <Chip kind="doubt">{t.search.former}</Chip></>}
        </div>
      ))}
    </>
  );
}

const How = ({ match }: { match: Match }) => (isLoose(match) ? <> <Chip kind="how">{t.search.kinds[match.kind]}</Chip></> : null);

const Highlighted = ({ match }: { match: Match }) => <span class={match.kind === 'number' ? 'mono' : ''}>{match.before}<mark>{match.match}</mark>{match.after}</span>;
