// Retype, split, join, move pages: a document and its neighbours as piles of pages, until Enter.
import { Problem, type Api, type Neighbour, type Rearrangement } from '../api';
import { t } from '../i18n';
import { sayProblem } from '../kit/say';
import { readingOf } from '../verify/rereading';
import { changeOf, isUnchanged, leafAt, move, pilesOf, placeOf, setType, step, toggleSeam, type Leaf, type Pile, type Place } from './model';

/** Pages that a person put into a document, as it is since. */
export interface Inserted { document: string; pages: readonly number[] }

export interface ArrangeContext {
  api: Api;
  redraw: () => void;
  me: string;
  /** The types in the order of their keys. */
  types: () => readonly string[];
  close: () => void;
  /** What is being read again, the pile with the page in question first; behind how many of its pages others were put in. */
  done: (originals: string[], place?: number) => void;
  pause: (milliseconds: number) => Promise<void>;
  /** What was put in last: it can be taken out again. */
  inserted: Inserted | null;
}

/** The keys of the types, in their order. */
export const typeKeys = '123456789abcdefgh';
/** The reader is to find the type out. */
export const anyTypeKey = '0';

export class ArrangeCtrl {
  piles: Pile[] = [];
  place: Place = { pile: 0, leaf: 0 };
  loading = true;
  sending = false;
  problem = '';
  private neighbours: Neighbour[] = [];
  private past: { piles: Pile[]; leaf: Leaf | null }[] = [];

  constructor(
    private readonly context: ArrangeContext,
    readonly document: string,
  ) {}

  async load(page: number): Promise<void> {
    try {
      const { items } = await this.context.api.neighbours(this.document);
      this.neighbours = items;
      this.piles = pilesOf(items, this.context.me);
      this.place = placeOf(this.piles, { document: this.document, page });
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.loading = false;
    this.context.redraw();
  }

  get leaf(): Leaf | null {
    return leafAt(this.piles, this.place);
  }
  /** The document in question is as it was, and so are those around it: a page can be put in. */
  get mayInsert(): boolean {
    const pile = this.piles[this.place.pile];
    return !this.sending && !!pile?.from && !pile.locked && isUnchanged(pile) && !this.hasChanged;
  }
  get mayTakeOut(): boolean {
    return !this.sending && !this.hasChanged && this.context.inserted?.document === this.document;
  }
  get hasChanged(): boolean {
    return changeOf(this.piles, this.neighbours) !== null;
  }

  lookAt(leaf: Leaf): void {
    this.place = placeOf(this.piles, leaf);
    this.context.redraw();
  }

  /** True when the key meant something here. */
  key(key: string): boolean {
    if (this.loading || this.sending) return false;
    switch (key) {
      case 'ArrowLeft': return this.go(-1);
      case 'ArrowRight': return this.go(1);
      case ' ': return this.change(toggleSeam(this.piles, this.place));
      case 'Ctrl+ArrowLeft': return this.change(move(this.piles, this.place, -1));
      case 'Ctrl+ArrowRight': return this.change(move(this.piles, this.place, 1));
      case 'z': case 'Ctrl+z': return this.undo();
      case 'x': return this.beginTakingOut();
      case 'Enter': void this.submit(); return true;
      default: return this.chooseByKey(key);
    }
  }

  private go(direction: 1 | -1): boolean {
    this.place = step(this.piles, this.place, direction);
    this.context.redraw();
    return true;
  }

  private beginTakingOut(): boolean {
    if (!this.mayTakeOut) return false;
    void this.takeOut();
    return true;
  }

  private chooseByKey(key: string): boolean {
    if (key === anyTypeKey) return this.choose(null);
    const type = key.length === 1 ? this.context.types()[typeKeys.indexOf(key)] : undefined;
    return type !== undefined && typeKeys.includes(key) && this.choose(type);
  }

  choose(type: string | null): boolean {
    return this.change(setType(this.piles, this.place, type));
  }

  seam(leaf: Leaf): void {
    this.place = placeOf(this.piles, leaf);
    this.change(toggleSeam(this.piles, this.place));
  }

  private change(piles: Pile[] | null): boolean {
    const leaf = this.leaf;
    if (piles && leaf) {
      this.past.push({ piles: this.piles, leaf });
      this.piles = piles;
      this.place = placeOf(piles, leaf);
      this.problem = '';
    } else this.problem = t.arrange.cannot;
    this.context.redraw();
    return true;
  }

  private undo(): boolean {
    const before = this.past.pop();
    if (before) {
      this.piles = before.piles;
      this.place = before.leaf ? placeOf(before.piles, before.leaf) : this.place;
      this.problem = '';
      this.context.redraw();
    }
    return true;
  }

  /** Puts a file's pages behind the page in question: it is sent and looked at, then the document is read again with them. */
  async insert(file: File): Promise<void> {
    const from = this.piles[this.place.pile]?.from;
    if (!this.mayInsert || !from) return;
    const place = this.place.leaf + 1;
    this.sending = true;
    this.problem = '';
    this.context.redraw();
    try {
      const { original_id } = await this.context.api.insert(file, from.document_id, from.version, place);
      const looked = await readingOf(this.context.api, original_id, this.context.pause, () => this.sending);
      const [bundle] = looked?.bundles ?? [];
      if (bundle) return this.context.done([bundle], place);
      if (looked) this.problem = t.arrange.unreadable;
    } catch (error) {
      this.problem = error instanceof Problem && error.type === 'version_changed' ? t.arrange.stale : sayProblem(error);
    }
    this.sending = false;
    this.context.redraw();
  }

  /** Takes out again what was put in; it becomes a document of its own. */
  async takeOut(): Promise<void> {
    const { inserted } = this.context;
    const own = this.neighbours.find(({ document_id }) => document_id === this.document);
    if (!this.mayTakeOut || !inserted || !own) return;
    const leaves = (pages: readonly number[]) => pages.map((page) => ({ document_id: own.document_id, page }));
    const rest = own.pages.filter((page) => !inserted.pages.includes(page));
    await this.send({
      from: [{ document_id: own.document_id, version: own.version }],
      into: [{ type: own.type === 'unknown' ? null : own.type, pages: leaves(rest) }, { type: null, pages: leaves(inserted.pages) }],
    }, 0);
  }

  async submit(): Promise<void> {
    const wanted = changeOf(this.piles, this.neighbours);
    if (!wanted) return this.context.close();
    await this.send(wanted, wanted.into.findIndex(({ pages }) => pages.some(({ document_id, page }) => document_id === this.leaf?.document && page === this.leaf.page)));
  }

  /** `own`: which of those to be is opened when it was read. */
  private async send(wanted: Rearrangement, own: number): Promise<void> {
    this.sending = true;
    this.context.redraw();
    try {
      const { originals } = await this.context.api.arrange(wanted);
      const first = originals[Math.max(0, own)];
      this.context.done(first ? [first, ...originals.filter((one) => one !== first)] : originals);
    } catch (error) {
      this.sending = false;
      const stale = error instanceof Problem && ['version_changed', 'closed'].includes(error.type);
      this.problem = stale ? t.arrange.stale : error instanceof Problem && error.type === 'not_allowed' ? t.arrange.shared : sayProblem(error);
      if (stale) {
        this.past = [];
        const said = this.problem;
        await this.load(this.leaf?.page ?? 0);
        this.problem = said;
      }
      this.context.redraw();
    }
  }
}
