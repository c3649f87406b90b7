// Committed records: the list, and one record opened with its images and history.
import type { Api, CommittedRecord, RecordRow } from '../api';
import { ChecksCtrl } from '../checks/ctrl';
import { ProposalCtrl } from '../corrections/ctrl';
import { RetentionCtrl } from '../disposals/ctrl';
import { FilingCtrl } from '../filing/ctrl';
import { PagedList } from '../kit/list';
import { sayProblem } from '../kit/say';
import type { Pictures } from '../verify/pictures';

export class RecordsCtrl {
  type = '';
  readonly list: PagedList<RecordRow>;

  constructor(
    private readonly api: Api,
    redraw: () => void,
    readonly open: (record: string) => void,
  ) {
    this.list = new PagedList((cursor) => this.api.records(this.type, cursor), redraw);
  }

  filter(type: string): void {
    this.type = type;
    void this.list.refresh();
  }
}

export class RecordCtrl {
  record: CommittedRecord | null = null;
  problem = '';
  readonly checks: ChecksCtrl;
  readonly filing: FilingCtrl;
  readonly retention: RetentionCtrl;
  /** What somebody says is wrong in a field, while they say it. */
  proposal: ProposalCtrl | null = null;
  private left = false;

  constructor(
    private readonly api: Api,
    readonly pictures: Pictures,
    private readonly redraw: () => void,
    readonly back: () => void,
    pause: (milliseconds: number) => Promise<void>,
    readonly openCorrection: (correction: string) => void,
  ) {
    const id = () => this.record?.id ?? '';
    this.filing = new FilingCtrl(api, redraw, () => void this.load(id()));
    void this.filing.load();
    this.retention = new RetentionCtrl(api, id, redraw);
    this.checks = new ChecksCtrl({
      ask: (connector) => api.askExternal('records', id(), connector),
      enterCode: (connector, code) => api.enterCode('records', id(), connector, code),
      reload: async () => {
        if (this.left) return [];
        await this.load(id());
        return this.record?.external_checks ?? [];
      },
      redraw,
      pause,
    });
  }

  propose(field: string, value: string): void {
    if (!this.record) return;
    this.proposal = new ProposalCtrl(this.api, this.record.id, field, value, this.redraw, (correction) => {
      this.proposal = null;
      if (correction) this.openCorrection(correction);
      this.redraw();
    });
    this.redraw();
  }

  async load(id: string): Promise<void> {
    try {
      this.record = await this.api.record(id);
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.redraw();
  }

  close(): void {
    this.left = true; // who sits here next has not looked at this record
    this.pictures.keepOnly([]);
  }

  originalAddress = (number: number): string => (this.record ? this.api.recordOriginalAddress(this.record.id, number) : '');
}
