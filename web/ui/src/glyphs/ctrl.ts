// Entering a character that the input method lacks: by pinyin, by components or by code point.
import { findGlyphs, isCodePoint, type Tables } from './search';

const onPage = 9;

export interface GlyphsContext {
  /** Fetched when the first person asks. */
  load: () => Promise<Tables>;
  redraw: () => void;
  choose: (glyph: string) => void;
}

export class GlyphsCtrl {
  query = '';
  found: string[] = [];
  page = 0;
  state: 'loading' | 'ready' | 'failed' = 'loading';
  private tables: Tables | null = null;

  constructor(private readonly context: GlyphsContext) {}

  async load(): Promise<void> {
    try {
      this.tables = await this.context.load();
      this.state = 'ready';
    } catch {
      this.state = 'failed';
    }
    this.type(this.query);
  }

  type(query: string): void {
    this.query = query;
    this.page = 0;
    this.found = this.tables ? findGlyphs(this.tables, query) : [];
    this.context.redraw();
  }

  get shown(): string[] {
    return this.found.slice(this.page * onPage, (this.page + 1) * onPage);
  }
  get pages(): number {
    return Math.ceil(this.found.length / onPage);
  }

  /** True when the key meant something here, and is no text. */
  key(key: string): boolean {
    switch (key) {
      case 'PageDown': case 'ArrowDown': return this.turn(1);
      case 'PageUp': case 'ArrowUp': return this.turn(-1);
      case 'Enter': return this.choose(0);
      default: return /^[1-9]$/.test(key) && !isCodePoint(this.query) && this.choose(Number(key) - 1);
    }
  }

  private turn(direction: 1 | -1): boolean {
    this.page = Math.max(0, Math.min(this.page + direction, this.pages - 1));
    this.context.redraw();
    return true;
  }

  choose(index: number): boolean {
    const glyph = this.shown[index];
    if (glyph !== undefined) this.context.choose(glyph);
    return true;
  }
}
