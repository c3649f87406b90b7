import { useEffect } from 'preact/hooks';
import { t } from '../i18n';
import { Alert, LabelledInput } from '../kit/widgets';
import type { SealedCtrl } from './ctrl';

export function SealedForm({ ctrl }: { ctrl: SealedCtrl }) {
  useEffect(() => {
    const timer = setInterval(() => void ctrl.look(), 3000);
    return () => clearInterval(timer);
  }, [ctrl]);
  const other = ctrl.by === 'pin' ? 'passphrase' : 'pin';
  return (
    <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.submit(); }}>
      <p>{t.sealed.text}</p>
      <Alert>{ctrl.problem}</Alert>
      <LabelledInput key={ctrl.by} label={t.sealed[ctrl.by]} value={ctrl.typed} set={(value) => ctrl.set(value)} type="password" autofocus />
      <button class="primary" type="submit" disabled={ctrl.busy}>{ctrl.busy ? t.common.working : t.sealed.submit}</button>
      {ctrl.hasToken && <button type="button" disabled={ctrl.busy} onClick={() => ctrl.askFor(other)}>{t.sealed.by[other]}</button>}
    </form>
  );
}
