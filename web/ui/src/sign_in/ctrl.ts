// Signing in: name and password first, the second factor when the server asks for it.
import { Problem, type Api, type Session } from '../api';
import { sayProblem } from '../kit/say';

export class SignInCtrl {
  username = '';
  password = '';
  code = '';
  asksCode = false;
  busy = false;
  problem = '';

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    private readonly done: (session: Session) => void,
  ) {}

  set(field: 'username' | 'password' | 'code', value: string): void {
    this[field] = value;
    this.redraw();
  }

  async submit(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    this.redraw();
    try {
      const session = await this.api.signIn(this.username.trim(), this.password, this.code.trim());
      this.password = this.code = '';
      this.done(session);
    } catch (error) {
      if (error instanceof Problem && error.type === 'second_factor_needed' && !this.asksCode) this.asksCode = true;
      else this.problem = sayProblem(error);
    }
    this.busy = false;
    this.redraw();
  }
}
