// Committed records: the list, and one record opened with its images and history.
import type { Api, CommittedRecord, RecordRow } from '../api';
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

  constructor(
    private readonly api: Api,
    readonly pictures: Pictures,
    private readonly redraw: () => void,
    readonly back: () => void,
  ) {}

  async load(id: string): Promise<void> {
    try {
      this.record = await this.api.record(id);
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.redraw();
  }

  close(): void {
    this.pictures.keepOnly([]);
  }

  originalAddress = (number: number): string => (this.record ? this.api.recordOriginalAddress(this.record.id, number) : '');
}
