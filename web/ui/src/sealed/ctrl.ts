// The sealed store: asks for the passphrase or the PIN of the site's token, and looks now and then
// whether someone else gave it.
import { Problem, type Api, type State } from '../api';
import { t } from '../i18n';
import { sayProblem } from '../kit/say';

export type Secret = 'passphrase' | 'pin';

export class SealedCtrl {
  by: Secret = 'passphrase';
  hasToken = false;
  typed = '';
  busy = false;
  problem = '';

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    private readonly unsealed: () => void,
  ) {}

  /** Where there is a token its PIN is asked for first. */
  know(state: State): void {
    if (state.has_token === this.hasToken) return;
    this.hasToken = state.has_token;
    this.askFor(state.has_token ? 'pin' : 'passphrase');
  }

  askFor(by: Secret): void {
    this.by = by;
    this.typed = '';
    this.problem = '';
    this.redraw();
  }

  set(value: string): void {
    this.typed = value;
    this.redraw();
  }

  async submit(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    this.redraw();
    try {
      await this.api.unseal(this.by === 'pin' ? { pin: this.typed } : { passphrase: this.typed });
      this.unsealed();
    } catch (error) {
      const refused = this.by === 'pin' ? t.sealed.token_refused : t.sealed.wrong;
      this.problem = error instanceof Problem && error.status === 403 ? refused : sayProblem(error);
    }
    this.typed = ''; // a PIN that was refused is not tried again by mistake
    this.busy = false;
    this.redraw();
  }

  async look(): Promise<void> {
    const state = await this.api.state().catch(() => null);
    if (!state) return;
    if (!state.sealed) this.unsealed();
    else this.know(state);
  }
}
