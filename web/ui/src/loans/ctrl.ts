// Borrowing: what somebody asks for, what waits for a decision, what is out, and a borrowed record.
import type { Api, Borrowed, Loan, LoanKind, LoanList } from '../api';
import { PagedList } from '../kit/list';
import { sayProblem } from '../kit/say';
import type { Pictures } from '../verify/pictures';

const usualDays: Record<LoanKind, string> = { view: '3', paper: '10' };

const loanLists: readonly LoanList[] = ['waiting', 'out', 'mine', 'all'];

/** What a person does with a loan, by the key that does it. */
export type LoanAct = 'approve' | 'decline' | 'take_back' | 'renew' | 'return' | 'withdraw';

export class LoansCtrl {
  list: LoanList;
  readonly loans: PagedList<Loan>;
  /** The row that keys act on. */
  at = 0;
  problem = '';
  busy = false;
  kind: LoanKind = 'view';
  records = '';
  purpose = '';
  days = usualDays.view;
  /** A loan that is being declined, or paper that comes back, and what is said of it. */
  asking: { loan: Loan; act: 'decline' | 'take_back' } | null = null;
  said = '';

  constructor(
    private readonly api: Api,
    private readonly me: string,
    /** Decides on the loans of others. */
    readonly lends: boolean,
    private readonly redraw: () => void,
    private readonly say: (done: LoanAct | 'request') => void,
    readonly open: (loan: string, record: string) => void,
    wanted: string | null = null,
  ) {
    const asked = loanLists.find((one) => one === wanted);
    this.list = !lends ? 'mine' : asked ?? 'waiting';
    this.loans = new PagedList((cursor) => api.loans(this.list, cursor), () => {
      this.at = Math.max(0, Math.min(this.at, this.loans.items.length - 1));
      redraw();
    });
  }

  show(list: LoanList): void {
    this.list = list;
    this.at = 0;
    this.loans.items = [];
    void this.loans.refresh();
    this.redraw();
  }

  move(by: number): void {
    this.at = Math.max(0, Math.min(this.loans.items.length - 1, this.at + by));
    this.redraw();
  }

  get chosen(): Loan | undefined {
    return this.loans.items[this.at];
  }

  set(part: 'records' | 'purpose' | 'days' | 'said', text: string): void {
    this[part] = text;
    this.redraw();
  }

  setKind(kind: LoanKind): void {
    if (this.days === usualDays[this.kind]) this.days = usualDays[kind];
    this.kind = kind;
    this.redraw();
  }

  async request(): Promise<void> {
    await this.attempt('request', async () => {
      await this.api.requestLoan({ kind: this.kind, records: this.records, purpose: this.purpose.trim(), days: this.days });
      this.records = '';
      this.purpose = '';
      this.list = 'mine';
    });
  }

  /** What this person may do with a loan now. */
  acts(loan: Loan): LoanAct[] {
    const mine = loan.borrower === this.me;
    const isLent = loan.state === 'approved' && !(loan.kind === 'view' && loan.over);
    if (loan.state === 'requested') return mine ? ['withdraw'] : this.lends ? ['approve', 'decline'] : [];
    if (!isLent) return [];
    const own: LoanAct[] = mine && loan.kind === 'view' ? ['return'] : [];
    const lender: LoanAct[] = this.lends && !mine ? (loan.renewals ? ['take_back'] : ['take_back', 'renew']) : [];
    return [...own, ...lender];
  }

  async act(loan: Loan, act: LoanAct): Promise<void> {
    if (this.busy || !this.acts(loan).includes(act)) return;
    if (act === 'decline' || act === 'take_back') {
      this.asking = { loan, act };
      this.said = '';
      this.redraw();
      return;
    }
    await this.attempt(act, () => {
      switch (act) {
        case 'approve': return this.api.decideLoan(loan.id, 'approve', '');
        case 'renew': return this.api.renewLoan(loan.id);
        default: return this.api.returnLoan(loan.id);
      }
    });
  }

  async answer(): Promise<void> {
    const { asking } = this;
    const said = this.said.trim();
    if (!asking || (asking.act === 'decline' && !said)) return;
    const { loan, act } = asking;
    await this.attempt(act, () => (act === 'decline' ? this.api.decideLoan(loan.id, 'decline', said) : this.api.takeBackLoan(loan.id, said)));
    if (!this.problem) this.asking = null;
    this.redraw();
  }

  dismiss(): void {
    this.asking = null;
    this.redraw();
  }

  private async attempt(what: LoanAct | 'request', act: () => Promise<unknown>): Promise<void> {
    this.busy = true;
    this.problem = '';
    this.redraw();
    try {
      await act();
      this.say(what);
      await this.loans.refresh();
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.busy = false;
    this.redraw();
  }
}

/** A record as it is lent: to look at, under a watermark. */
export class BorrowedCtrl {
  borrowed: Borrowed | null = null;
  problem = '';

  constructor(
    private readonly api: Api,
    readonly pictures: Pictures,
    private readonly redraw: () => void,
    readonly back: () => void,
  ) {}

  async load(loan: string, record: string): Promise<void> {
    try {
      this.borrowed = await this.api.borrowed(loan, record);
      this.problem = '';
    } catch (error) {
      this.borrowed = null;
      this.problem = sayProblem(error);
    }
    this.redraw();
  }

  close(): void {
    this.pictures.keepOnly([]);
  }
}
