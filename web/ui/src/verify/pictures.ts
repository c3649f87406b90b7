// Page pictures by document and page: fetched once, kept in memory only while needed, never on disk.

/** `url` shows the page, `bitmap` is the source of crops. */
export interface Picture { url: string; bitmap: CanvasImageSource; width: number; height: number; free: () => void }
export type LoadPicture = (document: string, page: number) => Promise<Picture>;

export class Pictures {
  private readonly shown = new Map<string, Map<number, Picture | 'loading' | 'failed'>>();

  constructor(
    private readonly load: LoadPicture,
    private readonly redraw: () => void,
  ) {}

  /** The picture when it is there; otherwise it is asked for, and a redraw follows. */
  get(document: string, page: number): Picture | null {
    const found = this.pagesOf(document).get(page);
    if (found === undefined) void this.fetch(document, page);
    return typeof found === 'object' ? found : null;
  }

  failed = (document: string, page: number): boolean => this.shown.get(document)?.get(page) === 'failed';

  /** Keeps the pictures of these documents, frees the others. */
  keepOnly(documents: readonly string[]): void {
    for (const [document, pages] of this.shown) {
      if (documents.includes(document)) continue;
      for (const picture of pages.values()) if (typeof picture === 'object') picture.free();
      this.shown.delete(document);
    }
  }

  private async fetch(document: string, page: number): Promise<void> {
    const pages = this.pagesOf(document);
    pages.set(page, 'loading');
    try {
      const picture = await this.load(document, page);
      if (this.shown.get(document) === pages) pages.set(page, picture);
      else picture.free();
    } catch {
      pages.set(page, 'failed');
    }
    this.redraw();
  }

  private pagesOf(document: string) {
    let pages = this.shown.get(document);
    if (!pages) this.shown.set(document, (pages = new Map()));
    return pages;
  }
}

/** Decodes off the main thread, so that turning to a page never stutters. */
export async function decode(blob: Blob): Promise<Picture> {
  const bitmap = await createImageBitmap(blob);
  const url = URL.createObjectURL(blob);
  const free = () => {
    bitmap.close();
    URL.revokeObjectURL(url);
  };
  return { url, bitmap, width: bitmap.width, height: bitmap.height, free };
}
