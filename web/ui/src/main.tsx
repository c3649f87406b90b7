// The start of the workstation, and the only file that hands the browser to the controllers.
import { render } from 'preact';
import { Api } from './api';
import { AppCtrl } from './app/ctrl';
import { AppView } from './app/view';
import { keepFocus, watchFocus } from './kit/focus';
import { decode, decodeParts } from './verify/pictures';
import './styles.css';

const root = document.querySelector('#app') as HTMLElement;
let drawing = false;

/** However often it is called, one drawing follows, before the browser paints. */
function redraw(): void {
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    render(<AppView app={app} />, root);
    keepFocus();
  });
}

const app: AppCtrl = new AppCtrl(new Api(), {
  redraw,
  getHash: () => location.hash,
  setHash: (hash, step) => (step ? history.pushState(null, '', hash) : history.replaceState(null, '', hash)),
  memory: localStorage,
  asked: navigator.languages,
  now: () => Date.now(),
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  picture: async (load) => decode(await load),
  parts: async (load) => decodeParts(await load),
  save: (name, file) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  },
  languageChanged: (code) => {
    document.documentElement.lang = code;
  },
});

watchFocus();
addEventListener('hashchange', () => app.follow());

// Lists and leases are renewed only while someone is there: otherwise no session would ever grow idle.
const idleAfter = 8 * 60_000;
let active = Date.now();
const touched = () => {
  active = Date.now();
  app.awake();
};
for (const sign of ['keydown', 'pointerdown', 'wheel']) addEventListener(sign, touched, { passive: true });
let seconds = 0;
setInterval(() => {
  seconds += 5;
  if (Date.now() - active > idleAfter) return app.tick(seconds, true);
  if (!document.hidden || seconds % 60 === 0) app.tick(seconds);
}, 5000);
void app.start();
