// Every field of the document: the accepted ones quiet, the doubtful ones marked, all reachable.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import type { VerifyCtrl } from './ctrl';
import type { Item } from './model';

export function FieldList({ ctrl }: { ctrl: VerifyCtrl }) {
  return (
    <div class="fields" role="listbox" aria-label={t.verify.fields} tabIndex={0} aria-activedescendant={ctrl.item ? `field-${ctrl.item.name}` : undefined}>
      {ctrl.items.map((item, index) => <Row key={item.name} ctrl={ctrl} item={item} index={index} />)}
    </div>
  );
}

const signs: Record<Item['state'], string> = {
  accepted: '✓', open: '?', second_eyes: '◐', arbitration: '≠', confirmed: '✓', corrected: '✎', unreadable: '∅', rescan_requested: '↻', rejected: '×',
};

function Row({ ctrl, item, index }: { ctrl: VerifyCtrl; item: Item; index: number }) {
  const element = useRef<HTMLDivElement>(null);
  const current = index === ctrl.cursor;
  useLayoutEffect(() => {
    if (current) element.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const value = ctrl.valueOf(item);
  const state = item.state === 'accepted' ? t.verify.accepted : t.verify.states[item.state];
  return (
    <div ref={element} id={`field-${item.name}`} role="option" aria-selected={current} class={`row row-${item.state} ${current ? 'row-current' : ''} ${item.name === ctrl.hovered ? 'row-hovered' : ''}`}
      data-field={item.name} data-state={item.state} onClick={() => ctrl.moveTo(index)} onPointerEnter={() => ctrl.hover(item.name)} onPointerLeave={() => ctrl.hover('')}>
      <span class="sign" title={state} aria-label={state} role="img">{signs[item.state]}</span>
      <span class="row-title">{item.title}</span>
      <span class="row-value">{value || '—'}</span>
    </div>
  );
}
