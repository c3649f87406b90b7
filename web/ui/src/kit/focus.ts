// Where the keyboard goes when what had the focus is gone: a button that was pressed once and is
// disabled or drawn no more leaves people who use no mouse at the top of the page.

const homes = 'section, article, form, table, dialog, main';
let path: HTMLElement[] = [];

const ancestors = (element: HTMLElement): HTMLElement[] => {
  const all: HTMLElement[] = [];
  for (let at: HTMLElement | null = element; at; at = at.parentElement) all.push(at);
  return all;
};

export function watchFocus(): void {
  document.addEventListener('focusin', (event) => {
    if (event.target instanceof HTMLElement) path = ancestors(event.target);
  });
  // Whoever presses on the page itself wants nothing focused.
  document.addEventListener('pointerdown', () => (path = []));
}

/** After a drawing: nothing has the focus any more, or something that takes no key. */
export function keepFocus(): void {
  const active = document.activeElement;
  const lost = !active || active === document.body || active.matches(':disabled');
  if (!lost) return;
  const home = path.find((one) => one.isConnected && one.matches(homes));
  if (!home || home.contains(document.querySelector('dialog[open]'))) return;
  if (!home.hasAttribute('tabindex')) home.tabIndex = -1;
  home.focus({ preventScroll: true });
}
