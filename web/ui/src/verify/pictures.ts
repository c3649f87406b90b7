// Page pictures by document and page: fetched once, kept in memory only while needed, never on disk.
import { Problem, type PageParts } from '../api';

/** `url` shows the page, `bitmap` is the source of crops. `parts`: only what is disputed is on it. */
export interface Picture { url: string; bitmap: CanvasImageSource; width: number; height: number; parts?: boolean; free: () => void }
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

  /** Fetches them anew when they are next asked for: more of them may be shown now. */
  forget(document: string): void {
    for (const picture of this.shown.get(document)?.values() ?? []) if (typeof picture === 'object') picture.free();
    this.shown.delete(document);
    this.redraw();
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

/** The whole page, or, where its sheet is closed to this person, the parts that are not. */
export async function pageOrParts(page: Promise<Picture>, parts: () => Promise<Picture>): Promise<Picture> {
  try {
    return await page;
  } catch (error) {
    if (!(error instanceof Problem) || error.type !== 'sheet_closed') throw error;
    return parts();
  }
}

/** The parts, each at its place on an empty page of the same size. */
export async function decodeParts({ width, height, parts }: PageParts): Promise<Picture> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#e3e8ec';
  context.fillRect(0, 0, width, height);
  for (const { box: [x, y], jpeg } of parts) {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(jpeg), (one) => one.charCodeAt(0))], { type: 'image/jpeg' }));
    context.drawImage(bitmap, x, y);
    bitmap.close();
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('no picture');
  return { ...(await decode(blob)), parts: true };
}
