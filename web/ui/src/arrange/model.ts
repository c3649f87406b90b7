// Pages of neighbouring documents in piles, one a document to be. Pure: what the server says now
// goes in, moves of a person change it, what is to be asked of the server comes out.
import type { Neighbour, Rearrangement } from '../api';

/** A page where it lies now. */
export interface Leaf { document: string; page: number }
/** `type` null: the reader finds it out. `from`: the document it is as yet, or was. */
export interface Pile { type: string | null; leaves: Leaf[]; locked: boolean; from: Neighbour | null }
/** The page in question. */
export interface Place { pile: number; leaf: number }

export const pilesOf = (neighbours: readonly Neighbour[], me: string): Pile[] =>
  neighbours.map((one) => ({
    type: one.type === 'unknown' ? null : one.type,
    leaves: one.pages.map((page) => ({ document: one.document_id, page })),
    locked: one.state !== 'review' || (one.claimed_by !== null && one.claimed_by !== me),
    from: one,
  }));

export function placeOf(piles: readonly Pile[], leaf: Leaf): Place {
  for (const [pile, { leaves }] of piles.entries()) {
    const at = leaves.findIndex((one) => one.document === leaf.document && one.page === leaf.page);
    if (at >= 0) return { pile, leaf: at };
  }
  return { pile: 0, leaf: 0 };
}

export const leafAt = (piles: readonly Pile[], { pile, leaf }: Place): Leaf | null => piles[pile]?.leaves[leaf] ?? null;

/** The page before or behind, across piles; stays at the ends. */
export function step(piles: readonly Pile[], place: Place, direction: 1 | -1): Place {
  const all = piles.flatMap(({ leaves }, pile) => leaves.map((_, leaf) => ({ pile, leaf })));
  const at = all.findIndex((one) => one.pile === place.pile && one.leaf === place.leaf);
  return all[at + direction] ?? place;
}

/** Cuts before the page, or, where a pile begins there, joins it to the one before. Null where it may not. */
export function toggleSeam(piles: readonly Pile[], place: Place): Pile[] | null {
  const pile = piles[place.pile];
  if (!pile || pile.locked) return null;
  if (place.leaf > 0) {
    const front = { ...pile, leaves: pile.leaves.slice(0, place.leaf) };
    const back: Pile = { type: pile.type, leaves: pile.leaves.slice(place.leaf), locked: false, from: null };
    return [...piles.slice(0, place.pile), front, back, ...piles.slice(place.pile + 1)];
  }
  const before = piles[place.pile - 1];
  if (!before || before.locked) return null;
  const joined = { ...before, leaves: [...before.leaves, ...pile.leaves] };
  return [...piles.slice(0, place.pile - 1), joined, ...piles.slice(place.pile + 1)];
}

/** One place further; over the edge of its pile into the next one, which must be free to take it. */
export function move(piles: readonly Pile[], place: Place, direction: 1 | -1): Pile[] | null {
  const pile = piles[place.pile];
  const leaf = leafAt(piles, place);
  if (!pile || !leaf || pile.locked) return null;
  const rest = pile.leaves.filter((one) => one !== leaf);
  const to = place.leaf + direction;
  if (to >= 0 && to < pile.leaves.length) {
    rest.splice(to, 0, leaf);
    return piles.map((one) => (one === pile ? { ...pile, leaves: rest } : one));
  }
  const other = piles[place.pile + direction];
  if (!other || other.locked) return null;
  const taken = { ...other, leaves: direction > 0 ? [leaf, ...other.leaves] : [...other.leaves, leaf] };
  return piles.map((one) => (one === pile ? { ...pile, leaves: rest } : one === other ? taken : one)).filter(({ leaves }) => leaves.length);
}

export const setType = (piles: readonly Pile[], place: Place, type: string | null): Pile[] | null =>
  piles[place.pile]?.locked === false ? piles.map((one, pile) => (pile === place.pile ? { ...one, type } : one)) : null;

/** As it is: the same pages in the same order, of the same type. */
export function isUnchanged({ type, leaves, from }: Pile): boolean {
  if (!from) return false;
  const sameType = (type ?? 'unknown') === from.type;
  return sameType && leaves.length === from.pages.length && leaves.every(({ document, page }, at) => document === from.document_id && page === from.pages[at]);
}

/** What is to be asked of the server; null where nothing changed. */
export function changeOf(piles: readonly Pile[], neighbours: readonly Neighbour[]): Rearrangement | null {
  const changed = piles.filter((pile) => !isUnchanged(pile));
  if (!changed.length) return null;
  const touched = new Set(changed.flatMap(({ leaves }) => leaves.map(({ document }) => document)));
  return {
    from: neighbours.filter(({ document_id }) => touched.has(document_id)).map(({ document_id, version }) => ({ document_id, version })),
    into: changed.map(({ type, leaves }) => ({ type, pages: leaves.map(({ document, page }) => ({ document_id: document, page })) })),
  };
}
