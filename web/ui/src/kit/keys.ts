// A key press as text: `Enter`, `e`, `?`, `Ctrl+ArrowLeft`. Letters are lower case and Shift is
// named only with keys that have no character of their own, so that layouts do not matter.

export interface Press {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
  keyCode?: number;
}

/** What a browser says of a key that an input method took, also where it ended composing with it (Safari). */
const takenByInputMethod = 229;

/** Empty while an input method is composing: those keys belong to it. */
export function combo(press: Press): string {
  if (press.isComposing || press.keyCode === takenByInputMethod || press.key === 'Process' || press.key === 'Unidentified') return '';
  const plain = wide[press.key] ?? press.key;
  const key = plain.length === 1 ? plain.toLowerCase() : plain;
  const shift = press.shiftKey && key.length > 1;
  return [press.ctrlKey || press.metaKey ? 'Ctrl+' : '', press.altKey ? 'Alt+' : '', shift ? 'Shift+' : '', key].join('');
}

/** What full-width punctuation of a Chinese keyboard stands for. */
const wide: Record<string, string> = { '？': '?', '！': '!', '＋': '+', '－': '-', '【': '[', '】': ']' };

/** How a key is shown on the card and on buttons. */
export function keyName(key: string): string {
  const names: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', PageUp: 'PgUp', PageDown: 'PgDn', ' ': 'Space', Backspace: '⌫' };
  return key
    .split(/(?<=.)\+(?=.)/)
    .map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(' ');
}
