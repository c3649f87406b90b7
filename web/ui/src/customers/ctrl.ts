// Customers: the newest ones, one found by his number, and the dossier of one.
import type { Api, Customer, CustomerRow, RiskWord } from '../api';
import type { Keeping } from '../app/route';
import { said } from '../i18n';
import { PagedList } from '../kit/list';
import { sayProblem } from '../kit/say';

export class CustomersCtrl {
  readonly list: PagedList<CustomerRow>;
  number = '';
  /** Who has that number; null while nobody asked. */
  found: CustomerRow[] | null = null;
  problem = '';

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    readonly open: (customer: string) => void,
  ) {
    this.list = new PagedList((cursor) => api.customers(cursor), redraw);
  }

  set(number: string): void {
    this.number = number;
    if (!number.trim()) this.found = null;
    this.redraw();
  }

  async find(): Promise<void> {
    const number = this.number.trim();
    if (!number) return;
    try {
      this.found = await this.api.findCustomers(number);
      this.problem = '';
      const [only, second] = this.found;
      if (only && !second) this.open(only.id);
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.redraw();
  }
}

/** What somebody is about to do, with its reason. */
export type Asked =
  | { act: 'merge'; other: CustomerRow }
  | { act: 'end_merge'; merge: string; name: string }
  | { act: 'rate'; risk: string }
  | { act: 'finish'; due: string };

export class CustomerCtrl {
  customer: Customer | null = null;
  risks: RiskWord[] = [];
  problem = '';
  asked: Asked | null = null;
  reason = '';
  busy = false;

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    readonly back: () => void,
    readonly openRecord: (record: string) => void,
    readonly openCustomer: (customer: string) => void,
    readonly keeping: Keeping = 'site',
  ) {}

  async load(id: string): Promise<void> {
    try {
      const [customer, plan] = await Promise.all([this.api.customer(id), this.api.filingPlan()]);
      this.customer = customer;
      this.risks = plan.risks;
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.redraw();
  }

  riskTitle(risk: string | null): string {
    const found = this.risks.find(({ name }) => name === risk);
    return found ? said(found.title) : (risk ?? '');
  }

  ask(asked: Asked | null): void {
    this.asked = asked;
    this.reason = '';
    this.problem = '';
    this.redraw();
  }

  setReason(reason: string): void {
    this.reason = reason;
    this.redraw();
  }

  async answer(): Promise<void> {
    const { customer, asked } = this;
    const reason = this.reason.trim();
    if (!customer || !asked || !reason || this.busy) return;
    this.busy = true;
    this.redraw();
    try {
      await this.send(customer, asked, reason);
      this.asked = null;
      await this.load(customer.id);
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.busy = false;
    this.redraw();
  }

  private send(customer: Customer, asked: Asked, reason: string): Promise<unknown> {
    switch (asked.act) {
      case 'merge': return this.api.mergeCustomers(customer.id, asked.other.id, reason);
      case 'end_merge': return this.api.endMerge(asked.merge, reason);
      case 'rate': return this.api.rateCustomer(customer.id, customer.version, asked.risk, reason);
      case 'finish': return this.api.finishDue(asked.due, reason);
    }
  }
}
