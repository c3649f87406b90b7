// A line a service: what it says, until when that holds, and asking again.
import type { ExternalCheck } from '../api';
import { day, moment, t, word } from '../i18n';
import { Alert, Chip } from '../kit/widgets';
import type { ChecksCtrl } from './ctrl';
import { standingOf, takesCode, type Standing } from './model';

const chips: Record<Standing, string> = {
  none: 'quiet', waiting: 'quiet', code_sent: 'quiet', match: 'confirmed', mismatch: 'error', not_found: 'error', stale: 'doubt',
};

interface Props {
  ctrl: ChecksCtrl;
  checks: readonly ExternalCheck[];
  titleOf: (field: string) => string;
  /** Nobody asks about what is closed. */
  closed?: boolean;
}

export function Checks({ ctrl, checks, titleOf, closed = false }: Props) {
  if (!checks.length) return null;
  return (
    <div class="checks" data-test="checks">
      <h3>{t.checks.title}</h3>
      <Alert>{ctrl.problem}</Alert>
      <ul>
        {checks.map((check) => <Check key={check.connector} ctrl={ctrl} check={check} titleOf={titleOf} closed={closed} />)}
      </ul>
    </div>
  );
}

function Check({ ctrl, check, titleOf, closed }: { ctrl: ChecksCtrl; check: ExternalCheck; titleOf: (field: string) => string; closed: boolean }) {
  const now = Date.now();
  const standing = standingOf(check, now);
  const further = more(check, standing);
  const byMail = check.kind === 'email';
  const asks = standing === 'none' ? (byMail ? t.checks.send_code : t.checks.ask) : byMail ? t.checks.send_again : t.checks.ask_again;
  return (
    <li class="check" data-connector={check.connector} data-standing={standing}>
      <span class="check-title" title={check.connector}>{word(t.checks.kinds, check.kind, check.connector)} <span class="small">{check.fields.map(titleOf).join(t.checks.comma)}</span></span>
      <Chip kind={chips[standing]}>{t.checks.standings[standing]}</Chip>
      {!closed && <button type="button" class="quiet" disabled={ctrl.busy !== ''} onClick={() => void ctrl.ask(check.connector)}>{asks}</button>}
      {further && <span class="check-more small">{further}</span>}
      {!closed && takesCode(check, now) && <CodeEntry ctrl={ctrl} check={check} />}
    </li>
  );
}

/** Until when it holds, or why there is no answer. */
function more(check: ExternalCheck, standing: Standing): string {
  if (standing === 'waiting') return check.trouble ? t.checks.waits_because(word(t.checks.troubles, check.trouble), check.attempts) : '';
  if (standing === 'code_sent') return check.code_expires_at ? t.checks.code_until(moment(check.code_expires_at), check.code_tries_left) : '';
  if (standing === 'stale') return check.is_current && check.valid_until ? t.checks.valid_until(day(check.valid_until)) : t.checks.other_values;
  if (standing === 'none' || !check.valid_until || !check.answered_at) return '';
  const reference = check.reference ? `${t.checks.comma}${t.checks.reference(check.reference)}` : '';
  return `${t.checks.answered(day(check.answered_at))}${t.checks.comma}${t.checks.valid_until(day(check.valid_until))}${reference}`;
}

function CodeEntry({ ctrl, check }: { ctrl: ChecksCtrl; check: ExternalCheck }) {
  const code = ctrl.codes.get(check.connector) ?? '';
  return (
    <form class="check-code" onSubmit={(event) => { event.preventDefault(); void ctrl.enter(check.connector); }}>
      <label>{t.checks.code} <input type="text" inputMode="numeric" autocomplete="one-time-code" size={8} value={code} onInput={(event) => ctrl.type(check.connector, event.currentTarget.value)} /></label>
      <button type="submit" disabled={code.length !== 6 || ctrl.busy !== ''}>{t.checks.enter}</button>
    </form>
  );
}
