// The page picture in its window: which page, how large, which part. No DOM.
import type { Document, Field, Page } from '../api';
import { fit, focusOn, isEmptyBox, onPreview, pan, usualLine, zoom, type Placement, type Rect, type Size } from './geometry';
import type { Item } from './model';
import type { Picture, Pictures } from './pictures';

export class PageWindow {
  index = 0;
  place: Placement = { scale: 1, x: 0, y: 0, turns: 0 };
  size: Size = { width: 800, height: 600 };
  /** Moves by keys glide, moves by hand follow the hand. */
  glide = false;
  private document: Document | null = null;
  private target: Item | null = null;
  private whole = false;

  constructor(
    private readonly pictures: Pictures,
    private readonly redraw: () => void,
  ) {}

  show(document: Document): void {
    this.document = document;
    this.target = null;
    this.index = this.pages.find((page) => page.preview)?.index ?? 0;
    this.place = { ...this.place, turns: 0 };
    this.glide = false;
    this.settle();
  }

  get pages(): Page[] {
    const all = this.document?.pages ?? [];
    return all.filter((page) => this.document?.page_indexes.includes(page.index));
  }
  get page(): Page | null {
    return this.pages.find((page) => page.index === this.index) ?? null;
  }
  get picture(): Picture | null {
    return this.document && this.page?.preview ? this.pictures.get(this.document.id, this.index) : null;
  }
  get failed(): boolean {
    return !!this.document && this.pictures.failed(this.document.id, this.index);
  }
  private get paper(): Size | null {
    return this.page?.preview ?? null;
  }

  private get line(): number {
    const here = this.document?.fields.filter((field) => field.page === this.index) ?? [];
    return usualLine(here.flatMap((field) => this.rectOf(field) ?? []));
  }

  pictureOf = (item: Item): Picture | null => (this.document && this.rectOf(item) ? this.pictures.get(this.document.id, item.page) : null);

  /** Where a field stands on the preview of its page. */
  rectOf(item: Pick<Field, 'page' | 'box'>): Rect | null {
    const preview = this.pages.find((page) => page.index === item.page)?.preview;
    return preview && !isEmptyBox(item.box) ? onPreview(item.box, preview.from_scan) : null;
  }

  lookAt(item: Item | null): void {
    this.target = item && this.rectOf(item) ? item : null;
    this.glide = this.target?.page === this.index;
    if (this.target) this.index = this.target.page;
    if (!this.whole || !this.target) this.settle();
  }

  resize(size: Size): void {
    if (size.width === this.size.width && size.height === this.size.height) return;
    this.size = size;
    this.glide = false;
    this.settle();
    this.redraw();
  }

  private settle(): void {
    const paper = this.paper;
    if (!paper) return;
    const rect = this.target && !this.whole ? this.rectOf(this.target) : null;
    const { turns } = this.place;
    this.place = rect ? focusOn(rect, this.line, paper, this.size, turns) : fit(paper, this.size, turns);
  }

  toggleFit(item: Item | null): void {
    this.whole = !this.whole;
    this.target = item;
    this.glide = true;
    this.settle();
    this.redraw();
  }

  turn(): void {
    this.place = { ...this.place, turns: (this.place.turns + 1) % 4 };
    this.glide = false;
    this.settle();
    this.redraw();
  }

  step(by: 1 | -1): void {
    const at = this.pages.findIndex((page) => page.index === this.index);
    const page = this.pages[at + by];
    if (!page) return;
    this.index = page.index;
    this.target = null;
    this.glide = false;
    this.settle();
    this.redraw();
  }

  zoomBy(factor: number, at = { x: this.size.width / 2, y: this.size.height / 2 }, glide = true): void {
    if (!this.paper) return;
    this.glide = glide;
    this.place = zoom(this.place, factor, at, this.paper, this.size);
    this.redraw();
  }

  panBy(dx: number, dy: number, glide = true): void {
    if (!this.paper) return;
    this.glide = glide;
    this.place = pan(this.place, dx, dy, this.paper, this.size);
    this.redraw();
  }
}
