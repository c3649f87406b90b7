// Committed records: the list, and one record opened with its images and history.
import type { Api, CommittedRecord, Field, Hit, Listing, Permission, RecordRow } from '../api';
import type { Keeping } from '../app/route';
import { ChecksCtrl } from '../checks/ctrl';
import { ProposalCtrl } from '../corrections/ctrl';
import { RetentionCtrl } from '../disposals/ctrl';
import { FilingCtrl } from '../filing/ctrl';
import { PagedList } from '../kit/list';
import { sayProblem } from '../kit/say';
import type { Pictures } from '../verify/pictures';
import { isSearch, nothingAsked, sameQuestion, searchOf, type Filter, type Question, type Summary } from './model';

/** A row of the list; of a search, with what was found in it. */
export type Row = RecordRow & Partial<Pick<Hit, 'title' | 'matches'>>;

export class RecordsCtrl {
  typed: string;
  list: PagedList<Row>;
  /** Null while nothing is searched for. */
  summary: Summary | null = null;

  /** `asked` outlives the screen: who comes back from a record finds what was found. */
  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    readonly open: (record: string) => void,
    private readonly asked: { question: Question } = { question: nothingAsked },
  ) {
    this.typed = this.question.text;
    this.list = this.listOf(this.question);
  }

  get question(): Question {
    return this.asked.question;
  }

  type(text: string): void {
    this.typed = text;
    this.redraw();
  }

  /** What stands in the field, with the filters as they are. */
  search(): Promise<void> {
    return this.ask({ ...this.question, text: this.typed.trim() });
  }

  /** The same value again takes a filter off. */
  filter(filter: Filter, value: string): Promise<void> {
    return this.ask({ ...this.question, [filter]: this.question[filter] === value ? '' : value });
  }

  clear(): Promise<void> {
    this.typed = '';
    return this.ask(nothingAsked);
  }

  private ask(question: Question): Promise<void> {
    this.asked.question = question;
    const shown = this.list.items; // stay until the answer is there
    this.list = this.listOf(question);
    this.list.items = shown;
    this.redraw();
    return this.list.refresh();
  }

  /** An answer that comes when something else was asked meanwhile goes to a list that nobody sees. */
  private listOf(question: Question): PagedList<Row> {
    return new PagedList<Row>((cursor) => this.page(question, cursor), this.redraw);
  }

  private async page(question: Question, cursor: string | null): Promise<Listing<Row>> {
    if (!isSearch(question)) {
      const page = await this.api.records(question.type, cursor);
      this.summarise(question, null);
      return page;
    }
    const found = await this.api.search(searchOf(question, cursor));
    this.summarise(question, found);
    return found;
  }

  private summarise(question: Question, summary: Summary | null): void {
    if (sameQuestion(question, this.question)) this.summary = summary;
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
    readonly openRecord: (record: string) => void,
    private readonly permissions: readonly Permission[],
    readonly keeping: Keeping = 'site',
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

  may = (permission: Permission): boolean => this.permissions.includes(permission);

  /** Where values are masked, its pictures are fetched when they are asked for, too: they show all of it. */
  get isMasked(): boolean { return this.record?.fields.some(({ masked }) => masked) ?? false; }
  wantsImages = false;

  showImages(): void {
    this.wantsImages = true;
    this.redraw();
  }

  async reveal(field: Field): Promise<void> {
    if (!this.record) return;
    try {
      Object.assign(field, { value: await this.api.revealField(this.record.id, field.name), masked: false });
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.redraw();
  }

  /** Whoever says that a value is wrong has seen it. */
  async correct(field: Field): Promise<void> {
    if (field.masked) await this.reveal(field);
    if (!field.masked) this.propose(field.name, field.value);
  }

  private propose(field: string, value: string): void {
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

  pdfAddress(): string {
    return this.api.recordPdfAddress(this.record?.id ?? '');
  }

  originalAddress = (number: number): string => (this.record ? this.api.recordOriginalAddress(this.record.id, number) : '');
}
