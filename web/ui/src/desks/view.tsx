import type { DocumentType } from '../api';
import { moment, t } from '../i18n';
import { Alert, Chip, typeTitle } from '../kit/widgets';
import type { DesksCtrl } from './ctrl';

/** Who has what open. Marking somebody as away gives their documents back. */
export function DesksView({ ctrl, types }: { ctrl: DesksCtrl; types: readonly DocumentType[] }) {
  const { columns } = t.desks;
  return (
    <section class="block" aria-labelledby="desks-title">
      <h2 id="desks-title">{t.desks.title}</h2>
      <Alert>{ctrl.problem}</Alert>
      <table class="rows" aria-label={t.desks.title}>
        <thead><tr><th>{columns.person}</th><th>{columns.open}</th><th>{columns.away}</th></tr></thead>
        <tbody>
          {ctrl.desks.map((desk) => (
            <tr key={desk.username} data-desk={desk.username}>
              <td>{desk.display_name || desk.username} <span class="small">{desk.username}</span></td>
              <td>{desk.held.length === 0 && <span class="soft">—</span>}{desk.held.map((one) => <Chip key={one.document_id} kind="quiet" hint={t.desks.until(moment(one.lease_until))}>{typeTitle(types, one.type)}</Chip>)}</td>
              <td>
                {desk.away && <Chip kind="doubt">{t.desks.away}</Chip>}{' '}
                <button type="button" class="link" onClick={() => void ctrl.setAway(desk, !desk.away)}>{desk.away ? t.desks.set_back : t.desks.set_away}</button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
