// The dialog for characters that the input method lacks.
import { t } from '../i18n';
import { combo } from '../kit/keys';
import { Dialog, Key } from '../kit/widgets';
import type { GlyphsCtrl } from './ctrl';
import { codePointOf } from './search';

export function GlyphsDialog({ ctrl, close }: { ctrl: GlyphsCtrl; close: () => void }) {
  const onKey = (event: KeyboardEvent) => {
    const key = combo(event);
    if (!key || !ctrl.key(key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Dialog title={t.glyphs.title} close={close} aside>
      <p>{t.glyphs.text}</p>
      <label class="labelled" onKeyDown={onKey}><span>{t.glyphs.query}</span>
        <input type="text" class="glyph-query" value={ctrl.query} autofocus autocomplete="off" spellcheck={false} data-test="glyph-query" onInput={(event) => ctrl.type(event.currentTarget.value)} />
      </label>
      <div aria-live="polite" class="small">{said(ctrl)}</div>
      <div class="glyph-list" role="group" aria-label={t.glyphs.found}>
        {ctrl.shown.map((glyph, index) => (
          <button key={glyph} type="button" class="option glyph-option" tabIndex={-1} onClick={() => ctrl.choose(index)}>
            <kbd>{index + 1}</kbd><span class="glyph-large">{glyph}</span><small>{codePointOf(glyph)}</small>
          </button>
        ))}
      </div>
      <p class="hints"><span class="hint"><Key name="PageDown" /> {t.glyphs.more}</span><span class="hint"><Key name="Escape" /> {t.common.cancel}</span></p>
    </Dialog>
  );
}

function said(ctrl: GlyphsCtrl): string {
  if (ctrl.state === 'loading') return t.common.loading;
  if (ctrl.state === 'failed') return t.problems.unreachable;
  if (!ctrl.query.trim()) return t.glyphs.examples;
  return ctrl.found.length ? t.glyphs.page(ctrl.page + 1, ctrl.pages, ctrl.found.length) : t.common.nothing;
}
