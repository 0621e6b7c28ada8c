import { Suspense, useRef, useState, type ReactElement } from "react";
import { useT } from "../i18n";
import { IconButton } from "./Button";
import type { ControlAria } from "./Field";
import { late } from "./late";
import { usePhone } from "./media";
import { Skeleton } from "./parts";
import { PopoverOrSheet } from "./Popover";

const Calendar = late(() => import("./Calendar"));

export interface DatePickerProps {
  aria: ControlAria;
  /** Plain words of the field: the sheet's title. */
  label: string;
  /** "YYYY-MM-DD" or null. */
  value: string | null;
  onChange: (value: string | null) => void;
  /** What typed text means as "YYYY-MM-DD"; null when it cannot be read. */
  read: (typed: string) => string | null;
  onBlur?: (() => void) | undefined;
  disabled?: boolean | undefined;
  min?: string | undefined;
  max?: string | undefined;
  /** What was typed and cannot be read; null when all is well. */
  onUnreadable?: ((typed: string | null) => void) | undefined;
}

/**
 * A date typed in any usual spelling or picked from a calendar; the same on every system, in the page's language
 * (the browser's own date input speaks the browser's).
 */
export function DatePicker(props: DatePickerProps): ReactElement {
  const { aria, label, value, onChange, read, onBlur, disabled, min, max, onUnreadable } = props;
  const t = useT();
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const anchor = useRef<HTMLInputElement>(null);

  const commit = () => {
    if (typed === null) return;
    const date = typed.trim() === "" ? null : read(typed);
    const unreadable = typed.trim() !== "" && date === null;
    onUnreadable?.(unreadable ? typed : null);
    if (unreadable) return;
    setTyped(null);
    if (date !== value) onChange(date);
  };
  const close = () => {
    setOpen(false);
    onBlur?.();
  };

  return (
    <div className="k-affix">
      <input
        {...aria}
        ref={anchor}
        className="k-input"
        data-picker=""
        autoComplete="off"
        placeholder={t("kit.date.placeholder")}
        disabled={disabled}
        readOnly={phone}
        value={typed ?? value ?? ""}
        onChange={(event) => setTyped(event.target.value)}
        onClick={() => {
          if (phone && !disabled) setOpen(true);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && typed !== null) commit();
          if (event.key === "ArrowDown" || (phone && event.key === "Enter")) {
            event.preventDefault();
            setOpen(true);
          }
        }}
        onBlur={() => {
          commit();
          if (!open) onBlur?.();
        }}
      />
      <IconButton
        icon="calendar"
        label={`${t("kit.date.pick")} ${label}`}
        disabled={disabled}
        onClick={() => setOpen(!open)}
      />
      {open ? (
        <PopoverOrSheet title={label} anchor={anchor} onClose={close}>
          <Suspense fallback={<Skeleton width="280px" />}>
            <Calendar
              value={value}
              min={min}
              max={max}
              onPick={(date) => {
                setTyped(null);
                onUnreadable?.(null);
                onChange(date);
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
