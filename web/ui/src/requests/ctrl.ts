// What people ask about their own data: the list by its days, and one request with its trail.
import type { Api, DataAnswer, DataRequest, DataRequestRow, DataRight, DocumentType, FoundItem } from '../api';
import { language, said } from '../i18n';
import { PagedList } from '../kit/list';
import { sayProblem } from '../kit/say';
import { printed } from '../registers/ctrl';

export const dataRights: DataRight[] = ['access', 'copy', 'correction', 'restriction', 'objection', 'erasure'];

const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

export interface NewRequest { name: string; id_number: string; contact: string; represented_by: string; wish: string; received_on: string }

export class RequestsCtrl {
  list: 'open' | 'all' = 'open';
  readonly rows: PagedList<DataRequestRow>;
  overdue = 0;
  problem = '';
  busy = false;
  /** What is said of a new one; null: nobody registers one. */
  draft: (NewRequest & { rights: Set<DataRight> }) | null = null;

  constructor(private readonly api: Api, private readonly today: string, private readonly redraw: () => void, readonly open: (request: string) => void) {
    this.rows = new PagedList(async (cursor) => {
      const page = await api.dataRequests(this.list, cursor);
      this.overdue = page.overdue;
      return page;
    }, redraw);
  }

  refresh(): Promise<void> {
    return this.rows.refresh();
  }

  choose(list: 'open' | 'all'): void {
    this.list = list;
    void this.refresh();
  }

  begin(): void {
    this.draft = { name: '', id_number: '', contact: '', represented_by: '', wish: '', received_on: this.today, rights: new Set() };
    this.redraw();
  }

  cancel(): void {
    this.draft = null;
    this.problem = '';
    this.redraw();
  }

  set(part: keyof NewRequest, text: string): void {
    if (this.draft) this.draft[part] = text;
    this.redraw();
  }

  toggle(right: DataRight): void {
    const rights = this.draft?.rights;
    if (rights && !rights.delete(right)) rights.add(right);
    this.redraw();
  }

  get mayRegister(): boolean {
    const { draft } = this;
    return !this.busy && !!draft && draft.rights.size > 0 && draft.name.trim() !== '' && draft.id_number.trim() !== '' && draft.received_on !== '';
  }

  async register(): Promise<void> {
    const { draft } = this;
    if (!draft) return;
    this.busy = true;
    try {
      const { rights, ...texts } = draft;
      const request = await this.api.registerDataRequest({ ...texts, rights: dataRights.filter((right) => rights.has(right)).join(' ') });
      this.draft = null;
      this.problem = '';
      this.open(request.id);
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.busy = false;
    this.redraw();
  }
}

/** What somebody is about to do, and what must be said with it. */
export type RequestAct = 'identify' | 'lift' | 'extend' | 'withdraw' | 'return' | 'answer' | 'correct';

export class RequestCtrl {
  request: DataRequest | null = null;
  problem = '';
  busy = false;
  act: RequestAct | null = null;
  text = '';
  reason = '';
  /** To which it is put off. */
  until = '';
  answer: DataAnswer = 'granted';
  /** Of a correction. */
  correction: { record: FoundItem; type: DocumentType | null; field: string; value: string } | null = null;

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    readonly back: () => void,
    private readonly types: () => readonly DocumentType[],
    private readonly save: (name: string, file: Blob) => void,
  ) {}

  async load(id: string): Promise<void> {
    await this.attempt(() => this.api.dataRequest(id));
  }

  get isOpen(): boolean {
    return this.request?.state === 'received' || this.request?.state === 'identified' || this.request?.state === 'drafted';
  }

  /** Nothing is told or done before it is known who asks. */
  get mayWork(): boolean {
    return this.request?.state === 'identified' && !this.busy;
  }

  get included(): FoundItem[] {
    return this.request?.found.filter((item) => item.included) ?? [];
  }

  /** Records of his that may be on a destruction list now. */
  get erasable(): FoundItem[] {
    return this.included.filter((item) => item.may_be_listed);
  }

  begin(act: RequestAct): void {
    this.act = act;
    this.text = '';
    this.reason = '';
    this.until = '';
    this.answer = this.request?.state === 'received' ? 'refused' : 'granted';
    this.problem = '';
    this.redraw();
  }

  beginCorrection(record: FoundItem): void {
    const type = this.types().find(({ name }) => name === record.type) ?? null;
    this.correction = { record, type, field: type?.fields[0]?.name ?? '', value: '' };
    this.begin('correct');
  }

  cancel(): void {
    this.act = null;
    this.correction = null;
    this.redraw();
  }

  /** The days to which it may be put off; null: to none. */
  get extension(): { first: string; last: string } | null {
    const { request } = this;
    return request?.extendable_until ? { first: dayAfter(request.due_on), last: request.extendable_until } : null;
  }

  set(part: 'text' | 'reason' | 'until', value: string): void {
    this[part] = value;
    this.redraw();
  }

  setCorrection(part: 'field' | 'value', value: string): void {
    if (this.correction) this.correction[part] = value;
    this.redraw();
  }

  choose(answer: DataAnswer): void {
    this.answer = answer;
    this.redraw();
  }

  fieldTitle(name: string): string {
    const found = this.correction?.type?.fields.find((field) => field.name === name);
    return found ? said(found.title) : name;
  }

  get maySend(): boolean {
    if (this.busy || !this.act) return false;
    if (this.act === 'correct') return !!this.correction?.field && this.reason.trim() !== '';
    if (this.act === 'answer') return this.text.trim() !== '' && (this.answer === 'granted' || this.reason.trim() !== '');
    if (this.act === 'extend' && !(this.extension && this.until >= this.extension.first && this.until <= this.extension.last)) return false;
    return this.text.trim() !== '';
  }

  async send(): Promise<void> {
    const { request, act } = this;
    if (!request || !act || !this.maySend) return;
    const text = this.text.trim();
    const reason = this.reason.trim();
    await this.attempt(async () => {
      switch (act) {
        case 'identify': return this.api.stepDataRequest(request.id, 'identity', { proof: text });
        case 'lift': return this.api.stepDataRequest(request.id, 'restriction/lift', { reason: text });
        case 'extend': return this.api.stepDataRequest(request.id, 'extension', { until: this.until, reason: text });
        case 'withdraw': return this.api.stepDataRequest(request.id, 'withdrawal', { reason: text });
        case 'return': return this.api.stepDataRequest(request.id, 'answer/return', { reason: text });
        case 'answer': return this.api.stepDataRequest(request.id, 'answer', { answer: this.answer, text, ...(reason ? { reason } : {}) });
        case 'correct': {
          if (!this.correction) return request;
          const { record, field, value } = this.correction;
          await this.api.correctForRequest(request.id, { record_id: record.id, field, value, reason });
          return this.api.dataRequest(request.id);
        }
      }
    });
    if (!this.problem) this.cancel();
  }

  search = (): Promise<void> => this.step('search');
  restrict = (): Promise<void> => this.step('restriction');
  erase = (): Promise<void> => this.step('erasure');
  release = (): Promise<void> => this.step('answer/release');

  async include(item: FoundItem, included: boolean): Promise<void> {
    const { request } = this;
    if (request) await this.attempt(() => this.api.includeFound(request.id, item.id, included));
  }

  async copy(format: 'pdf' | 'package'): Promise<void> {
    const { request } = this;
    if (!request) return;
    await this.attempt(async () => {
      const { name, file } = await this.api.copyForRequest(request.id, format, printed(language));
      this.save(name, file);
      return this.api.dataRequest(request.id);
    });
  }

  async letter(which: 'letter' | 'extension/letter'): Promise<void> {
    const { request } = this;
    if (!request) return;
    await this.attempt(async () => {
      this.save(`${request.number}-${which.split('/')[0]}.pdf`, await this.api.requestLetter(request.id, which, printed(language)));
      return request;
    });
  }

  private async step(path: string): Promise<void> {
    const { request } = this;
    if (request) await this.attempt(() => this.api.stepDataRequest(request.id, path));
  }

  private async attempt(run: () => Promise<DataRequest>): Promise<void> {
    this.busy = true;
    this.redraw();
    try {
      this.request = await run();
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.busy = false;
    this.redraw();
  }
}
