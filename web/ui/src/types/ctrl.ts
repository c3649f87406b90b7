// Document types: the list with their drafts, a type's versions, and the designer, in which a draft is
// made on a specimen. Whatever changes is saved a moment later, then read with, so that what people
// see under their fields is always what a reader finds.
import type { AnchorForm, Api, Box, FieldForm, RecordRow, Specimen, TrialLine, TypeDraft, TypeDraftRow, TypeForm, TypeSummary, TypeTrial, TypeVersion, TypeVersionText, TypeWords } from '../api';
import { Problem } from '../api';
import { t } from '../i18n';
import { sayProblem } from '../kit/say';
import type { Picture } from '../verify/pictures';
import { anchorFor, changeField, compareDocuments, diffForms, documentOf, fieldFor, labelIn, moveField, nudge, withField, withoutField, zoneField, type Difference, type FieldChange } from './model';

export interface TypesContext {
  api: Api;
  redraw: () => void;
  pause: (milliseconds: number) => Promise<void>;
  picture: (load: Promise<Blob>) => Promise<Picture>;
  save: (name: string, file: Blob) => void;
  toast: (text: string) => void;
  show: (id: string | null) => void;
  /** Other screens see what was published. */
  published: () => void;
  seesRecords: boolean;
}

const failing = async (ctrl: { problem: string; busy: boolean }, redraw: () => void, run: () => Promise<void>): Promise<void> => {
  ctrl.busy = true;
  redraw();
  try {
    await run();
    ctrl.problem = '';
  } catch (error) {
    ctrl.problem = sayOf(error);
  }
  ctrl.busy = false;
  redraw();
};

/** What the type's own parser says is said in its words: it names the field. */
const sayOf = (error: unknown): string => (error instanceof Problem && error.type === 'bad_type' ? t.types.fault(error.detail) : sayProblem(error));

export class TypesCtrl {
  types: TypeSummary[] = [];
  drafts: TypeDraftRow[] = [];
  loaded = false;
  problem = '';
  busy = false;

  constructor(readonly context: TypesContext) {}

  refresh(): Promise<void> {
    return failing(this, this.context.redraw, async () => {
      [this.types, this.drafts] = await Promise.all([this.context.api.typeSummaries(), this.context.api.typeDrafts()]);
      this.loaded = true;
    });
  }

  begin(of: { name: string; version: number } | { text: string } | Record<string, never>): Promise<void> {
    return failing(this, this.context.redraw, async () => this.context.show((await this.context.api.beginTypeDraft(of)).id));
  }

  async importFile(file: File): Promise<void> {
    await this.begin({ text: await file.text() });
  }

  open = (id: string): void => this.context.show(id);
  versions = (name: string): void => this.context.show(`:${name}`);
}

/** The versions of one type, any two of them beside each other. */
export class TypeVersionsCtrl {
  items: TypeVersion[] = [];
  chosen: TypeVersionText | null = null;
  before: TypeVersionText | null = null;
  /** Which version is to be published again, or that the type is to be withdrawn: for a reason. */
  asking: number | 'withdrawal' | null = null;
  reason = '';
  problem = '';
  busy = false;

  constructor(readonly context: TypesContext, readonly name: string) {}

  load(): Promise<void> {
    return failing(this, this.context.redraw, async () => {
      this.items = await this.context.api.typeVersions(this.name);
      const newest = this.items.find((one) => !one.is_withdrawal);
      if (newest) await this.take(newest.version);
    });
  }

  choose(version: number): Promise<void> {
    return failing(this, this.context.redraw, () => this.take(version));
  }

  compareWith(version: number): Promise<void> {
    return failing(this, this.context.redraw, async () => { this.before = await this.context.api.typeVersion(this.name, version); });
  }

  private async take(version: number): Promise<void> {
    const older = this.items.find((one) => one.version < version && !one.is_withdrawal);
    [this.chosen, this.before] = await Promise.all([this.context.api.typeVersion(this.name, version), older ? this.context.api.typeVersion(this.name, older.version) : null]);
  }

  get differences(): Difference[] {
    return this.chosen && this.before ? diffForms(this.before.form, this.chosen.form) : [];
  }

  get isWithdrawn(): boolean {
    return this.items[0]?.is_withdrawal ?? false;
  }

  /** A type that lies in a file beside the program is read as long as it does. */
  get mayWithdraw(): boolean {
    return this.items.length > 0 && !this.isWithdrawn && !this.items.some((one) => one.is_installed);
  }

  ask(what: number | 'withdrawal' | null): void {
    this.asking = what;
    this.reason = '';
    this.problem = '';
    this.context.redraw();
  }

  say(reason: string): void {
    this.reason = reason;
    this.context.redraw();
  }

  async answer(): Promise<void> {
    const { asking, name } = this;
    const { api } = this.context;
    const reason = this.reason.trim();
    if (asking === null) return;
    await failing(this, this.context.redraw, async () => {
      const { version } = asking === 'withdrawal' ? await api.withdrawType(name, reason) : await api.publishTypeAgain(name, asking, reason);
      this.asking = null;
      this.context.toast(asking === 'withdrawal' ? t.types.withdrawn(name) : t.types.published(name, version));
      this.context.published();
    });
    if (!this.problem) await this.load();
  }

  design(): Promise<void> {
    const { chosen } = this;
    return failing(this, this.context.redraw, async () => {
      if (chosen) this.context.show((await this.context.api.beginTypeDraft({ name: this.name, version: chosen.version })).id);
    });
  }

  download(): void {
    if (this.chosen) this.context.save(`${this.name}.toml`, new Blob([this.chosen.text], { type: 'application/toml' }));
  }

  back = (): void => this.context.show(null);
}

export const tabs = ['fields', 'type', 'try', 'publish'] as const;
export type Tab = (typeof tabs)[number];

/** What was pressed on the page, while its meaning is asked for. */
export interface Picked { line: TrialLine; text: string; tall: boolean }
export const meanings = ['field', 'label', 'anchor', 'other'] as const;
export type Meaning = (typeof meanings)[number];

/** One page, or record, on which the draft is tried. */
export interface Attempt { name: string; subject: { specimen: number } | { record: string }; state: 'waiting' | 'reading' | 'read' | 'failed'; problem: string; trial: TypeTrial | null }

const recordsTried = 10;

export class DesignerCtrl {
  draft: TypeDraft | null = null;
  form: TypeForm = {};
  words: TypeWords = { grammars: [], rules: [], cross_checks: [], fields: [] };
  tab: Tab = 'fields';
  /** The field that is open; -1: none. */
  cursor = -1;
  problem = '';
  /** Why the specimen could not be read. */
  unread = '';
  busy = false;
  /** Something is not saved yet. */
  unsaved = false;
  /** The specimen that is shown, by its number; and its page. */
  at: number | null = null;
  page = 0;
  zoom = 1;
  trial: TypeTrial | null = null;
  reading = false;
  adding = '';
  picked: Picked | null = null;
  /** A zone that is being drawn; for an open field, or a new one. */
  zone: Box | null = null;
  drawing = false;
  attempts: Attempt[] = [];
  trying = false;
  reason = '';
  /** The version in force, with which the draft is compared; null: the type is new. */
  base: TypeVersionText | null = null;
  asksToEnd = false;
  private edits = 0;
  private saving: Promise<void> | null = null;
  private looks = 0;
  private looking: Promise<void> = Promise.resolve();
  private loading: Promise<void> = Promise.resolve();
  private readonly pictures = new Map<number, Picture[]>();
  private closed = false;

  constructor(readonly context: TypesContext) {}

  // --- coming and going --------------------------------------------------------------------------
  async load(id: string): Promise<void> {
    this.loading = failing(this, this.context.redraw, async () => {
      const [draft, words] = await Promise.all([this.context.api.typeDraft(id), this.context.api.typeWords()]);
      this.words = words;
      this.take(draft);
      this.form = draft.form;
      await this.loadBase();
    });
    await this.loading;
    const first = this.draft?.specimens[0];
    if (first) await this.show(first.position);
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.unsaved) await this.save();
    for (const pictures of this.pictures.values()) pictures.forEach((picture) => picture.free());
    this.pictures.clear();
  }

  private take(draft: TypeDraft): void {
    this.draft = draft;
  }

  private async loadBase(): Promise<void> {
    const { name } = this.form;
    if (!name) this.base = null;
    else if (this.base?.name !== name) {
      const newest = (await this.context.api.typeVersions(name).catch(() => []))[0];
      this.base = newest ? await this.context.api.typeVersion(name, newest.version) : null;
    }
  }

  back = (): void => this.context.show(null);

  turnTo(tab: Tab): void {
    this.tab = tab;
    if (tab === 'publish' || tab === 'try') void this.loadBase().then(() => this.context.redraw());
    this.context.redraw();
  }

  // --- changing the draft ------------------------------------------------------------------------
  edit(form: TypeForm): void {
    this.form = form;
    this.unsaved = true;
    this.context.redraw();
    const edit = ++this.edits;
    void this.context.pause(500).then(() => (edit === this.edits && !this.closed ? this.saveAndLook() : undefined));
  }

  private async saveAndLook(): Promise<void> {
    await this.save();
    await this.look();
  }

  /** One request at a time; what is typed meanwhile goes with the next. */
  private async save(): Promise<void> {
    while (this.saving) await this.saving;
    if (!this.draft || !this.unsaved) return;
    const { draft, form, edits } = this;
    this.saving = this.context.api.changeTypeDraft(draft.id, draft.version, form).then(
      (saved) => {
        this.draft = { ...saved };
        this.unsaved = edits !== this.edits;
        this.problem = '';
      },
      async (error: unknown) => {
        this.problem = sayOf(error);
        if (error instanceof Problem && error.status === 412) {
          // Somebody else changed it: theirs is shown.
          const theirs = await this.context.api.typeDraft(draft.id).catch(() => null);
          if (theirs) Object.assign(this, { draft: theirs, form: theirs.form, unsaved: false });
        }
      },
    ).then(() => { this.saving = null; });
    await this.saving;
    this.context.redraw();
  }

  get fields(): FieldForm[] {
    return this.form.field ?? [];
  }

  get field(): FieldForm | null {
    return this.fields[this.cursor] ?? null;
  }

  open(index: number): void {
    this.cursor = index === this.cursor ? -1 : index;
    this.tab = 'fields';
    this.context.redraw();
  }

  add(field: FieldForm): void {
    this.tab = 'fields';
    this.cursor = this.fields.length;
    this.edit(withField(this.form, field));
  }

  change(change: Partial<FieldForm>): void {
    this.edit(changeField(this.form, this.cursor, change));
  }

  remove(): void {
    const { cursor } = this;
    this.cursor = -1;
    this.edit(withoutField(this.form, cursor));
  }

  move(by: -1 | 1): void {
    const to = Math.max(0, Math.min(this.fields.length - 1, this.cursor + by));
    this.edit(moveField(this.form, this.cursor, by));
    this.cursor = to;
  }

  setAnchors(anchor: AnchorForm[]): void {
    this.edit({ ...this.form, anchor });
  }

  // --- the specimen ------------------------------------------------------------------------------
  get specimen(): Specimen | null {
    return this.draft?.specimens.find(({ position }) => position === this.at) ?? null;
  }

  get picture(): Picture | null {
    return (this.at === null ? null : this.pictures.get(this.at)?.[this.page]) ?? null;
  }

  get pages(): number {
    return this.at === null ? 0 : (this.pictures.get(this.at)?.length ?? 0);
  }

  /** Adds pages to try on; those that are dropped while the draft still comes wait for it. */
  async put(files: readonly File[]): Promise<void> {
    await this.loading;
    const { draft } = this;
    if (!draft) return;
    let last: number | null = null;
    await failing(this, this.context.redraw, async () => {
      for (const file of files) {
        this.adding = file.name;
        this.context.redraw();
        const added = await this.context.api.addSpecimen(draft.id, file);
        if (this.draft) this.draft = { ...this.draft, specimens: [...this.draft.specimens, added] };
        last ??= added.position;
      }
    });
    this.adding = '';
    if (last !== null) await this.show(last);
  }

  async show(position: number, page = 0): Promise<void> {
    const other = position !== this.at;
    Object.assign(this, { at: position, page, drawing: false, zone: null });
    if (other) this.trial = null;
    this.context.redraw();
    if (other) await this.look();
  }

  async drop(): Promise<void> {
    const { draft, at } = this;
    if (!draft || at === null) return;
    await failing(this, this.context.redraw, async () => {
      await this.context.api.removeSpecimen(draft.id, at);
      this.pictures.get(at)?.forEach((picture) => picture.free());
      this.pictures.delete(at);
      const specimens = draft.specimens.filter(({ position }) => position !== at);
      if (this.draft) this.draft = { ...this.draft, specimens };
      Object.assign(this, { at: null, trial: null });
    });
    const next = this.draft?.specimens[0];
    if (next) await this.show(next.position);
  }

  zoomBy(factor: number): void {
    this.zoom = Math.max(0.5, Math.min(4, this.zoom * factor));
    this.context.redraw();
  }

  /** Reads the specimen that is shown with the draft as it stands. Of several wishes the last counts. */
  async look(): Promise<void> {
    const look = ++this.looks;
    this.looking = this.looking.then(() => (look === this.looks && !this.closed ? this.lookOnce() : undefined));
    await this.looking;
  }

  private async lookOnce(): Promise<void> {
    const { draft, at } = this;
    if (!draft || at === null) return;
    this.reading = true;
    this.context.redraw();
    try {
      const trial = await this.context.api.tryType(draft.id, { specimen: at }, false);
      await this.decode(at, trial);
      if (at === this.at) this.trial = trial;
      this.unread = '';
    } catch (error) {
      this.unread = sayOf(error);
    }
    this.reading = false;
    this.context.redraw();
  }

  private async decode(at: number, trial: TypeTrial): Promise<void> {
    if (this.pictures.has(at)) return;
    const pages = await Promise.all(trial.pages.map(({ jpeg }) => this.context.picture(Promise.resolve(new Blob([Uint8Array.from(atob(jpeg), (one) => one.charCodeAt(0))], { type: 'image/jpeg' })))));
    if (this.closed) pages.forEach((page) => page.free());
    else this.pictures.set(at, pages);
  }

  /** What the draft reads on the specimen. */
  get read() {
    return documentOf(this.trial?.documents ?? [], this.form.name ?? '');
  }

  // --- picking and drawing -----------------------------------------------------------------------
  pick(line: TrialLine, tall: boolean): void {
    this.picked = { line, text: labelIn(line, this.trial?.pairs ?? []), tall };
    this.context.redraw();
  }

  retype(text: string): void {
    if (this.picked) this.picked.text = text;
    this.context.redraw();
  }

  letGo(): void {
    this.picked = null;
    this.context.redraw();
  }

  mayMean(meaning: Meaning): boolean {
    return meaning !== 'label' || (this.field !== null && !this.field.zone);
  }

  mean(meaning: Meaning): void {
    const { picked, form, field } = this;
    const text = picked?.text.trim() ?? '';
    if (!picked || !text || !this.mayMean(meaning)) return;
    this.picked = null;
    switch (meaning) {
      case 'field': return this.add(fieldFor(form, text, this.words.fields));
      case 'label': return this.change({ labels: [...(field?.labels ?? []), text] });
      case 'anchor': return this.edit({ ...form, anchor: [...(form.anchor ?? []), anchorFor(text, picked.tall)], ...(form.title || !picked.tall ? {} : { title: { zh_hans: text, zh_hant: text, en: text } }) });
      case 'other': return this.edit({ ...form, other_labels: [...(form.other_labels ?? []), text] });
    }
  }

  /** With the keyboard it begins in the middle of the page, to be moved. */
  draw(on: boolean): void {
    this.drawing = on;
    this.zone = on ? ((this.field?.zone as Box | undefined) ?? [300, 450, 300, 40]) : null;
    this.context.redraw();
  }

  shape(zone: Box | null): void {
    if (zone) this.zone = zone;
    this.context.redraw();
  }

  nudge(dx: number, dy: number, resize: boolean): void {
    if (this.zone) this.shape(nudge(this.zone, dx, dy, resize));
  }

  setZone(): void {
    const { zone, field } = this;
    this.draw(false);
    if (!zone) return;
    if (field) this.change({ zone, labels: [], place: '' });
    else this.add(zoneField(this.form, zone, t.types.zone));
  }

  // --- trying and publishing ---------------------------------------------------------------------
  async tryAll(withRecords: boolean): Promise<void> {
    const { draft } = this;
    if (!draft || this.trying) return;
    this.trying = true;
    if (this.unsaved) await this.save();
    this.attempts = draft.specimens.map(({ source_name, position }) => ({ name: source_name, subject: { specimen: position }, state: 'waiting', problem: '', trial: null }));
    if (withRecords && this.form.name) {
      const records: RecordRow[] = await this.context.api.records(this.form.name).then(({ items }) => items.slice(0, recordsTried), () => []);
      this.attempts.push(...records.map(({ id, number }): Attempt => ({ name: number, subject: { record: id }, state: 'waiting', problem: '', trial: null })));
    }
    for (const attempt of this.attempts) if (!this.closed) await this.tryOne(draft.id, attempt);
    this.trying = false;
    this.context.redraw();
  }

  private async tryOne(draft: string, attempt: Attempt): Promise<void> {
    attempt.state = 'reading';
    this.context.redraw();
    try {
      attempt.trial = await this.context.api.tryType(draft, attempt.subject, true);
      if ('specimen' in attempt.subject) await this.decode(attempt.subject.specimen, attempt.trial);
      attempt.state = 'read';
    } catch (error) {
      attempt.state = 'failed';
      attempt.problem = sayOf(error);
    }
    this.context.redraw();
  }

  /** What a page gives with the draft beside what it gives today. */
  changesOf(trial: TypeTrial): FieldChange[] {
    const name = this.form.name ?? '';
    return compareDocuments(documentOf(trial.published ?? [], name), documentOf(trial.documents, name));
  }

  pictureOf(attempt: Attempt, page: number): Picture | null {
    return ('specimen' in attempt.subject ? this.pictures.get(attempt.subject.specimen)?.[page] : null) ?? null;
  }

  get differences(): Difference[] {
    return this.base ? diffForms(this.base.form, this.form) : [];
  }

  say(reason: string): void {
    this.reason = reason;
    this.context.redraw();
  }

  async publish(): Promise<void> {
    this.edits++; // what waits to be saved is saved now
    await this.save();
    const { draft } = this;
    if (!draft || this.unsaved) return;
    await failing(this, this.context.redraw, async () => {
      const { name, version } = await this.context.api.publishType(draft.id, draft.version, this.reason.trim());
      this.unsaved = false;
      this.context.toast(t.types.published(name, version));
      this.context.published();
      this.context.show(null);
    });
  }

  askToEnd(on: boolean): void {
    this.asksToEnd = on;
    this.context.redraw();
  }

  async end(): Promise<void> {
    const { draft } = this;
    this.asksToEnd = false;
    if (!draft) return;
    await failing(this, this.context.redraw, async () => {
      await this.context.api.endTypeDraft(draft.id);
      this.unsaved = false;
      this.context.show(null);
    });
  }

  download(): void {
    if (this.draft) this.context.save(`${this.form.name || 'type'}.toml`, new Blob([this.draft.text], { type: 'application/toml' }));
  }
}
