// Small pure pieces that several screens show.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { DocumentType } from '../api';
import { said, t } from '../i18n';
import { keyName } from './keys';

export const Key = ({ name }: { name: string }) => <kbd>{keyName(name)}</kbd>;

export const Chip = ({ kind, hint, children }: { kind: string; hint?: string; children: ComponentChildren }) => <span class={`chip chip-${kind}`} title={hint}>{children}</span>;

export const Alert = ({ children }: { children: ComponentChildren }) =>
  children ? <p class="alert" role="alert">{children}</p> : null;

export const typeTitle = (types: readonly DocumentType[], name: string): string => {
  const type = types.find((one) => one.name === name);
  return type ? said(type.title) : name === 'unknown' ? t.common.unknown_type : name;
};

export const fieldTitle = (types: readonly DocumentType[], type: string, field: string): string => {
  const found = types.find((one) => one.name === type)?.fields.find((one) => one.name === field);
  return found ? said(found.title) : field;
};

export const More = ({ next, loading, more }: { next: string | null; loading: boolean; more: () => void }) =>
  next ? (
    <button class="more" type="button" disabled={loading} onClick={more}>
      {t.common.more}
    </button>
  ) : null;

interface DialogProps {
  title: string;
  close: () => void;
  children: ComponentChildren;
  wide?: boolean;
  /** Beside the field in question, whose picture stays in sight. */
  aside?: boolean;
}

/** A modal dialog by the browser itself: it keeps the focus in and gives it back. */
export function Dialog({ title, close, children, wide = false, aside = false }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const dialog = element.current;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={wide ? 'wide' : aside ? 'aside' : ''}
      aria-label={title}
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return;
        event.preventDefault();
        close();
      }}
    >
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}

interface InputProps {
  label: string;
  value: string;
  set: (value: string) => void;
  type?: string;
  autocomplete?: string;
  autofocus?: boolean;
  inputmode?: 'numeric';
  required?: boolean;
  min?: string;
  max?: string;
}

export function LabelledInput({ label, value, set, type = 'text', autocomplete = 'off', autofocus = false, inputmode, required = true, min, max }: InputProps) {
  const element = useRef<HTMLInputElement>(null);
  // Only when it appears: later changes must not pull the focus away from what is being typed.
  // (In a dialog the attribute counts: nothing can be focused before the dialog is shown.)
  useLayoutEffect(() => {
    if (autofocus) element.current?.focus();
  }, []);
  return (
    <label class="labelled">
      <span>{label}</span>
      <input
        ref={element}
        type={type}
        value={value}
        autocomplete={autocomplete}
        inputMode={inputmode ?? 'text'}
        spellcheck={false}
        required={required}
        min={min}
        max={max}
        autofocus={autofocus}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );
}
