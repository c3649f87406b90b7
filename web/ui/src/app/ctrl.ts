// The workstation as a whole: sealed or open, who is signed in, which screen, what was just said.
import { Problem, type Api, type AuditRow, type DocumentType, type PageParts, type Session } from '../api';
import { FactorCtrl, PasswordCtrl } from '../account/ctrl';
import { BatchCtrl, BatchesCtrl } from '../batches/ctrl';
import { CorrectionCtrl, CorrectionsCtrl } from '../corrections/ctrl';
import { CustomerCtrl, CustomersCtrl } from '../customers/ctrl';
import { DueCtrl } from '../due/ctrl';
import { DisposalCtrl, DisposalsCtrl } from '../disposals/ctrl';
import { RequestCtrl, RequestsCtrl } from '../requests/ctrl';
import { StatisticsCtrl } from '../statistics/ctrl';
import { RegistersCtrl } from '../registers/ctrl';
import { ExportsCtrl } from '../exports/ctrl';
import { FiguresCtrl } from '../figures/ctrl';
import { GroupCtrl, GroupsCtrl, type GroupsContext } from '../groups/ctrl';
import { IntakeCtrl } from '../intake/ctrl';
import { isLanguage, keepSiteTime, language, preferred, speak, t, type Language, siteDay } from '../i18n';
import { BorrowedCtrl, LoansCtrl } from '../loans/ctrl';
import { PagedList } from '../kit/list';
import { viewer } from '../kit/watermark';
import { sayProblem } from '../kit/say';
import { QueueCtrl } from '../queue/ctrl';
import { RecordCtrl, RecordsCtrl } from '../records/ctrl';
import { nothingAsked } from '../records/model';
import { SealedCtrl } from '../sealed/ctrl';
import { SignInCtrl } from '../sign_in/ctrl';
import { DesignerCtrl, TypesCtrl, TypeVersionsCtrl, type TypesContext } from '../types/ctrl';
import { UsersCtrl } from '../users/ctrl';
import { VerifyCtrl } from '../verify/ctrl';
import { WebhooksCtrl } from '../webhooks/ctrl';
import { pageOrParts, Pictures, type LoadPicture } from '../verify/pictures';
import { address, keepingOf, parseRoute, screensOf, type Keeping, type Route, type Screen } from './route';

/** Two names in one: `loan:record`. */
const halves = (id: string | null): [string, string] => {
  const [first = '', second = ''] = (id ?? '').split(':');
  return [first, second];
};

/** What the page lends the application; everything else here runs without a browser. */
export interface Surroundings {
  redraw: () => void;
  getHash: () => string;
  /** `step`: one that the back button undoes. */
  setHash: (hash: string, step: boolean) => void;
  memory: Pick<Storage, 'getItem' | 'setItem'>;
  asked: readonly string[];
  now: () => number;
  pause: (milliseconds: number) => Promise<void>;
  picture: (load: Promise<Blob>) => ReturnType<LoadPicture>;
  /** The parts of a page that is not shown whole. */
  parts: (load: Promise<PageParts>) => ReturnType<LoadPicture>;
  /** Gives a file to the person. */
  save: (name: string, file: Blob) => void;
  languageChanged: (code: Language) => void;
}

export type Phase = 'starting' | 'unreachable' | 'sealed' | 'signed_out' | 'must_change' | 'must_enrol' | 'in';

export type Shown =
  | { screen: 'queue'; ctrl: QueueCtrl }
  | { screen: 'verify'; ctrl: VerifyCtrl }
  | { screen: 'groups'; ctrl: GroupsCtrl }
  | { screen: 'group'; ctrl: GroupCtrl }
  | { screen: 'intake'; ctrl: IntakeCtrl }
  | { screen: 'batches'; ctrl: BatchesCtrl }
  | { screen: 'batch'; ctrl: BatchCtrl }
  | { screen: 'records'; ctrl: RecordsCtrl }
  | { screen: 'record'; ctrl: RecordCtrl }
  | { screen: 'customers'; ctrl: CustomersCtrl }
  | { screen: 'customer'; ctrl: CustomerCtrl }
  | { screen: 'loans'; ctrl: LoansCtrl }
  | { screen: 'borrowed'; ctrl: BorrowedCtrl }
  | { screen: 'due'; ctrl: DueCtrl }
  | { screen: 'corrections'; ctrl: CorrectionsCtrl }
  | { screen: 'correction'; ctrl: CorrectionCtrl }
  | { screen: 'disposals'; ctrl: DisposalsCtrl }
  | { screen: 'disposal'; ctrl: DisposalCtrl }
  | { screen: 'registers'; ctrl: RegistersCtrl }
  | { screen: 'requests'; ctrl: RequestsCtrl }
  | { screen: 'request'; ctrl: RequestCtrl }
  | { screen: 'statistics'; ctrl: StatisticsCtrl }
  | { screen: 'exports'; ctrl: ExportsCtrl }
  | { screen: 'webhooks'; ctrl: WebhooksCtrl }
  | { screen: 'figures'; ctrl: FiguresCtrl }
  | { screen: 'types'; ctrl: TypesCtrl }
  | { screen: 'type_versions'; ctrl: TypeVersionsCtrl }
  | { screen: 'designer'; ctrl: DesignerCtrl }
  | { screen: 'users'; ctrl: UsersCtrl }
  | { screen: 'audit'; ctrl: PagedList<AuditRow> }
  | { screen: 'account'; ctrl: null };

export class AppCtrl {
  phase: Phase = 'starting';
  session: Session | null = null;
  types: DocumentType[] = [];
  route: Route = { screen: 'queue', id: null };
  shown: Shown | null = null;
  said = '';
  /** Set while a session has ended in the middle of work. */
  again: SignInCtrl | null = null;
  signIn: SignInCtrl;
  readonly sealed: SealedCtrl;
  readonly password: PasswordCtrl;
  readonly factor: FactorCtrl;
  private signedInAgain: Promise<void> | null = null;
  /** What this person last searched the records for; in memory only. */
  private searched = { question: nothingAsked };
  private saidTimes = 0;

  constructor(
    readonly api: Api,
    readonly around: Surroundings,
  ) {
    const { redraw } = around;
    const kept = around.memory.getItem('language');
    this.setLanguage(isLanguage(kept) ? kept : preferred(around.asked), false);
    this.signIn = new SignInCtrl(api, redraw, (session) => void this.enter(session));
    this.sealed = new SealedCtrl(api, redraw, () => void this.start());
    this.password = new PasswordCtrl(api, redraw, (session) => {
      this.say(t.password.done);
      void this.enter(session);
    });
    this.factor = new FactorCtrl(api, redraw, (session) => void this.enter(session));
    api.signInAgain = () => this.askAgain();
    api.readWith = (type, version) => this.learnType(type, version);
  }

  // --- coming in -------------------------------------------------------------------------------
  async start(): Promise<void> {
    try {
      const state = await this.api.state();
      this.sealed.know(state);
      if (state.sealed) return this.be('sealed');
      await this.enter(await this.api.session());
    } catch (error) {
      this.be(error instanceof Problem && error.status === 401 ? 'signed_out' : 'unreachable');
    }
  }

  private be(phase: Phase): void {
    this.phase = phase;
    this.around.redraw();
  }

  private async enter(session: Session): Promise<void> {
    const wasIn = this.phase === 'in';
    this.session = session;
    keepSiteTime(session.site.utc_offset_minutes);
    viewer.name = session.user.username;
    if (session.must_change_password) return this.be('must_change');
    if (session.second_factor === 'required') return this.be('must_enrol');
    this.be('in');
    if (wasIn) return;
    this.types = await this.api.types().catch(() => []);
    this.follow();
  }

  async signOut(): Promise<void> {
    await this.leaveScreen();
    await this.api.signOut().catch(() => undefined);
    // The server asks the browser to forget this site's storage; the language is no secret.
    this.around.memory.setItem('language', language);
    this.session = null;
    this.searched = { question: nothingAsked };
    this.signIn = new SignInCtrl(this.api, this.around.redraw, (session) => void this.enter(session));
    this.be('signed_out');
  }

  /** A request met the end of the session: ask here, keep everything, let the request go on. */
  private askAgain(): Promise<void> {
    this.signedInAgain ??= new Promise<void>((resolve) => {
      const before = this.session?.user;
      this.again = new SignInCtrl(this.api, this.around.redraw, (session) => {
        this.again = null;
        this.signedInAgain = null;
        if (session.user.id !== before?.id) this.changeHands(session);
        else this.session = session;
        resolve();
      });
      this.again.username = before?.username ?? '';
      this.around.redraw();
    });
    return this.signedInAgain;
  }

  private changeHands(session: Session): void {
    this.phase = 'starting';
    this.shown = null;
    this.searched = { question: nothingAsked };
    this.say(t.sign_in.other_user);
    void this.enter(session);
  }

  // --- screens ---------------------------------------------------------------------------------
  get screens(): Screen[] {
    return this.session ? screensOf(this.session.permissions, this.session.user.department) : [];
  }

  go(screen: Screen, id: string | null = null): void {
    this.around.setHash(address({ screen, id }), true);
    this.follow();
  }

  /** Shows the screen that the address names. */
  follow(): void {
    if (this.phase !== 'in' || !this.session) return;
    const route = parseRoute(this.around.getHash(), this.session.permissions, this.session.user.department);
    const { screen, id } = route;
    if (this.shown && screen === this.route.screen && id === this.route.id) return;
    void this.leaveScreen();
    this.route = route;
    this.shown = this.make(screen, id);
    this.around.redraw();
  }

  private async leaveScreen(): Promise<void> {
    const shown = this.shown;
    this.shown = null;
    if (shown?.screen === 'verify' || shown?.screen === 'record' || shown?.screen === 'borrowed' || shown?.screen === 'group' || shown?.screen === 'designer') await shown.ctrl.close();
  }

  private make(screen: Screen, id: string | null): Shown {
    const { api, around: { redraw } } = this;
    switch (screen) {
      case 'queue': return this.started('queue', new QueueCtrl(api, redraw, (document) => this.go('verify', document), this.supervises), (ctrl) => ctrl.refresh());
      case 'verify': return this.started('verify', this.makeVerify(), (ctrl) => ctrl.open(id));
      case 'groups': return id ? this.started('group', new GroupCtrl(this.groupsContext(), id), (ctrl) => ctrl.load()) : this.started('groups', new GroupsCtrl(this.groupsContext()), (ctrl) => ctrl.refresh());
      case 'intake': return this.started('intake', new IntakeCtrl(api, redraw, (document) => this.go('verify', document)), (ctrl) => ctrl.refresh());
      case 'batches': return id ? this.started('batch', new BatchCtrl(api, redraw, () => this.go('batches'), this.screens.includes('verify') ? (document) => this.go('verify', document) : null, this.supervises), (ctrl) => ctrl.load(id)) : this.started('batches', new BatchesCtrl(api, redraw, (batch) => this.go('batches', batch), this.around.save), (ctrl) => ctrl.list.refresh());
      case 'records': return id ? this.started('record', this.makeRecord(), (ctrl) => ctrl.load(id)) : this.started('records', new RecordsCtrl(api, redraw, (record) => this.go('records', record), this.searched), (ctrl) => ctrl.list.refresh());
      case 'customers': return id ? this.started('customer', new CustomerCtrl(api, redraw, () => this.go('customers'), (record) => this.go('records', record), (customer) => this.go('customers', customer), this.keeping), (ctrl) => ctrl.load(id)) : this.started('customers', new CustomersCtrl(api, redraw, (customer) => this.go('customers', customer)), (ctrl) => ctrl.list.refresh());
      case 'loans': return this.started('loans', this.makeLoans(id), (ctrl) => ctrl.loans.refresh());
      case 'borrowed': return this.started('borrowed', this.makeBorrowed(id), (ctrl) => ctrl.load(...halves(id)));
      case 'due': return this.started('due', new DueCtrl(api, redraw, (customer) => this.go('customers', customer), (record) => this.go('records', record), id, this.keeping), (ctrl) => ctrl.list.refresh());
      case 'exports': return this.started('exports', new ExportsCtrl(api, redraw, this.around.save), (ctrl) => ctrl.start());
      case 'webhooks': return this.started('webhooks', new WebhooksCtrl(api, redraw), (ctrl) => ctrl.refresh());
      case 'corrections': return id ? this.started('correction', new CorrectionCtrl(api, this.session?.user.username ?? '', redraw, () => this.go('corrections'), (record) => this.go('records', record)), (ctrl) => ctrl.load(id)) : this.started('corrections', new CorrectionsCtrl(api, redraw, (correction) => this.go('corrections', correction)), (ctrl) => ctrl.list.refresh());
      case 'disposals': return id ? this.started('disposal', new DisposalCtrl(api, redraw, () => this.go('disposals'), this.around.save), (ctrl) => ctrl.load(id)) : this.started('disposals', new DisposalsCtrl(api, Number(siteDay(this.around.now()).slice(0, 4)), redraw, (list) => this.go('disposals', list)), (ctrl) => ctrl.refresh());
      case 'registers': return this.started('registers', this.makeRegisters(), (ctrl) => ctrl.refresh());
      case 'requests': return id ? this.started('request', new RequestCtrl(api, redraw, () => this.go('requests'), () => this.types, this.around.save), (ctrl) => ctrl.load(id)) : this.started('requests', new RequestsCtrl(api, siteDay(this.around.now()), redraw, (request) => this.go('requests', request)), (ctrl) => ctrl.refresh());
      case 'statistics': return this.started('statistics', new StatisticsCtrl(api, redraw, this.around.save), (ctrl) => ctrl.refresh());
      case 'figures': return this.started('figures', new FiguresCtrl(api, redraw), (ctrl) => ctrl.refresh());
      case 'types': return this.makeTypes(id);
      case 'users': return this.started('users', new UsersCtrl(api, redraw, this.session?.permissions ?? [], this.session?.user.username ?? ''), (ctrl) => ctrl.refresh());
      case 'audit': return this.started('audit', new PagedList<AuditRow>((cursor) => api.audit(cursor), redraw), (ctrl) => ctrl.refresh());
      case 'account': return { screen, ctrl: null };
    }
  }

  /** Titles and choices are those of the version that a document was read with. */
  private async learnType(name: string, version: number): Promise<void> {
    const at = this.types.findIndex((type) => type.name === name);
    if (name === 'unknown' || this.types[at]?.version === version) return;
    const type = await this.api.type(name, version).catch(() => null);
    if (type) this.types = at < 0 ? [...this.types, type] : this.types.map((one, index) => (index === at ? type : one));
  }

  /** `:name`: the versions of a type; any other id: a draft. */
  private makeTypes(id: string | null): Shown {
    const context: TypesContext = {
      ...this.around,
      api: this.api,
      toast: (text) => this.say(text),
      show: (shown) => this.go('types', shown),
      published: () => void this.api.types().then((types) => { this.types = types; this.around.redraw(); }, () => undefined),
      seesRecords: this.session?.permissions.includes('records') ?? false,
    };
    if (!id) return this.started('types', new TypesCtrl(context), (ctrl) => ctrl.refresh());
    if (id.startsWith(':')) return this.started('type_versions', new TypeVersionsCtrl(context, id.slice(1)), (ctrl) => ctrl.load());
    return this.started('designer', new DesignerCtrl(context), (ctrl) => ctrl.load(id));
  }

  private started<S extends string, C>(screen: S, ctrl: C, start: (ctrl: C) => Promise<void>): { screen: S; ctrl: C } {
    void start(ctrl);
    return { screen, ctrl };
  }

  private documentPictures(): Pictures {
    const { api, around } = this;
    return new Pictures((document, page) => pageOrParts(around.picture(api.documentImage(document, page)), () => around.parts(api.pageParts(document, page))), around.redraw);
  }

  private get keeping(): Keeping {
    return this.session ? keepingOf(this.session.permissions, this.session.user) : 'nothing';
  }

  /** Says what is urgent and who is away. */
  private get supervises(): boolean {
    return this.session?.permissions.includes('supervise') ?? false;
  }

  private makeVerify(): VerifyCtrl {
    const { api, around } = this;
    const pictures = this.documentPictures();
    return new VerifyCtrl({
      api,
      pictures,
      me: () => this.session?.user.username ?? '',
      types: () => this.types,
      redraw: around.redraw,
      pause: around.pause,
      now: around.now,
      toast: (text) => this.say(text),
      leave: () => this.go('queue'),
      showBatch: (batch) => this.go('batches', batch),
      opened: (document) => this.nameDocument(document),
    });
  }

  private groupsContext(): GroupsContext {
    const { api, around } = this;
    return { api, pictures: this.documentPictures(), redraw: around.redraw, toast: (text) => this.say(text), show: (theme) => this.go('groups', theme), open: (document) => this.go('verify', document) };
  }

  private makeRecord(): RecordCtrl {
    const { api, around } = this;
    const pictures = new Pictures((record, page) => around.picture(api.recordImage(record, page)), around.redraw);
    return new RecordCtrl(api, pictures, around.redraw, () => this.go('records'), around.pause, (correction) => this.go('corrections', correction), (record) => this.go('records', record), this.session?.permissions ?? [], this.keeping);
  }

  private makeRegisters(): RegistersCtrl {
    const { api, around } = this;
    return new RegistersCtrl(api, siteDay(around.now()), language, this.session?.permissions.includes('keep_records') ?? false, around.redraw, around.save, (number) => this.say(t.registers.done(number)));
  }

  /** Who is of a department lends what is of it, when he manages it. */
  private makeLoans(list: string | null): LoansCtrl {
    const user = this.session?.user;
    const lends = !!this.session?.permissions.includes('lend') && (user?.department === null || !!user?.manages);
    return new LoansCtrl(this.api, user?.username ?? '', lends, this.around.redraw, (done) => this.say(t.loans.done[done]), (loan, record) => this.go('borrowed', `${loan}:${record}`), list);
  }

  private makeBorrowed(id: string | null): BorrowedCtrl {
    const { api, around } = this;
    const [loan] = halves(id);
    const pictures = new Pictures((record, page) => around.picture(api.borrowedImage(loan, record, page)), around.redraw);
    return new BorrowedCtrl(api, pictures, around.redraw, () => this.go('loans'));
  }

  /** The address follows the document that is open, so that a reload comes back to it. */
  private nameDocument(document: string | null): void {
    if (this.route.screen !== 'verify') return;
    this.route = { screen: 'verify', id: document };
    this.around.setHash(address(this.route), false);
  }

  /** Called every few seconds: lists stay fresh, leases alive. */
  tick(seconds: number, isIdle = false): void {
    if (this.phase !== 'in' || this.again) return;
    if (isIdle) {
      if (this.shown?.screen === 'verify') this.shown.ctrl.watchLease();
      return;
    }
    if (this.shown?.screen === 'queue') void this.shown.ctrl.refresh();
    if (this.shown?.screen === 'intake') void this.shown.ctrl.refresh();
    if (this.shown?.screen === 'batches' && !this.shown.ctrl.list.next) void this.shown.ctrl.list.refresh();
    if (this.shown?.screen === 'batch') void this.shown.ctrl.refresh();
    if (this.shown?.screen === 'exports') void this.shown.ctrl.refresh();
    if (this.shown?.screen === 'webhooks') void this.shown.ctrl.refresh();
    if (this.shown?.screen === 'verify' && seconds % 60 === 0) void this.shown.ctrl.heartbeat();
  }

  /** Somebody touched a key or the mouse. */
  awake(): void {
    if (this.shown?.screen === 'verify') void this.shown.ctrl.awake();
  }

  // --- the rest --------------------------------------------------------------------------------
  setLanguage(code: Language, remember = true): void {
    speak(code);
    if (remember) this.around.memory.setItem('language', code);
    this.around.languageChanged(code);
    if (this.shown?.screen === 'verify') this.shown.ctrl.refresh();
    this.around.redraw();
  }

  say(text: string): void {
    this.said = text;
    const times = ++this.saidTimes;
    this.around.redraw();
    void this.around.pause(3000).then(() => {
      if (times !== this.saidTimes) return;
      this.said = '';
      this.around.redraw();
    });
  }

  failed = (error: unknown): void => this.say(sayProblem(error));
}
