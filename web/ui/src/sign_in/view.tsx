import { t } from '../i18n';
import { Alert, LabelledInput } from '../kit/widgets';
import type { SignInCtrl } from './ctrl';

export function SignInForm({ ctrl }: { ctrl: SignInCtrl }) {
  return (
    <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.submit(); }}>
      <Alert>{ctrl.problem}</Alert>
      <LabelledInput label={t.sign_in.username} value={ctrl.username} set={(value) => ctrl.set('username', value)} autocomplete="username" autofocus={!ctrl.username} />
      <LabelledInput label={t.sign_in.password} value={ctrl.password} set={(value) => ctrl.set('password', value)} type="password" autocomplete="current-password" autofocus={!!ctrl.username && !ctrl.asksCode} />
      {ctrl.asksCode && <LabelledInput label={t.sign_in.code} value={ctrl.code} set={(value) => ctrl.set('code', value)} autocomplete="one-time-code" inputmode="numeric" autofocus />}
      <button class="primary" type="submit" disabled={ctrl.busy}>{ctrl.busy ? t.common.working : t.sign_in.submit}</button>
    </form>
  );
}
