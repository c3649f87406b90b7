// A person's own account: password and second factor.
import type { Api, Session } from '../api';
import { t } from '../i18n';
import { sayProblem } from '../kit/say';

export const leastPassword = 12;

export class PasswordCtrl {
  old = '';
  fresh = '';
  again = '';
  busy = false;
  problem = '';

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    private readonly done: (session: Session) => void,
  ) {}

  set(field: 'old' | 'fresh' | 'again', value: string): void {
    this[field] = value;
    this.redraw();
  }

  async submit(): Promise<void> {
    this.problem = this.complaint();
    if (this.problem || this.busy) return this.redraw();
    this.busy = true;
    this.redraw();
    try {
      const session = await this.api.changePassword(this.old, this.fresh);
      this.old = this.fresh = this.again = '';
      this.done(session);
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.busy = false;
    this.redraw();
  }

  private complaint(): string {
    if ([...this.fresh].length < leastPassword) return t.password.short;
    return this.fresh === this.again ? '' : t.password.differ;
  }
}

export class FactorCtrl {
  secret = '';
  uri = '';
  code = '';
  busy = false;
  problem = '';

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    private readonly done: (session: Session) => void,
  ) {}

  setCode(value: string): void {
    this.code = value;
    this.redraw();
  }

  start = () =>
    this.attempt(async () => {
      const answer = await this.api.startSecondFactor();
      this.secret = answer.secret;
      this.uri = answer.otpauth_uri;
    });

  confirm = () =>
    this.attempt(async () => {
      const session = await this.api.confirmSecondFactor(this.code.trim());
      this.secret = this.uri = this.code = '';
      this.done(session);
    });

  private async attempt(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    this.redraw();
    try {
      await work();
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.busy = false;
    this.redraw();
  }
}
