// Retype, split, join, move pages: a document and its neighbours as piles of pages, until Enter.
import { Problem, type Api, type Neighbour } from '../api';
import { t } from '../i18n';
import { sayProblem } from '../kit/say';
import { changeOf, leafAt, move, pilesOf, placeOf, setType, step, toggleSeam, type Leaf, type Pile, type Place } from './model';

export interface ArrangeContext {
  api: Api;
  redraw: () => void;
  me: string;
  /** The types in the order of their keys. */
  types: () => readonly string[];
  close: () => void;
  /** What is being read again, the pile with the page in question first. */
  done: (originals: string[]) => void;
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
      case 'Enter': void this.submit(); return true;
      default: return this.chooseByKey(key);
    }
  }

  private go(direction: 1 | -1): boolean {
    this.place = step(this.piles, this.place, direction);
    this.context.redraw();
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

  async submit(): Promise<void> {
    const wanted = changeOf(this.piles, this.neighbours);
    if (!wanted) return this.context.close();
    const own = wanted.into.findIndex(({ pages }) => pages.some(({ document_id, page }) => document_id === this.leaf?.document && page === this.leaf.page));
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
