// The frame around the screens: bar, warnings, sign-in, and the screen itself.
import type { ComponentChildren } from 'preact';
import { AccountView, FactorForm, PasswordForm } from '../account/view';
import { AuditView } from '../audit/view';
import { BatchesView, BatchView } from '../batches/view';
import { language, languages, t, type Language } from '../i18n';
import { CustomersView, CustomerView } from '../customers/view';
import { DueView } from '../due/view';
import { DisposalView, DisposalsView } from '../disposals/view';
import { RequestsView, RequestView } from '../requests/view';
import { StatisticsView } from '../statistics/view';
import { RegistersView } from '../registers/view';
import { ExportsView } from '../exports/view';
import { FiguresView } from '../figures/view';
import { GroupsView, GroupView } from '../groups/view';
import { IntakeView } from '../intake/view';
import { skipToMain } from '../kit/focus';
import { Dialog } from '../kit/widgets';
import { BorrowedView, LoansView } from '../loans/view';
import { QueueView } from '../queue/view';
import { CorrectionsView, CorrectionView } from '../corrections/view';
import { RecordsView } from '../records/list_view';
import { RecordView } from '../records/view';
import { SealedForm } from '../sealed/view';
import { SignInForm } from '../sign_in/view';
import { DesignerView } from '../types/designer';
import { TypesView, TypeVersionsView } from '../types/view';
import { UsersView } from '../users/view';
import { VerifyView } from '../verify/view';
import { WebhooksView } from '../webhooks/view';
import type { AppCtrl } from './ctrl';
import type { Screen } from './route';

export function AppView({ app }: { app: AppCtrl }) {
  return (
    <>
      {app.phase === 'in' ? <Inside app={app} /> : <Outside app={app} />}
      <p class={app.said ? 'toast toast-up' : 'toast'} role="status">{app.said}</p>
    </>
  );
}

function Outside({ app }: { app: AppCtrl }) {
  switch (app.phase) {
    case 'sealed': return <Door app={app} title={t.sealed.title}><SealedForm ctrl={app.sealed} /></Door>;
    case 'signed_out': return <Door app={app} title={t.sign_in.title}><SignInForm ctrl={app.signIn} /></Door>;
    case 'must_change': return <Door app={app} title={t.password.title}><PasswordForm ctrl={app.password} must /></Door>;
    case 'must_enrol': return <Door app={app} title={t.factor.title}><FactorForm ctrl={app.factor} state="required" /></Door>;
    case 'unreachable':
      return <Door app={app} title={t.problems.unreachable}><button type="button" class="primary" autofocus onClick={() => void app.start()}>{t.common.retry}</button></Door>;
    default: return <main class="centre" id="main" aria-busy="true">{t.common.loading}</main>;
  }
}

const Door = ({ app, title, children }: { app: AppCtrl; title: string; children: ComponentChildren }) => (
  <main class="door" id="main">
    <div class="door-card">
      <header><Brand /><p>{t.tagline}</p></header>
      <h1>{title}</h1>
      {children}
    </div>
    <Languages app={app} />
  </main>
);

const Brand = () => (
  <span class="brand">
    <img src="/icon.svg" alt="" width={24} height={24} /> {t.product}
  </span>
);

const Languages = ({ app }: { app: AppCtrl }) => (
  <select class="languages" aria-label={t.language} value={language} onChange={(event) => app.setLanguage(event.currentTarget.value as Language)}>
    {languages.map(({ code, name }) => <option key={code} value={code} lang={code}>{name}</option>)}
  </select>
);

function Inside({ app }: { app: AppCtrl }) {
  return (
    <div class="frame">
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); skipToMain(); }}>{t.common.skip_link}</a>
      <Bar app={app} />
      <Warnings app={app} />
      <Shown app={app} />
      {app.again && (
        <Dialog title={t.sign_in.title} close={() => undefined}>
          <p>{t.sign_in.again}</p>
          <SignInForm ctrl={app.again} />
        </Dialog>
      )}
    </div>
  );
}

function Bar({ app }: { app: AppCtrl }) {
  const at = placeOf(app.route.screen, app.screens);
  const places = (['queue', 'groups', 'intake', 'batches', 'records', 'loans', 'corrections', 'figures', 'users', 'types', 'audit'] as const).filter((screen) => app.screens.includes(screen) && placeOf(screen, app.screens) === screen);
  return (
    <header class="bar">
      <Brand />
      <nav aria-label={t.nav.label}>
        {places.map((screen) => <a key={screen} href={`#/${screen}`} aria-current={screen === at ? 'page' : undefined}>{t.nav[screen]}</a>)}
      </nav>
      <span class="spacer" />
      <Languages app={app} />
      <a class="me" href="#/account" aria-current={at === 'account' ? 'page' : undefined}>{app.session?.user.display_name || app.session?.user.username}</a>
      <button type="button" class="quiet" onClick={() => void app.signOut()}>{t.nav.sign_out}</button>
    </header>
  );
}

/** Where a screen hangs in the bar: the archive's screens hang together below its records. */
function placeOf(screen: Screen, screens: readonly Screen[]): Screen {
  if (screen === 'verify') return 'queue';
  if (screen === 'customers' || screen === 'due' || screen === 'disposals' || screen === 'requests' || screen === 'registers' || screen === 'statistics' || screen === 'exports') return 'records';
  if (screen === 'webhooks') return 'users';
  if (screen === 'loans' || screen === 'borrowed') return screens.includes('records') ? 'records' : 'loans';
  return screen;
}

const Warnings = ({ app }: { app: AppCtrl }) => {
  const { demo = false, warnings: given = [] } = app.session?.site ?? {};
  // What the demonstration warns of is known here in three languages.
  const warnings = demo ? [t.common.demo, ...given.filter((one) => !one.startsWith('Demonstration'))] : given;
  return warnings.length ? (
    <aside class="warnings" aria-label={t.common.warnings}>
      {warnings.map((warning) => <p key={warning}>{warning}</p>)}
    </aside>
  ) : null;
};

function Shown({ app }: { app: AppCtrl }) {
  const { shown, types } = app;
  switch (shown?.screen) {
    case 'queue': return <QueueView ctrl={shown.ctrl} types={types} now={app.around.now()} me={app.session?.user.username ?? ''} />;
    case 'verify': return <VerifyView key={shown.ctrl} ctrl={shown.ctrl} types={types} />;
    case 'groups': return <GroupsView ctrl={shown.ctrl} types={types} />;
    case 'group': return <GroupView key={shown.ctrl} ctrl={shown.ctrl} types={types} />;
    case 'intake': return <IntakeView ctrl={shown.ctrl} canVerify={app.screens.includes('verify')} />;
    case 'batches': return <BatchesView ctrl={shown.ctrl} types={types} />;
    case 'batch': return <BatchView ctrl={shown.ctrl} />;
    case 'records': return <RecordsView ctrl={shown.ctrl} types={types} screens={app.screens} />;
    case 'record': return <RecordView ctrl={shown.ctrl} types={types} />;
    case 'customers': return <CustomersView ctrl={shown.ctrl} screens={app.screens} />;
    case 'customer': return <CustomerView ctrl={shown.ctrl} types={types} />;
    case 'loans': return <LoansView key={shown.ctrl} ctrl={shown.ctrl} types={types} screens={app.screens} />;
    case 'borrowed': return <BorrowedView ctrl={shown.ctrl} types={types} />;
    case 'due': return <DueView ctrl={shown.ctrl} types={types} screens={app.screens} now={app.around.now()} />;
    case 'corrections': return <CorrectionsView ctrl={shown.ctrl} types={types} />;
    case 'correction': return <CorrectionView ctrl={shown.ctrl} types={types} />;
    case 'disposals': return <DisposalsView ctrl={shown.ctrl} types={types} screens={app.screens} />;
    case 'disposal': return <DisposalView ctrl={shown.ctrl} types={types} />;
    case 'registers': return <RegistersView ctrl={shown.ctrl} screens={app.screens} />;
    case 'requests': return <RequestsView ctrl={shown.ctrl} screens={app.screens} />;
    case 'request': return <RequestView ctrl={shown.ctrl} types={types} />;
    case 'statistics': return <StatisticsView ctrl={shown.ctrl} types={types} screens={app.screens} />;
    case 'figures': return <FiguresView ctrl={shown.ctrl} types={types} screens={app.screens} now={app.around.now()} />;
    case 'types': return <TypesView ctrl={shown.ctrl} />;
    case 'type_versions': return <TypeVersionsView ctrl={shown.ctrl} />;
    case 'designer': return <DesignerView key={shown.ctrl} ctrl={shown.ctrl} />;
    case 'exports': return <ExportsView ctrl={shown.ctrl} types={types} screens={app.screens} />;
    case 'users': return <UsersView ctrl={shown.ctrl} screens={app.screens} />;
    case 'webhooks': return <WebhooksView ctrl={shown.ctrl} screens={app.screens} />;
    case 'audit': return <AuditView list={shown.ctrl} />;
    case 'account': return <AccountView password={app.password} factor={app.factor} state={app.session?.second_factor ?? 'off'} />;
    default: return <main id="main" />;
  }
}
