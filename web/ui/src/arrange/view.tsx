// The dialog in which pages of neighbouring documents are arranged.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { DocumentType } from '../api';
import { t } from '../i18n';
import { combo } from '../kit/keys';
import { Alert, Chip, Dialog, Key, typeTitle } from '../kit/widgets';
import type { Pictures } from '../verify/pictures';
import { anyTypeKey, typeKeys, type ArrangeCtrl } from './ctrl';
import { isUnchanged, type Leaf, type Pile } from './model';

interface Props { ctrl: ArrangeCtrl; types: readonly DocumentType[]; pictures: Pictures; close: () => void }

export function ArrangeDialog({ ctrl, types, pictures, close }: Props) {
  useKeys(ctrl);
  return (
    <Dialog title={t.arrange.title} close={close} wide>
      <p>{t.arrange.text}</p>
      {ctrl.loading ? <p aria-busy="true">{t.common.loading}</p> : <Piles ctrl={ctrl} types={types} pictures={pictures} />}
      <Types ctrl={ctrl} types={types} />
      <div aria-live="polite"><Alert>{ctrl.problem}</Alert></div>
      <p class="hints">
        <Hint names={['ArrowLeft', 'ArrowRight']} text={t.arrange.hints.look} />
        <Hint names={[' ']} text={t.arrange.hints.seam} />
        <Hint names={['Ctrl+ArrowLeft', 'Ctrl+ArrowRight']} text={t.arrange.hints.move} />
        <Hint names={['z']} text={t.arrange.hints.undo} />
        <Hint names={['i']} text={t.arrange.hints.insert} />
      </p>
      <div class="buttons">
        <button type="button" class="primary" disabled={ctrl.sending || !ctrl.hasChanged} onClick={() => void ctrl.submit()}>{ctrl.sending ? t.common.working : t.arrange.submit} <Key name="Enter" /></button>
        <Insert ctrl={ctrl} />
        {ctrl.mayTakeOut && <button type="button" onClick={() => void ctrl.takeOut()}>{t.arrange.take_out} <Key name="x" /></button>}
        <button type="button" class="quiet" onClick={close}>{t.common.cancel} <Key name="Escape" /></button>
      </div>
    </Dialog>
  );
}

/** A new scan or any file whose pages belong behind the one in question; I chooses it. */
function Insert({ ctrl }: { ctrl: ArrangeCtrl }) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const choose = (event: KeyboardEvent) => {
      if (combo(event) !== 'i' || !ctrl.mayInsert) return;
      event.preventDefault();
      input.current?.click();
    };
    document.addEventListener('keydown', choose);
    return () => document.removeEventListener('keydown', choose);
  }, [ctrl]);
  return (
    <label class={ctrl.mayInsert ? 'file-button' : 'file-button file-button-off'}>
      {t.arrange.insert} <Key name="i" />
      <input ref={input} type="file" accept="image/*,application/pdf" disabled={!ctrl.mayInsert} onChange={(event) => {
        const [file] = event.currentTarget.files ?? [];
        event.currentTarget.value = '';
        if (file) void ctrl.insert(file);
      }} />
    </label>
  );
}

function useKeys(ctrl: ArrangeCtrl) {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = combo(event);
      const target = event.target as HTMLElement;
      if (!key || (key === 'Enter' && (event.repeat || target.closest('button.quiet')))) return;
      if ((key === 'Enter' || key === ' ') && target.closest('button:not(.leaf-page)')) return;
      if (ctrl.key(key)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [ctrl]);
}

const Hint = ({ names, text }: { names: string[]; text: string }) => <span class="hint">{names.map((name) => <Key key={name} name={name} />)} {text}</span>;

function Piles({ ctrl, types, pictures }: Omit<Props, 'close'>) {
  return (
    <ol class="piles" aria-label={t.arrange.documents}>
      {ctrl.piles.map((pile, at) => (
        <li key={pile.leaves.map(({ document, page }) => document + page).join()} class={`pile ${pile.locked ? 'pile-locked' : ''} ${at === ctrl.place.pile ? 'pile-current' : ''}`}>
          <header>
            <strong>{pile.type === null ? t.arrange.any_type : typeTitle(types, pile.type)}</strong>
            {pile.locked ? <Chip kind="quiet">{pile.from?.claimed_by ?? t.arrange.states[pile.from?.state ?? 'review']}</Chip> : !isUnchanged(pile) && <Chip kind="doubt">{t.arrange.changed}</Chip>}
          </header>
          <div class="pile-pages">
            {pile.leaves.map((leaf, index) => <Page key={leaf.document + leaf.page} ctrl={ctrl} pictures={pictures} pile={pile} leaf={leaf} index={index} />)}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Page({ ctrl, pictures, pile, leaf, index }: { ctrl: ArrangeCtrl; pictures: Pictures; pile: Pile; leaf: Leaf; index: number }) {
  const element = useRef<HTMLButtonElement>(null);
  const current = ctrl.leaf === leaf || (ctrl.leaf?.document === leaf.document && ctrl.leaf.page === leaf.page);
  const picture = pictures.get(leaf.document, leaf.page);
  useLayoutEffect(() => {
    if (current) element.current?.focus();
  }, [current, ctrl.loading]);
  return (
    <button ref={element} type="button" class={`leaf-page ${current ? 'leaf-current' : ''}`} tabIndex={current ? 0 : -1} disabled={pile.locked && !current} aria-current={current}
      aria-label={`${index + 1} ${pile.from?.source_name ?? ''} ${t.common.page(leaf.page + 1)}`} onClick={() => ctrl.lookAt(leaf)} onDblClick={() => ctrl.seam(leaf)}>
      {picture ? <img src={picture.url} alt="" /> : <span class="leaf-empty" aria-busy="true" />}
      <span class="leaf-number">{index + 1}</span>
    </button>
  );
}

function Types({ ctrl, types }: { ctrl: ArrangeCtrl; types: readonly DocumentType[] }) {
  const pile = ctrl.piles[ctrl.place.pile];
  if (!pile || pile.locked) return null;
  const option = (type: string | null, key: string, title: string) => (
    <button key={key} type="button" class={pile.type === type ? 'option option-taken' : 'option'} aria-pressed={pile.type === type} tabIndex={-1} onClick={() => ctrl.choose(type)}>
      <Key name={key} /><span>{title}</span>
    </button>
  );
  return (
    <div class="options" role="group" aria-label={t.arrange.type}>
      {types.filter((type) => !type.is_withdrawn).slice(0, typeKeys.length).map((type, at) => option(type.name, typeKeys[at] ?? '', typeTitle(types, type.name)))}
      {option(null, anyTypeKey, t.arrange.any_type)}
    </div>
  );
}
