import { Suspense, useRef, useState, type ReactElement, type ReactNode } from "react";
import { useT } from "../i18n";
import { Button, IconButton } from "./Button";
import type { ControlAria } from "./Field";
import { Icon } from "./Icon";
import type { Choice } from "./inputs";
import { late } from "./late";
import { Skeleton } from "./parts";
import type { PickerProps } from "./Picker";
import { PopoverOrSheet } from "./Popover";

const Picker = late(async () => ({ default: (await import("./Picker")).Picker }));

interface Shared extends Pick<PickerProps, "options" | "onSearch" | "loading" | "note"> {
  /** From Field with `group`, so that the button is named "label: value". */
  aria: ControlAria;
  /** Plain words of the field, spoken by the search line and shown as the sheet's title. */
  label: string;
  placeholder?: string | undefined;
  disabled?: boolean | undefined;
  onBlur?: (() => void) | undefined;
  /** A last entry below the options; gets the way to close the list. */
  footer?: ((close: () => void) => ReactNode) | undefined;
  /** The list has opened: time to load the first options. */
  onOpen?: (() => void) | undefined;
}

export interface ComboboxProps extends Shared {
  value: string | null;
  /** Words of the value: it may not be among the options loaded. */
  text: string;
  onChange: (value: string | null, option: Choice | null) => void;
  /** Something is always chosen: there is no way to choose nothing. */
  always?: boolean;
}

/** One of many, found by searching: a button showing the choice, opening a picker (a sheet on the phone). */
export function Combobox(props: ComboboxProps): ReactElement {
  const {
    aria,
    label,
    value,
    text,
    onChange,
    placeholder,
    disabled,
    onBlur,
    onOpen,
    footer,
    always,
    ...picker
  } = props;
  const t = useT();
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    onBlur?.();
  };
  // Who goes on from the list to a dialog comes back to this button.
  const leave = () => {
    close();
    document.getElementById(aria.id)?.focus();
  };
  return (
    <div className="k-combo">
      <button
        ref={anchor}
        type="button"
        className="k-combo-btn"
        id={aria.id}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-labelledby={`${aria["aria-labelledby"] ?? ""} ${aria.id}-value`}
        aria-describedby={aria["aria-describedby"]}
        data-invalid={aria["aria-invalid"]}
        data-empty={value === null ? "" : undefined}
        disabled={disabled}
        onClick={() => {
          if (!open) onOpen?.();
          setOpen(!open);
        }}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" || open) return;
          event.preventDefault();
          onOpen?.();
          setOpen(true);
        }}
      >
        <span id={`${aria.id}-value`} className="k-clip">
          {value === null ? (placeholder ?? t("kit.choose")) : text}
        </span>
        <Icon name="chevronDown" size={16} />
      </button>
      {value !== null && !disabled && !always ? (
        <IconButton icon="close" label={`${t("kit.clear")} ${label}`} onClick={() => onChange(null, null)} />
      ) : null}
      {open ? (
        <PopoverOrSheet title={label} anchor={anchor} onClose={close} match>
          <Suspense fallback={<Skeleton width="240px" />}>
            <Picker
              {...picker}
              footer={footer?.(leave)}
              label={label}
              selected={value === null ? [] : [value]}
              onPick={(option) => {
                onChange(option.id, option);
                close();
                anchor.current?.focus();
              }}
            />
          </Suspense>
        </PopoverOrSheet>
      ) : null}
    </div>
  );
}

export interface MultiSelectProps extends Shared {
  value: readonly string[];
  /** Words of each chosen id. */
  textOf: (id: string) => string;
  onChange: (value: string[]) => void;
}

/** Any of many, as removable tokens over a picker that stays open; `depth` on the options makes it a tree of tags. */
export function MultiSelect(props: MultiSelectProps): ReactElement {
  const { aria, label, value, textOf, onChange, placeholder, disabled, onBlur, onOpen, footer, ...picker } =
    props;
  const t = useT();
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    onBlur?.();
  };
  const toggle = (id: string) =>
    onChange(value.includes(id) ? value.filter((one) => one !== id) : [...value, id]);
  return (
    <div className="k-stack" data-gap="s" role="group" aria-labelledby={aria["aria-labelledby"]}>
      {value.length > 0 ? (
        <ul className="k-tokens">
          {value.map((id) => (
            <li key={id} className="k-token">
              {textOf(id)}
              {disabled ? null : (
                <button
                  type="button"
                  aria-label={t("kit.remove", { name: textOf(id) })}
                  onClick={() => toggle(id)}
                >
                  <Icon name="close" size={12} />
                </button>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      <button
        ref={anchor}
        type="button"
        className="k-combo-btn"
        id={aria.id}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-labelledby={`${aria["aria-labelledby"] ?? ""} ${aria.id}-value`}
        aria-describedby={aria["aria-describedby"]}
        data-invalid={aria["aria-invalid"]}
        data-empty=""
        disabled={disabled}
        onClick={() => {
          if (!open) onOpen?.();
          setOpen(!open);
        }}
      >
        <span id={`${aria.id}-value`}>
          {value.length > 0 ? t("kit.selected", { n: value.length }) : (placeholder ?? t("kit.choose"))}
        </span>
        <Icon name="chevronDown" size={16} />
      </button>
      {open ? (
        <PopoverOrSheet title={label} anchor={anchor} onClose={close} match>
          <Suspense fallback={<Skeleton width="240px" />}>
            <Picker
              {...picker}
              footer={footer?.(close)}
              multi
              label={label}
              selected={value}
              onPick={(option) => toggle(option.id)}
            />
            <Button
              tone="soft"
              wide
              onClick={() => {
                close();
                anchor.current?.focus();
              }}
            >
              {t("kit.done")}
            </Button>
          </Suspense>
        </PopoverOrSheet>
      ) : null}
    </div>
  );
}
