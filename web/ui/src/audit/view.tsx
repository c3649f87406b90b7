import type { AuditRow } from '../api';
import { moment, t, word } from '../i18n';
import type { PagedList } from '../kit/list';
import { Alert, More } from '../kit/widgets';

export function AuditView({ list }: { list: PagedList<AuditRow> }) {
  const { columns } = t.audit;
  return (
    <main class="sheet" id="main" tabIndex={0}>
      <h1>{t.audit.title}</h1>
      <Alert>{list.problem}</Alert>
      <table class="rows trail">
        <thead><tr><th class="number">{columns.seq}</th><th>{columns.at}</th><th>{columns.actor}</th><th>{columns.action}</th><th>{columns.object}</th><th>{columns.detail}</th><th>{columns.outcome}</th></tr></thead>
        <tbody>
          {list.items.map((row) => (
            <tr key={row.seq}>
              <td class="number">{row.seq}</td>
              <td>{moment(row.at)}</td>
              <td>{row.actor}</td>
              <td>{word(t.actions, row.action)}</td>
              <td class="mono clip" title={row.object}>{row.object}</td>
              <td class="mono detail">{row.detail}</td>
              <td>{word(t.actions, row.outcome)}</td>
            </tr>
          ))}
          {!list.items.length && !list.loading && <tr><td colSpan={7} class="none">{t.common.nothing}</td></tr>}
        </tbody>
      </table>
      <More next={list.next} loading={list.loading} more={() => void list.more()} />
    </main>
  );
}
