import type {
  InputHTMLAttributes,
  ReactElement,
  ReactNode,
  Ref,
  SelectHTMLAttributes,
  TextareaHTMLAttributes,
} from "react";
import { useT } from "../i18n";
import { Icon } from "./Icon";

type Native<T> = Omit<T, "onChange" | "value" | "className">;

export interface TextInputProps extends Native<InputHTMLAttributes<HTMLInputElement>> {
  value: string;
  onChange: (value: string) => void;
  /** Words or signs before and after the value (¥, %, 天). */
  before?: ReactNode;
  after?: ReactNode;
  ref?: Ref<HTMLInputElement>;
}

export function TextInput({ value, onChange, before, after, ...rest }: TextInputProps): ReactElement {
  const input = (
    <input
      autoComplete="off"
      {...rest}
      className="k-input"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
  if (before === undefined && after === undefined) return input;
  return (
    <div className="k-affix">
      {before === undefined ? null : <span className="k-unit">{before}</span>}
      {input}
      {typeof after === "string" ? <span className="k-unit">{after}</span> : after}
    </div>
  );
}

export interface TextAreaProps extends Native<TextareaHTMLAttributes<HTMLTextAreaElement>> {
  value: string;
  onChange: (value: string) => void;
  ref?: Ref<HTMLTextAreaElement>;
}

export function TextArea({ value, onChange, ...rest }: TextAreaProps): ReactElement {
  return (
    <textarea
      rows={3}
      {...rest}
      className="k-input"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** One thing to choose. `color` is a tint name of tokens.css. */
export interface Choice {
  id: string;
  label: string;
  hint?: string | undefined;
  color?: string | undefined;
  disabled?: boolean;
  depth?: number;
}

export interface SelectProps extends Native<SelectHTMLAttributes<HTMLSelectElement>> {
  value: string | null;
  onChange: (value: string | null) => void;
  options: readonly Choice[];
  /** Words of the empty choice; null: there is none, something is always chosen. */
  empty?: string | null;
}

/** The system's own select: the wheel on a phone, type-ahead on the desktop. */
export function Select({ value, onChange, options, empty, ...rest }: SelectProps): ReactElement {
  const t = useT();
  return (
    <select
      {...rest}
      className="k-input"
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
    >
      {empty === null ? null : <option value="">{empty ?? t("kit.choose")}</option>}
      {options.map((option) => (
        <option key={option.id} value={option.id} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

export interface SearchInputProps extends Omit<TextInputProps, "type"> {
  /** Spoken name, since a search line has no label above it. */
  label: string;
}

export function SearchInput({ label, ...rest }: SearchInputProps): ReactElement {
  return (
    <TextInput
      placeholder={label}
      {...rest}
      type="search"
      aria-label={label}
      enterKeyHint="search"
      before={<Icon name="search" size={16} />}
    />
  );
}

export interface CheckProps extends Native<InputHTMLAttributes<HTMLInputElement>> {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: ReactNode;
  ref?: Ref<HTMLInputElement>;
}

export function Check({ checked, onChange, label, ...rest }: CheckProps): ReactElement {
  return (
    <label className="k-check">
      <input
        {...rest}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
