// The verify screen's state and what a verifier can do. Decisions show at once and travel behind
// (outbox.ts); while a document is worked on, the page of the one that will likely follow is fetched.
import { Problem, type Decision, type Document, type ExternalCheck, type Finding, type Keying, type QueueItem, type SheetReason } from '../api';
import { ArrangeCtrl, type Inserted } from '../arrange/ctrl';
import { ChecksCtrl } from '../checks/ctrl';
import { GlyphsCtrl } from '../glyphs/ctrl';
import { loadTables } from '../glyphs/tables';
import { t } from '../i18n';
import { sayProblem } from '../kit/say';
import type { Act, Mode } from './keymap';
import { Lease } from './lease';
import { changesBetween, isForOthers, isOpen, itemsOf, nextOpen, stepDoubt, type Item, type Pending } from './model';
import { Outbox } from './outbox';
import { PageWindow } from './page_window';
import type { Pictures } from './pictures';
import { readingOf } from './rereading';
import { panSteps, withReason, type Asking, type Notice, type Phase, type VerifyContext } from './state';

export class VerifyCtrl {
  phase: Phase = 'loading';
  document: Document | null = null;
  items: Item[] = [];
  /** The field in question; `items.length` stands for the commit button. */
  cursor = 0;
  mode: Mode = 'judging';
  drafts = new Map<string, string>();
  objections = new Map<string, Finding[]>();
  /** What two people found who differ, by discrepancy, since it was asked for. */
  keyings = new Map<string, Keying[]>();
  asking: Asking | null = null;
  notice: Notice | null = null;
  hovered = '';
  /** Changes whenever the keyboard focus must be set anew. */
  focusTicket = 0;
  readonly outbox: Outbox;
  readonly page: PageWindow;
  readonly checks: ChecksCtrl;
  readonly lease = new Lease();
  readonly pictures: Pictures;
  private decided: string[] = [];
  private touched = false;
  private left = false;
  /** Pages that were put into the document that is open now. */
  private inserted: Inserted | null = null;

  constructor(private readonly context: VerifyContext) {
    this.pictures = context.pictures;
    this.page = new PageWindow(context.pictures, context.redraw);
    const id = () => this.document?.id ?? '';
    this.checks = new ChecksCtrl({
      ask: (connector) => context.api.askExternal('documents', id(), connector),
      enterCode: (connector, code) => context.api.enterCode('documents', id(), connector, code),
      reload: () => this.lookAgain(),
      redraw: context.redraw,
      pause: context.pause,
    });
    this.outbox = new Outbox({
      send: (entry) => this.sendDecision(entry),
      refused: (entry, problem, later) => this.refused(entry, problem, later),
      changed: () => this.arrived(),
      pause: context.pause,
    });
  }

  // --- documents -------------------------------------------------------------------------------
  /** Opens that document, or the next one that waits. */
  async open(id: string | null): Promise<void> {
    this.phase = 'loading';
    this.context.redraw();
    try {
      if (id) await this.claimIfOpen(id);
      this.show(id ? await this.context.api.document(id) : await this.context.api.claimNext(null));
    } catch (error) {
      this.stop(this.sayHeld(error, id ? await this.holderOf(id) : null));
    }
  }

  private holderOf = (id: string): Promise<string | null> =>
    this.context.api.document(id).then((document) => document.claimed_by, () => null);

  /** A closed document, or one that waits for others, can be looked at, but not claimed. */
  private async claimIfOpen(id: string): Promise<void> {
    try {
      await this.context.api.claim(id);
    } catch (error) {
      if (!(error instanceof Problem) || !['closed', 'not_yours'].includes(error.type)) throw error;
    }
  }

  private show(document: Document | null): void {
    if (this.left) return;
    this.document = document;
    this.drafts.clear();
    this.objections.clear();
    this.keyings.clear();
    this.decided = [];
    this.lease.forget();
    this.asking = null;
    this.mode = 'judging';
    if (!document) {
      this.phase = 'finished';
      this.context.pictures.keepOnly([]);
      this.context.opened(null);
      this.context.redraw();
      return;
    }
    this.items = itemsOf(document, this.context.types(), []);
    const isLeftToOthers = this.waitsForOthers && !this.openCount;
    this.phase = document.state === 'review' && !isLeftToOthers ? 'working' : 'stopped';
    if (document.state !== 'review') this.notice = { kind: 'note', text: document.rescan ? t.verify.to_rescan(document.rescan.reason) : t.verify.closed };
    else if (isLeftToOthers) this.notice = { kind: 'note', text: t.verify.left_to_others };
    this.page.show(document);
    this.context.opened(document.id);
    this.moveTo(nextOpen(this.items, -1));
    if (document.state === 'review') void this.foresee(document);
    if (this.checksWait) void this.checks.watch();
  }

  /** Fetches the first page of the document that will likely come next. Only looks: a person holds one document. */
  private async foresee(current: Document): Promise<void> {
    const { items } = await this.context.api.queue().catch(() => ({ items: [] }));
    if (this.document?.id !== current.id || this.left) return;
    const free = (item: QueueItem) => item.document_id !== current.id && !item.claimed_by && item.waits_for === 'you';
    const behind = items.slice(items.findIndex((item) => item.document_id === current.id) + 1);
    const next = behind.find(free) ?? items.find(free);
    this.context.pictures.keepOnly(next ? [current.id, next.document_id] : [current.id]);
    if (next) this.context.pictures.get(next.document_id, 0);
  }

  private async showNext(current: Document): Promise<void> {
    const next = await this.context.api.claimNext(current.id);
    this.notice = null;
    this.show(next);
  }

  private stop(text: string): void {
    this.phase = 'stopped';
    this.notice = { kind: 'problem', text };
    this.context.redraw();
  }

  /** Renews the lease while someone is at work. */
  async heartbeat(): Promise<void> {
    if (!this.document || this.phase !== 'working') return;
    try {
      const { lease_s } = await this.context.api.claim(this.document.id);
      this.lease.renewed(this.context.now(), lease_s);
      if (this.checksWait) await this.lookAgain();
    } catch (error) {
      if (error instanceof Problem && error.status === 409) this.notice = { kind: 'problem', text: error.type === 'away' ? sayProblem(error) : t.verify.lease_lost };
      this.context.redraw();
    }
  }

  /** Nobody touches anything: says when the document goes back, in time, and that it did. */
  watchLease(): void {
    const text = this.phase === 'working' ? this.lease.watch(this.context.now()) : null;
    if (!text) return;
    this.notice = { kind: 'problem', text };
    this.context.redraw();
  }

  /** Somebody is there again. */
  async awake(): Promise<void> {
    if (!this.lease.warned) return;
    this.lease.warned = false;
    this.notice = null;
    await this.heartbeat();
    this.context.redraw();
  }

  private get checksWait(): boolean {
    return this.document?.external_checks.some(({ state }) => state === 'waiting') ?? false;
  }

  /** Gives back what is claimed; called when the screen is left. */
  async close(): Promise<void> {
    this.left = true;
    await this.outbox.drained();
    if (this.document?.state === 'review') await this.context.api.release(this.document.id).catch(() => undefined);
    this.context.pictures.keepOnly([]);
  }

  // --- where the verifier is -------------------------------------------------------------------
  get item(): Item | null {
    return this.items[this.cursor] ?? null;
  }
  get atCommit(): boolean {
    return (this.writable || this.phase === 'committing') && this.cursor >= this.items.length;
  }
  get openCount(): number {
    return this.items.filter(isOpen).length;
  }
  /** What is left when this person is done is for others. */
  get waitsForOthers(): boolean {
    return this.items.some(isForOthers);
  }
  get writable(): boolean {
    return this.phase === 'working';
  }
  valueOf = (item: Item): string => this.drafts.get(item.name) ?? item.value;

  moveTo(index: number): void {
    const last = this.openCount || !this.writable ? this.items.length - 1 : this.items.length;
    this.cursor = Math.max(0, Math.min(index, last));
    const item = this.item;
    const looksFirst = item?.state === 'arbitration';
    const asksForText = !!item && isOpen(item) && this.writable && !looksFirst && this.valueOf(item) === '' && item.options.length === 0;
    this.mode = asksForText ? 'typing' : 'judging';
    this.selection = null;
    this.touched = false;
    this.page.lookAt(item);
    this.refocus();
  }

  hover(name: string): void {
    if (this.hovered === name) return;
    this.hovered = name;
    this.context.redraw();
  }

  private refocus(): void {
    this.focusTicket++;
    this.context.redraw();
  }

  /** Draws anew what the server and the decisions under way say together. */
  refresh(): void {
    if (this.document) this.items = itemsOf(this.document, this.context.types(), this.outbox.entries, this.keyings);
    this.context.redraw();
  }

  // --- acts ------------------------------------------------------------------------------------
  act(act: Act, key = ''): void {
    this.touched = true;
    const handler = this.handlers[act];
    handler(key);
  }

  private readonly handlers: Record<Act, (key: string) => void> = {
    confirm: () => this.settle(),
    take: () => this.settle(),
    pick: (key) => this.pick(Number(key) - 1),
    edit: () => this.edit(),
    glyph: () => this.askGlyph(),
    to_field: () => this.refocus(),
    stop_typing: () => this.stopTyping(),
    unreadable: () => this.askUnreadable(),
    show_keyings: () => void this.showKeyings(),
    undo: () => this.undo(),
    next_field: () => this.moveTo(this.cursor + 1),
    previous_field: () => this.moveTo(this.cursor - 1),
    next_doubt: () => this.moveTo(stepDoubt(this.items, this.cursor, 1)),
    previous_doubt: () => this.moveTo(stepDoubt(this.items, this.cursor, -1)),
    reject: () => this.ask({ kind: 'reject', reason: '' }),
    rescan: () => this.ask({ kind: 'rescan', reason: '' }),
    skip: () => void this.skip(),
    arrange: () => void this.arrange(),
    same_sheet: () => this.lookAtSameSheet(),
    leave: () => this.context.leave(),
    help: () => this.ask({ kind: 'help' }),
    open_sheet: () => this.askForSheet(),
    zoom_in: () => this.page.zoomBy(1.25),
    zoom_out: () => this.page.zoomBy(0.8),
    fit: () => this.page.toggleFit(this.item),
    turn: () => this.page.turn(),
    pan: (key) => this.page.panBy(...(panSteps[key] ?? [0, 0])),
    next_page: () => this.page.step(1),
    previous_page: () => this.page.step(-1),
  };

  /** To the batch in which a page was scanned before, where one seems to have been. */
  private lookAtSameSheet(): void {
    const batch = this.document?.same_sheets.find(({ batch_id }) => batch_id)?.batch_id;
    if (batch) this.context.showBatch(batch);
  }

  type(value: string): void {
    if (!this.item) return;
    this.touched = true;
    this.drafts.set(this.item.name, value);
    this.context.redraw();
  }

  pick(index: number): void {
    const item = this.item;
    const option = item?.options[index];
    if (!item || option === undefined || !isOpen(item)) return;
    this.drafts.set(item.name, option);
    this.mode = 'judging';
    this.refocus();
  }

  /** Whoever arbitrates has looked at the picture, and now sees what the two found. */
  async showKeyings(): Promise<void> {
    const item = this.item;
    if (!item?.discrepancy || !this.writable || !isOpen(item) || item.state !== 'arbitration') return;
    try {
      this.keyings.set(item.discrepancy, await this.context.api.keyings(item.discrepancy));
    } catch (error) {
      this.notice = { kind: 'problem', text: sayProblem(error) };
    }
    this.refresh();
    this.refocus();
  }

  edit(): void {
    const item = this.item;
    if (!item || !this.writable || !item.discrepancy) return;
    if (item.state === 'arbitration' && !item.mine) return this.say(t.verify.arbitration_stands);
    if (!isOpen(item)) this.reopen(item);
    this.mode = 'typing';
    this.selection = null;
    this.refocus();
  }

  /** What is marked in the entry, from and to; the caret where nothing is. */
  selection: [from: number, to: number] | null = null;

  /** A character that the input method lacks goes where the caret is, or behind what was read. */
  private askGlyph(): void {
    const item = this.item;
    if (!item) return;
    if (this.mode !== 'typing') {
      this.edit();
      this.selection = null;
    }
    if ((this.mode as Mode) !== 'typing') return;
    const glyphs = new GlyphsCtrl({ load: loadTables, redraw: this.context.redraw, choose: (glyph) => this.insert(item, glyph) });
    this.ask({ kind: 'glyph', glyphs });
    void glyphs.load();
  }

  private insert(item: Item, glyph: string): void {
    const value = this.valueOf(item);
    const [from, to] = this.selection ?? [value.length, value.length];
    this.drafts.set(item.name, value.slice(0, from) + glyph + value.slice(to));
    this.selection = [from + glyph.length, from + glyph.length];
    this.touched = true;
    this.stopAsking();
  }

  stopTyping(): void {
    if (this.item) this.drafts.delete(this.item.name);
    this.mode = 'judging';
    this.refocus();
  }

  /** Enter: right as it stands, or take what was typed; on a settled field just go on. */
  settle(): void {
    const item = this.item;
    if (!item) return this.atCommit ? void this.commit() : undefined;
    if (!isOpen(item) || !this.writable) return this.moveTo(isOpen(item) ? this.cursor : nextOpen(this.items, this.cursor));
    const value = this.valueOf(item).trim();
    if (item.hidden && !value) return this.edit();
    const decision: Decision = value === item.value && !item.hidden ? { action: 'confirm' } : { action: 'correct', value };
    const findings = this.objectionsTo(item, decision);
    if (findings) return this.ask({ kind: 'override', field: item.name, decision, findings, reason: '' });
    this.decide(item, decision);
  }

  /** What stands against a value: the server's refusal of it, or errors found on it as it was read. */
  private objectionsTo(item: Item, decision: Decision): Finding[] | null {
    const refused = this.objections.get(item.name);
    if (refused) return refused;
    const errors = item.findings.filter((finding) => finding.severity === 'error');
    return decision.action === 'confirm' && errors.length ? errors : null;
  }

  private decide(item: Item, decision: Decision): void {
    if (!item.discrepancy) return;
    this.notice = null;
    this.objections.delete(item.name);
    this.decided.push(item.name);
    this.outbox.push({ field: item.name, discrepancy: item.discrepancy, decision });
    this.refresh();
    this.moveTo(nextOpen(this.items, this.cursor));
  }

  undo(): void {
    const name = this.decided.pop();
    const item = this.items.find((one) => one.name === name);
    if (!item) return this.say(t.verify.undo_nothing);
    if (item.state === 'arbitration') return this.say(t.verify.arbitration_stands);
    this.reopen(item);
    this.notice = { kind: 'note', text: t.verify.undone(item.title) };
    this.moveTo(this.items.findIndex((one) => one.name === item.name));
  }

  private say(text: string): void {
    this.notice = { kind: 'note', text };
    this.context.redraw();
  }

  private reopen(item: Item): void {
    if (!item.discrepancy || isOpen(item)) return;
    if (item.state === 'corrected') this.drafts.set(item.name, item.value);
    const withdrawn = this.outbox.withdraw(item.name);
    if (!withdrawn) this.outbox.push({ field: item.name, discrepancy: item.discrepancy, decision: { action: 'reopen' } });
    this.refresh();
  }

  // --- questions -------------------------------------------------------------------------------
  ask(asking: Asking): void {
    if (!['help', 'sheet'].includes(asking.kind) && !this.writable) return;
    this.asking = asking;
    this.context.redraw();
  }

  stopAsking(): void {
    this.asking = null;
    this.refocus();
  }

  setReason(reason: string): void {
    if (this.asking && 'reason' in this.asking) this.asking.reason = reason;
    this.context.redraw();
  }

  /** Whether only parts of the page are shown: the whole sheet is opened with a reason. */
  get isSheetClosed(): boolean {
    return this.page.picture?.parts ?? false;
  }

  private askForSheet(): void {
    if (this.isSheetClosed) this.ask({ kind: 'sheet' });
  }

  async openSheet(reason: SheetReason): Promise<void> {
    const document = this.document;
    this.asking = null;
    if (!document) return;
    try {
      await this.context.api.openSheet(document.id, reason);
      this.context.pictures.forget(document.id);
      await this.lookAgain(); // with the values that were masked
    } catch (error) {
      this.notice = { kind: 'problem', text: sayProblem(error) };
    }
    this.refocus();
  }

  private askUnreadable(): void {
    if (this.item && isOpen(this.item)) this.ask({ kind: 'unreadable', reason: '' });
  }

  /** The reason is given: does what was asked. */
  answer(reason: string): void {
    const asking = this.asking;
    const given = reason.trim();
    if (!asking || !('reason' in asking) || !given) return;
    this.asking = null;
    if (asking.kind === 'reject') return void this.reject(given);
    if (asking.kind === 'rescan') return void this.rescan(given);
    const name = asking.kind === 'override' ? asking.field : this.item?.name;
    const item = this.items.find((one) => one.name === name);
    if (!item) return this.context.redraw();
    if (asking.kind === 'unreadable') this.drafts.delete(item.name);
    this.decide(item, asking.kind === 'unreadable' ? { action: 'mark_unreadable', reason: given } : withReason(asking.decision, given));
  }

  // --- the ends of a document ------------------------------------------------------------------
  async commit(): Promise<void> {
    if (this.phase !== 'working' || this.openCount) return;
    const complete = (): boolean => !this.openCount;
    await this.finish(async (document) => {
      if (this.waitsForOthers) return this.context.toast(t.verify.handed_on);
      const { number } = await this.context.api.commit(document.id, document.version);
      this.context.toast(t.verify.committed(number));
    }, complete);
  }

  private async reject(reason: string): Promise<void> {
    await this.finish(async (document) => {
      await this.context.api.reject(document.id, document.version, reason);
      this.context.toast(t.verify.rejected);
    });
  }

  private async rescan(reason: string): Promise<void> {
    await this.finish(async (document) => {
      await this.context.api.rescan(document.id, document.version, reason);
      this.context.toast(t.verify.rescan_requested);
    });
  }

  /** Type and pages of this document and those around it. */
  private async arrange(): Promise<void> {
    const document = this.document;
    if (!document || !this.writable) return;
    await this.outbox.drained();
    const { api, redraw } = this.context;
    const types = () => this.context.types().filter((type) => !type.is_withdrawn).map(({ name }) => name);
    const close = () => this.stopAsking();
    const arrange = new ArrangeCtrl({ api, redraw, me: this.context.me(), types, close, pause: this.context.pause, inserted: this.inserted, done: (originals, place) => void this.reread(originals, place) }, document.id);
    this.ask({ kind: 'arrange', arrange });
    await arrange.load(this.page.index);
    this.pictures.keepOnly([...new Set(arrange.piles.flatMap(({ leaves }) => leaves.map((leaf) => leaf.document))), document.id]);
  }

  /** Waits for the reader and opens what became of the page in question. */
  private async reread([first]: string[], place?: number): Promise<void> {
    const before = this.document;
    if (!before || !first) return;
    before.state = 'rejected';
    this.asking = null;
    this.phase = 'rereading';
    this.context.redraw();
    const waits = () => this.phase === 'rereading' && this.document === before && !this.left;
    try {
      const original = await readingOf(this.context.api, first, this.context.pause, waits);
      if (!original) return;
      const [made] = original.documents;
      if (!made) return this.stop(t.verify.reread_failed);
      const fresh = await this.context.api.document(made);
      const added = fresh.page_indexes.length - before.page_indexes.length;
      if (place !== undefined && added < 1) return await this.stayWith(before);
      this.inserted = place === undefined ? null : { document: made, pages: fresh.page_indexes.slice(place, place + added) };
      if (fresh.state === 'review') return await this.open(made);
      this.context.toast(t.verify.reread_surely);
      await this.showNext(before);
    } catch (error) {
      this.stop(sayProblem(error));
    }
  }

  /** Pages that could not be put in are a document of their own; this one is as it was. */
  private async stayWith(before: Document): Promise<void> {
    await this.open(before.id);
    this.notice = { kind: 'problem', text: t.arrange.not_inserted };
    this.context.redraw();
  }

  /** Leaves the reader to its work and goes on with the next document. */
  async goOn(): Promise<void> {
    const before = this.document;
    if (!before || this.phase !== 'rereading') return;
    this.phase = 'loading';
    this.context.redraw();
    try {
      await this.showNext(before);
    } catch (error) {
      this.stop(sayProblem(error));
    }
  }

  private async finish(act: (document: Document) => Promise<void>, mayAct = (): boolean => true): Promise<void> {
    this.phase = 'committing';
    this.context.redraw();
    await this.outbox.drained();
    const document = this.document;
    if (!document || this.objections.size || !mayAct()) return this.resume();
    try {
      await act(document);
      await this.showNext(document);
    } catch (error) {
      await this.conflict(error);
      this.resume();
    }
  }

  private resume(): void {
    if (this.phase === 'committing') this.phase = 'working';
    this.moveTo(nextOpen(this.items, -1));
  }

  async skip(): Promise<void> {
    const document = this.document;
    if (!document) return;
    await this.outbox.drained();
    try {
      this.show((await this.context.api.claimNext(document.id)) ?? (await this.context.api.claimNext(null)));
    } catch (error) {
      this.notice = { kind: 'problem', text: sayProblem(error) };
      this.context.redraw();
    }
  }

  // --- answers of the server -------------------------------------------------------------------
  /** A decision may have opened another field that it contradicts: nobody is at the end then. */
  private arrived(): void {
    this.refresh();
    if (this.atCommit && this.openCount) this.moveTo(nextOpen(this.items, -1));
  }

  private async sendDecision(entry: Pending): Promise<void> {
    const document = this.document;
    if (!document) return;
    this.document = await this.context.api.decide(entry.discrepancy, document.version, entry.decision);
    if (entry.decision.action !== 'reopen') this.drafts.delete(entry.field);
    const answer = this.document.known_answer;
    if (answer) this.context.toast(t.verify.known_answer[answer](this.items.find(({ name }) => name === entry.field)?.title ?? entry.field));
  }

  private async refused(entry: Pending, problem: unknown, later: Pending[]): Promise<void> {
    // What was typed is still in the drafts: it only goes when it has arrived.
    const undone = [entry, ...later].map(({ field }) => field);
    this.decided = this.decided.filter((name) => !undone.includes(name));
    this.refresh();
    if (problem instanceof Problem && problem.status === 422) return this.objectTo(entry, problem);
    await this.conflict(problem);
    this.moveTo(nextOpen(this.items, -1));
  }

  /** A rule objects: back to the field, unless the verifier is already busy with another. */
  private objectTo(entry: Pending, problem: Problem): void {
    this.objections.set(entry.field, problem.findings);
    if (!problem.findings.length) this.notice = { kind: 'problem', text: problem.detail || sayProblem(problem) };
    const index = this.items.findIndex((item) => item.name === entry.field);
    if (!this.touched || this.atCommit || this.phase === 'committing') this.moveTo(index);
  }

  private async conflict(error: unknown): Promise<void> {
    const before = this.document;
    if (!before || !(error instanceof Problem) || ![409, 412].includes(error.status)) {
      this.notice = { kind: 'problem', text: sayProblem(error) };
      return;
    }
    try {
      this.document = await this.context.api.document(before.id);
    } catch (again) {
      return this.stop(sayProblem(again));
    }
    this.items = itemsOf(this.document, this.context.types(), this.outbox.entries, this.keyings);
    const changes = changesBetween(before, this.document, this.context.types());
    const held = error.type === 'claimed_by_other';
    this.notice = held ? { kind: 'problem', text: this.sayHeld(error, this.document.claimed_by) } : { kind: 'changed', changes };
    if (held || this.document.state !== 'review') this.phase = 'stopped';
  }

  /** The newest state, unless decisions are under way: they bring it themselves. */
  private async lookAgain(): Promise<readonly ExternalCheck[]> {
    const before = this.document;
    if (!before || this.left || this.outbox.entries.length) return [];
    const fresh = await this.context.api.document(before.id);
    if (this.document !== before || this.left || this.outbox.entries.length) return [];
    const doubts = this.openCount;
    this.document = fresh;
    this.refresh();
    if (this.openCount > doubts) {
      this.notice = { kind: 'note', text: t.checks.new_doubt };
      if (this.cursor >= this.items.length) this.moveTo(nextOpen(this.items, -1));
      this.context.redraw();
    }
    return fresh.external_checks;
  }

  private sayHeld(error: unknown, holder: string | null): string {
    if (!(error instanceof Problem) || error.type !== 'claimed_by_other') return sayProblem(error);
    return holder ? t.verify.held_by(holder) : t.verify.held_by_someone;
  }
}
