// Where the keyboard goes when what had the focus is gone or takes no key for a while: people who
// use no mouse stay where they worked, whatever an action took away.

const homes = 'section, article, form, dialog, main';
const rows = 'tr, li';
const controls = 'button:enabled, a[href], input:enabled, select:enabled, textarea:enabled, summary, [tabindex="0"]';

/** Where a person was: the control, what it stands in, its row among the rows and its number in it. */
interface Place {
  control: HTMLElement;
  path: HTMLElement[];
  row: { list: HTMLElement; at: number; control: number } | null;
  /** Where he was before the dialog that this is in. */
  outer: Place | null;
}

let last: Place | null = null;
/** What got the focus because the control could not have it. */
let stand: HTMLElement | null = null;

function ancestors(element: HTMLElement): HTMLElement[] {
  const all: HTMLElement[] = [];
  for (let at: HTMLElement | null = element; at; at = at.parentElement) all.push(at);
  return all;
}

const within = (element: Element): HTMLElement[] => [...element.querySelectorAll<HTMLElement>(controls)];

function rowOf(control: HTMLElement): Place['row'] {
  const row = control.closest<HTMLElement>(rows);
  const list = row?.parentElement;
  return row && list ? { list, at: [...list.children].indexOf(row), control: within(row).indexOf(control) } : null;
}

function note(control: HTMLElement): void {
  const dialog = control.closest('dialog');
  const isInside = (place: Place | null) => !!place && !!dialog && place.path.includes(dialog);
  const outer = !dialog ? null : isInside(last) ? (last?.outer ?? null) : last;
  last = { control, path: ancestors(control), row: rowOf(control), outer };
  stand = null;
}

export function watchFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && target !== stand) note(target);
  });
  // Whoever presses on the page itself wants nothing focused.
  document.addEventListener('pointerdown', () => (last = stand = null));
  // A key that is held down presses one button, not also the one that takes its place.
  document.addEventListener('keydown', (event) => {
    if (event.repeat && event.key === 'Enter' && event.target instanceof HTMLButtonElement) event.preventDefault();
  }, true);
}

/** The same control of the row that stands there now. */
function neighbour({ path, row }: Place): HTMLElement | null {
  if (!row?.list.isConnected) return null;
  const own = path.find((one) => one.matches(rows));
  const there = own?.isConnected ? own : row.list.children[Math.min(row.at, row.list.children.length - 1)];
  const all = there ? within(there) : [];
  return all[Math.min(Math.max(row.control, 0), all.length - 1)] ?? null;
}

/** What is no control can have the focus too, if it is told to. */
function focusable(element: HTMLElement | null): HTMLElement | null {
  if (element && !element.hasAttribute('tabindex')) element.tabIndex = -1;
  return element;
}

const main = (): HTMLElement | null => focusable(document.querySelector('main#main'));

const home = ({ path }: Place): HTMLElement | null => focusable(path.find((one) => one.isConnected && one.matches(homes)) ?? null) ?? main();

/** Past the bar, to what the screen is about. */
export function skipToMain(): void {
  main()?.focus();
}

/** After a drawing: whoever lost the focus gets the next best, and his control back when it takes keys again. */
export function keepFocus(): void {
  const active = document.activeElement;
  const isLost = !active || active === document.body || active === stand || active.matches(':disabled');
  if (!isLost || !last) return;
  while (last.outer && !last.control.isConnected && !last.path.some((one) => one.isConnected && one.matches('dialog'))) last = last.outer;
  const { control } = last;
  const isThere = control.isConnected;
  const next: HTMLElement | null = isThere && !control.matches(':disabled') ? control : ((isThere ? null : neighbour(last)) ?? home(last));
  const dialog = document.querySelector('dialog[open]');
  if (!next || next === active || (dialog && !dialog.contains(next))) return;
  stand = next === control || next.matches(controls) ? null : next;
  next.focus({ preventScroll: true });
}
