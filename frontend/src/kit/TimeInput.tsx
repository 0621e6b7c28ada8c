import { useState, type ReactElement } from "react";
import type { ControlAria } from "./Field";
import { TextInput } from "./inputs";

interface TimeInputProps extends Partial<ControlAria> {
  "aria-label"?: string;
  /** "09:30". */
  value: string;
  onChange: (value: string) => void;
}

/** "9", "930", "9:30", "９：30" as "09:30"; null when it is no time of day. */
export function readTime(typed: string): string | null {
  const plain = typed
    .normalize("NFKC")
    .replace(/[点时.]/g, ":")
    .replace(/分$/, "")
    .replace(/\s/g, "");
  const found =
    /^(\d{1,2}):(\d{1,2})$/.exec(plain) ?? /^(\d{1,2}):?()$/.exec(plain) ?? /^(\d{1,2})(\d{2})$/.exec(plain);
  if (!found) return null;
  const hour = Number(found[1]);
  const minute = Number(found[2] === "" ? 0 : found[2]);
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return null;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** A time of day by the 24-hour clock, whatever the browser's own language. */
export function TimeInput({ value, onChange, ...aria }: TimeInputProps): ReactElement {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      {...aria}
      inputMode="numeric"
      placeholder="09:00"
      maxLength={8}
      value={typed ?? value}
      aria-invalid={typed !== null && readTime(typed) === null ? true : aria["aria-invalid"]}
      onChange={(text) => {
        setTyped(text);
        const read = /\d:\d\d$|^\d{4}$/.test(text) ? readTime(text) : null;
        if (read !== null) onChange(read);
      }}
      onBlur={() => {
        if (typed === null) return;
        const read = readTime(typed);
        onChange(read ?? typed);
        setTyped(null);
      }}
    />
  );
}
