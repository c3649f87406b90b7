// The sealed store: asks for the passphrase, and looks now and then whether someone else gave it.
import { Problem, type Api } from '../api';
import { t } from '../i18n';
import { sayProblem } from '../kit/say';

export class SealedCtrl {
  passphrase = '';
  busy = false;
  problem = '';

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    private readonly unsealed: () => void,
  ) {}

  set(value: string): void {
    this.passphrase = value;
    this.redraw();
  }

  async submit(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    this.redraw();
    try {
      await this.api.unseal(this.passphrase);
      this.passphrase = '';
      this.unsealed();
    } catch (error) {
      this.problem = error instanceof Problem && error.status === 403 ? t.sealed.wrong : sayProblem(error);
    }
    this.busy = false;
    this.redraw();
  }

  async look(): Promise<void> {
    const state = await this.api.state().catch(() => null);
    if (state && !state.sealed) this.unsealed();
  }
}
