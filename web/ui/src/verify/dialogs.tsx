// What the verify screen asks in between: reasons, on number keys, and the card of keys.
import { sheetReasons, type DocumentType } from '../api';
import { ArrangeDialog } from '../arrange/view';
import { GlyphsDialog } from '../glyphs/view';
import { t } from '../i18n';
import { Dialog, Key } from '../kit/widgets';
import { said } from '../i18n';
import type { VerifyCtrl } from './ctrl';
import { bindings, shownKeys } from './keymap';

export function Dialogs({ ctrl, types }: { ctrl: VerifyCtrl; types: readonly DocumentType[] }) {
  const asking = ctrl.asking;
  if (!asking) return null;
  const close = () => ctrl.stopAsking();
  switch (asking.kind) {
    case 'help':
      return <Dialog title={t.keys.title} close={close} wide><KeyCard /><Buttons close={close} /></Dialog>;
    case 'arrange':
      return <ArrangeDialog ctrl={asking.arrange} types={types} pictures={ctrl.pictures} close={close} />;
    case 'glyph':
      return <GlyphsDialog ctrl={asking.glyphs} close={close} />;
    case 'reject':
      return <Dialog title={t.verify.reject_title} close={close}><p>{t.verify.reject_text}</p><Reasons ctrl={ctrl} reasons={t.verify.reject_reasons} submit={t.verify.reject_submit} /></Dialog>;
    case 'rescan':
      return <Dialog title={t.verify.rescan_title} close={close}><p>{t.verify.rescan_text}</p><Reasons ctrl={ctrl} reasons={t.verify.rescan_reasons} submit={t.verify.rescan_submit} /></Dialog>;
    case 'sheet':
      return <Dialog title={t.verify.sheet_title} close={close}><p>{t.verify.sheet_text}</p><SheetReasons ctrl={ctrl} /></Dialog>;
    case 'unreadable':
      return <Dialog title={t.verify.unreadable_title(ctrl.item?.title ?? '')} close={close}><Reasons ctrl={ctrl} reasons={t.verify.unreadable_reasons} submit={t.verify.unreadable_submit} /></Dialog>;
    case 'override': {
      const title = ctrl.items.find((item) => item.name === asking.field)?.title ?? '';
      return (
        <Dialog title={t.verify.override_title(title)} close={close}>
          <ul class="findings">{asking.findings.map((finding) => <li key={finding.code} class={`finding finding-${finding.severity}`}>{said(finding.message)}</li>)}</ul>
          <p>{t.verify.override_text}</p>
          <Reasons ctrl={ctrl} reasons={t.verify.override_reasons} submit={t.verify.override_submit} />
        </Dialog>
      );
    }
  }
}

/** A digit gives the reason at once; anything else is typed. */
function Reasons({ ctrl, reasons, submit }: { ctrl: VerifyCtrl; reasons: string[]; submit: string }) {
  const reason = ctrl.asking && 'reason' in ctrl.asking ? ctrl.asking.reason : '';
  const onKey = (event: KeyboardEvent) => {
    const given = reasons[Number(event.key) - 1];
    if (given === undefined || reason !== '' || event.isComposing) return;
    event.preventDefault();
    ctrl.answer(given);
  };
  return (
    <form class="reasons" onKeyDown={onKey} onSubmit={(event) => { event.preventDefault(); ctrl.answer(reason); }}>
      {reasons.map((one, index) => (
        <button key={one} type="button" class="option" onClick={() => ctrl.answer(one)}><kbd>{index + 1}</kbd><span>{one}</span></button>
      ))}
      <label class="labelled"><span>{t.verify.reason_other}</span>
        <input type="text" autocomplete="off" value={reason} autofocus onInput={(event) => ctrl.setReason(event.currentTarget.value)} />
      </label>
      <div class="buttons">
        <button type="submit" class="primary" disabled={!reason.trim()}>{submit}</button>
        <button type="button" class="quiet" onClick={() => ctrl.stopAsking()}>{t.common.cancel} <Key name="Escape" /></button>
      </div>
    </form>
  );
}

/** A digit opens the sheet; the trail holds codes, so none is typed. */
function SheetReasons({ ctrl }: { ctrl: VerifyCtrl }) {
  const onKey = (event: KeyboardEvent) => {
    const given = sheetReasons[Number(event.key) - 1];
    if (!given) return;
    event.preventDefault();
    void ctrl.openSheet(given);
  };
  return (
    <div class="reasons" onKeyDown={onKey}>
      {sheetReasons.map((one, index) => (
        <button key={one} type="button" class="option" autofocus={index === 0} onClick={() => void ctrl.openSheet(one)}><kbd>{index + 1}</kbd><span>{t.verify.sheet_reasons[one]}</span></button>
      ))}
      <div class="buttons"><button type="button" class="quiet" onClick={() => ctrl.stopAsking()}>{t.common.cancel} <Key name="Escape" /></button></div>
    </div>
  );
}

const Buttons = ({ close }: { close: () => void }) => (
  <div class="buttons"><button type="button" class="primary" autofocus onClick={close}>{t.common.close} <Key name="Escape" /></button></div>
);

function KeyCard() {
  const groups = ['judging', 'typing', 'document', 'picture'] as const;
  return (
    <div class="key-card">
      {groups.map((group) => (
        <section key={group}>
          <h3>{t.keys[group]}</h3>
          <dl>
            {bindings.filter((one) => one.group === group).map((binding) => (
              <div key={binding.act}>
                <dt>{shownKeys(binding).map((key) => <Key key={key} name={key} />)}</dt>
                <dd>{t.keys.acts[binding.act]}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p class="key-note">{t.keys.note}</p>
    </div>
  );
}
