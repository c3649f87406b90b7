// What was found wrong after the commit: the list, one correction with its decision, and the records
// to look at again because of it.
import { Problem, type Api, type Correction, type CorrectionRow, type CorrectionState, type Finding } from '../api';
import { PagedList } from '../kit/list';
import { sayProblem } from '../kit/say';

export class CorrectionsCtrl {
  state: CorrectionState | '' = 'open';
  readonly list: PagedList<CorrectionRow>;

  constructor(
    private readonly api: Api,
    redraw: () => void,
    readonly open: (correction: string) => void,
  ) {
    this.list = new PagedList((cursor) => this.api.corrections(this.state, cursor), redraw);
  }

  filter(state: CorrectionState | ''): void {
    this.state = state;
    void this.list.refresh();
  }
}

export class CorrectionCtrl {
  correction: Correction | null = null;
  problem = '';
  reason = '';
  sending = false;

  constructor(
    private readonly api: Api,
    /** Who is signed in: nobody decides what they proposed. */
    private readonly me: string,
    private readonly redraw: () => void,
    readonly back: () => void,
    readonly openRecord: (record: string) => void,
  ) {}

  get mayDecide(): boolean {
    return this.correction?.state === 'open' && this.correction.proposed_by !== this.me;
  }

  load = (id: string): Promise<void> => this.attempt(() => this.api.correction(id));

  approve = (): Promise<void> => this.decide('approve', '');

  /** With the reason that was given; nothing without one. */
  async decline(): Promise<void> {
    const reason = this.reason.trim();
    if (reason) await this.decide('decline', reason);
  }

  setReason(reason: string): void {
    this.reason = reason;
    this.redraw();
  }

  /** The record was looked at again and is right. */
  async foundRight(record: string): Promise<void> {
    const { correction } = this;
    if (!correction) return;
    await this.attempt(async () => {
      await this.api.noteRechecked(correction.id, record);
      return this.api.correction(correction.id);
    });
  }

  private async decide(action: 'approve' | 'decline', reason: string): Promise<void> {
    const { correction } = this;
    if (correction) await this.attempt(() => this.api.decideCorrection(correction.id, action, reason));
  }

  private async attempt(act: () => Promise<Correction>): Promise<void> {
    this.sending = true;
    this.redraw();
    try {
      this.correction = await act();
      this.problem = '';
      this.reason = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.sending = false;
    this.redraw();
  }
}

/** The form in which somebody says what is wrong in a field of a record. */
export class ProposalCtrl {
  value: string;
  reason = '';
  override = '';
  broken: Finding[] = [];
  problem = '';
  sending = false;

  constructor(
    private readonly api: Api,
    private readonly record: string,
    readonly field: string,
    value: string,
    private readonly redraw: () => void,
    private readonly done: (correction: string | null) => void,
  ) {
    this.value = value;
  }

  set(part: 'value' | 'reason' | 'override', text: string): void {
    this[part] = text;
    if (part === 'value') {
      this.broken = [];
      this.override = ''; // it was said of another value
    }
    this.redraw();
  }

  cancel = (): void => this.done(null);

  async send(): Promise<void> {
    this.sending = true;
    this.redraw();
    try {
      const { field, value, reason, override } = this;
      const said = { field, value: value.trim(), reason: reason.trim(), ...(override.trim() ? { override_reason: override.trim() } : {}) };
      this.done((await this.api.proposeCorrection(this.record, said)).id);
    } catch (error) {
      this.broken = error instanceof Problem ? error.findings : [];
      this.problem = this.broken.length ? '' : sayProblem(error);
    }
    this.sending = false;
    this.redraw();
  }
}
