import type { SecondFactor } from '../api';
import { t } from '../i18n';
import { Alert, LabelledInput } from '../kit/widgets';
import type { FactorCtrl, PasswordCtrl } from './ctrl';

export function PasswordForm({ ctrl, must }: { ctrl: PasswordCtrl; must: boolean }) {
  return (
    <form class="form" onSubmit={(event) => { event.preventDefault(); void ctrl.submit(); }}>
      {must && <p>{t.password.must}</p>}
      <Alert>{ctrl.problem}</Alert>
      <LabelledInput label={t.password.old} value={ctrl.old} set={(value) => ctrl.set('old', value)} type="password" autocomplete="current-password" autofocus={must} />
      <LabelledInput label={t.password.fresh} value={ctrl.fresh} set={(value) => ctrl.set('fresh', value)} type="password" autocomplete="new-password" />
      <LabelledInput label={t.password.again} value={ctrl.again} set={(value) => ctrl.set('again', value)} type="password" autocomplete="new-password" />
      <button class="primary" type="submit" disabled={ctrl.busy}>{ctrl.busy ? t.common.working : t.password.submit}</button>
    </form>
  );
}

export function FactorForm({ ctrl, state }: { ctrl: FactorCtrl; state: SecondFactor }) {
  return (
    <form class="form" onSubmit={(event) => { event.preventDefault(); void (ctrl.secret ? ctrl.confirm() : ctrl.start()); }}>
      <p>{t.factor[state]}</p>
      <Alert>{ctrl.problem}</Alert>
      {ctrl.secret && (
        <>
          <p>{t.factor.secret}</p>
          <p class="secret" data-test="secret">{ctrl.secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>
          <p class="small">{t.factor.uri}: <span class="uri">{ctrl.uri}</span></p>
          <LabelledInput label={t.factor.code} value={ctrl.code} set={(value) => ctrl.setCode(value)} autocomplete="one-time-code" inputmode="numeric" autofocus />
        </>
      )}
      {state !== 'enrolled' && <button class="primary" type="submit" disabled={ctrl.busy}>{ctrl.secret ? t.factor.confirm : t.factor.start}</button>}
    </form>
  );
}

export const AccountView = ({ password, factor, state }: { password: PasswordCtrl; factor: FactorCtrl; state: SecondFactor }) => (
  <main class="sheet narrow" id="main">
    <h1>{t.nav.account}</h1>
    <section class="block"><h2>{t.password.title}</h2><PasswordForm ctrl={password} must={false} /></section>
    <section class="block"><h2>{t.factor.title}</h2><FactorForm ctrl={factor} state={state} /></section>
  </main>
);
