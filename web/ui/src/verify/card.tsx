// The field in question: its crop, enlarged, always at the same place, so that the eyes stay put.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Keying } from '../api';
import { said, t } from '../i18n';
import { Chip, Key } from '../kit/widgets';
import { Crop } from './crop';
import type { VerifyCtrl } from './ctrl';
import { differenceMarks, doubtMarks, isForOthers, isOpen, type Item, type Mark } from './model';

export function Card({ ctrl }: { ctrl: VerifyCtrl }) {
  const item = ctrl.item;
  if (!item && !ctrl.atCommit) return null;
  // A new element for each field: the focus visibly and audibly moves.
  return item ? <FieldCard key={item.name} ctrl={ctrl} item={item} /> : <CommitCard ctrl={ctrl} />;
}

function FieldCard({ ctrl, item }: { ctrl: VerifyCtrl; item: Item }) {
  const open = isOpen(item);
  const objections = ctrl.objections.get(item.name) ?? [];
  const findings = [...objections, ...item.findings.filter((one) => !objections.some(({ code }) => code === one.code))];
  return (
    <article class={`card card-${ctrl.mode} card-${open ? 'open' : 'closed'}`} aria-label={`${t.verify.in_question}: ${item.title}`}>
      <header>
        <h3>{item.title}</h3>
        {open ? <WhyAsked item={item} /> : <StateChip item={item} />}
        <span class="spacer" />
        <span class="mode">{open && ctrl.writable ? t.verify[ctrl.mode] : ''}</span>
      </header>
      <Crop ctrl={ctrl} item={item} />
      <Value ctrl={ctrl} item={item} />
      {findings.length > 0 && (
        <ul class="findings">
          {findings.map((finding) => (
            <li key={finding.code} class={`finding finding-${finding.severity}`}>
              <strong>{t.verify.severity[finding.severity]}</strong> {said(finding.message)}
            </li>
          ))}
        </ul>
      )}
      {open && ctrl.writable && <Options ctrl={ctrl} item={item} />}
      {open && <GivenUp keyings={ctrl.keyings.get(item.discrepancy ?? '') ?? []} />}
      <Hints ctrl={ctrl} item={item} />
    </article>
  );
}

const WhyAsked = ({ item }: { item: Item }) => {
  if (item.state === 'arbitration') return <Chip kind="doubt">{t.verify.differ}</Chip>;
  if (item.hidden) return <Chip kind="quiet">{t.verify.blind}</Chip>;
  return <Chip kind={item.confidence < sure ? 'doubt' : 'quiet'}>{t.verify.confidence(Math.floor(item.confidence * 100))}</Chip>;
};

/** From here on the reader's doubt is not why a person is asked; a finding is. */
const sure = 0.97;

export const StateChip = ({ item }: { item: Item }) => (
  <Chip kind={item.state}>{item.state === 'accepted' ? t.verify.accepted : t.verify.states[item.state]}</Chip>
);

function Value({ ctrl, item }: { ctrl: VerifyCtrl; item: Item }) {
  const value = ctrl.valueOf(item);
  const element = useRef<HTMLDivElement>(null);
  const ticket = ctrl.focusTicket;
  const typing = ctrl.mode === 'typing';
  useLayoutEffect(() => {
    if (!typing) element.current?.focus({ preventScroll: true });
  }, [ticket, typing]);
  if (typing) return <Entry ctrl={ctrl} item={item} value={value} />;
  const drafted = value !== item.value;
  return (
    <div class="value-line">
      <div class={`value ${isLong(value) ? 'value-long' : ''} ${drafted ? 'value-drafted' : ''}`} ref={element} tabIndex={-1} role="group"
        aria-label={`${item.title}: ${value || t.verify.empty}`} data-field={item.name} data-test="value" onDblClick={() => ctrl.edit()}>
        {value ? doubtMarks(value, drafted ? [] : item.options).map((mark, index) => (mark.doubted ? <mark key={index}>{mark.text}</mark> : mark.text)) : <em>{nothing(item, ctrl.keyings.has(item.discrepancy ?? ''))}</em>}
      </div>
      {item.read !== '' && item.read !== value && <p class="read-as">{t.verify.read_as} <span>{item.read}</span></p>}
    </div>
  );
}

function nothing(item: Item, areShown: boolean): string {
  if (!item.hidden) return t.verify.empty;
  if (!isOpen(item)) return t.verify.not_shown;
  if (item.state !== 'arbitration') return t.verify.key_it;
  return areShown ? t.verify.choose_or_type : t.verify.look_first;
}

const isLong = (value: string) => [...value].length > 22;

function Entry({ ctrl, item, value }: { ctrl: VerifyCtrl; item: Item; value: string }) {
  const element = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const ticket = ctrl.focusTicket;
  useLayoutEffect(() => {
    element.current?.focus({ preventScroll: true });
    if (ctrl.selection) element.current?.setSelectionRange(...ctrl.selection);
    else element.current?.select();
  }, [ticket]);
  const shared = {
    ref: element,
    value,
    class: 'entry',
    'aria-label': `${t.verify.value}: ${item.title}`,
    'data-field': item.name,
    autocomplete: 'off',
    spellcheck: false,
    onInput: (event: Event) => ctrl.type((event.currentTarget as HTMLInputElement).value),
  };
  return <div class="value-line">{item.type?.multiline ? <textarea rows={2} {...shared} /> : <input type="text" {...shared} />}</div>;
}

/** What people found who could not read it. */
const GivenUp = ({ keyings }: { keyings: readonly Keying[] }) => (
  <>{keyings.filter(({ unreadable }) => unreadable).map((one) => <p key={one.reason} class="read-as">{t.verify.given_up(one.reason ?? '')}</p>)}</>
);

function Options({ ctrl, item }: { ctrl: VerifyCtrl; item: Item }) {
  if (!item.options.length) return null;
  const value = ctrl.valueOf(item);
  return (
    <div class="options" role="group" aria-label={t.verify.alternatives}>
      {item.options.map((option, index) => (
        <button key={option} type="button" class={option === value ? 'option option-taken' : 'option'} aria-pressed={option === value} tabIndex={-1} onClick={() => ctrl.pick(index)}>
          <kbd>{index + 1}</kbd>
          <span>{differing(option, item)}</span>
        </button>
      ))}
    </div>
  );
}

/** From what was read; where two people found two values, from the other one. */
const marksOf = (option: string, { hidden, options, value }: Item): Mark[] =>
  hidden && options.length === 2 ? differenceMarks(option, options.find((one) => one !== option) ?? option) : doubtMarks(option, [value]);

const differing = (option: string, item: Item) =>
  marksOf(option, item).map((mark, index) => (mark.doubted ? <mark key={index}>{mark.text}</mark> : mark.text));

function Hints({ ctrl, item }: { ctrl: VerifyCtrl; item: Item }) {
  if (!ctrl.writable) return null;
  if (isForOthers(item)) return <p class="hints">{item.state === 'arbitration' ? t.verify.arbitration_stands : t.verify.waits_for_second}</p>;
  if (!isOpen(item)) return <p class="hints">{item.state === 'accepted' ? t.verify.quiet : t.verify.settled}</p>;
  if (ctrl.mode === 'typing')
    return <p class="hints"><Hint name="Enter" text={t.verify.hint_typing.take} /><Hint name="Escape" text={item.hidden ? t.verify.hint_typing.other_keys : t.verify.hint_typing.back} /><Hint name="F4" text={t.glyphs.hint} /></p>;
  const { hint_judging } = t.verify;
  const isEmpty = item.hidden && ctrl.valueOf(item) === '';
  const asksToShow = item.state === 'arbitration' && !ctrl.keyings.has(item.discrepancy ?? '');
  return (
    <p class="hints">
      {asksToShow && <Hint name="v" text={hint_judging.show_keyings} />}
      {!isEmpty && <Hint name="Enter" text={ctrl.valueOf(item) === item.value ? hint_judging.confirm : t.verify.hint_typing.take} />}
      <Hint name="e" text={item.hidden ? hint_judging.key : hint_judging.edit} />
      {item.options.length > 0 && <Hint name={item.options.length > 1 ? `1–${item.options.length}` : '1'} text={item.hidden ? hint_judging.choose : hint_judging.pick} />}
      <Hint name="u" text={hint_judging.unreadable} />
    </p>
  );
}

const Hint = ({ name, text }: { name: string; text: string }) => <span class="hint"><Key name={name} /> {text}</span>;

function CommitCard({ ctrl }: { ctrl: VerifyCtrl }) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => button.current?.focus({ preventScroll: true }), [ctrl.focusTicket]);
  const busy = ctrl.phase === 'committing';
  return (
    <article class="card card-ready">
      <svg class="done-mark" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="21" /><path d="m15 25 6 6 12-13" /></svg>
      <h3>{ctrl.waitsForOthers ? t.verify.part_done : t.verify.ready}</h3>
      <p>{ctrl.waitsForOthers ? t.verify.part_done_text : t.verify.ready_text}</p>
      <button ref={button} type="button" class="primary" data-test="commit" aria-disabled={busy} onClick={() => void ctrl.commit()}>
        {busy ? t.verify.committing : ctrl.waitsForOthers ? t.verify.hand_on : t.verify.commit} <Key name="Enter" />
      </button>
    </article>
  );
}
