import { useState, type ReactElement } from "react";
import { localParts } from "../../../engine/form/zone";
import { parse } from "../../../engine/form/kinds";
import { useT } from "../../../i18n";
import { TextInput } from "../../../kit";
import { useReadContext } from "../../env";
import { DateInput } from "./DateInput";
import type { EditProps, KindEdit } from "../kind";

/** A day and a time of day on the organisation's clock; stored as an instant. */
function Edit({ aria, prop, label, value, onChange, onIssue, onBlur, disabled }: EditProps): ReactElement {
  const t = useT();
  const context = useReadContext();
  const local = typeof value === "string" ? localParts(value, context.zone) : null;
  const [typed, setTyped] = useState<string | null>(null);
  const day = local?.[0] ?? null;
  const time = typed ?? local?.[1].slice(0, 5) ?? "";
  const store = (date: string | null, clock: string) => {
    if (date === null) {
      onChange(null);
      return;
    }
    const read = parse(`${date} ${clock === "" ? "09:00" : clock}`, prop, context);
    onIssue(read.issue ?? null);
    if (read.issue === undefined) onChange(read.value);
  };
  return (
    <div className="r-instant" role="group" aria-labelledby={aria["aria-labelledby"]}>
      <DateInput
        aria={aria}
        label={label}
        value={day}
        onChange={(date) => store(date, time)}
        onUnreadable={(text) => onIssue(text === null ? null : { code: "not_an_instant", params: {} })}
        onBlur={onBlur}
        disabled={disabled}
      />
      <TextInput
        aria-label={`${label} ${t("kit.time")}`}
        aria-invalid={aria["aria-invalid"]}
        inputMode="numeric"
        placeholder="09:00"
        disabled={disabled}
        value={time}
        onChange={(text) => {
          setTyped(text);
          if (day !== null) store(day, text);
        }}
        onBlur={() => {
          setTyped(null);
          onBlur();
        }}
      />
    </div>
  );
}

export const INSTANT: KindEdit = { Edit, group: true };
