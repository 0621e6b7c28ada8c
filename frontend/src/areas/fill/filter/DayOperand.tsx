import { useState, type ReactElement } from "react";
import { isLiteral, isOp, type Node } from "../../../engine/rules/ast";
import { instantOfLocal, todayOf } from "../../../engine/form/zone";
import { useT } from "../../../i18n";
import { Field, Select, TextInput } from "../../../kit";
import { useApp } from "../../../render/context";
import { DateInput } from "../../../render/kinds/edit/DateInput";
import { daysOf, dayShift } from "./operators";

interface Props {
  label: string;
  value: Node | null;
  onChange: (node: Node | null) => void;
}

type When = "date" | "today" | "ago" | "ahead";

function whenOf(value: Node | null): When | null {
  if (!value) return null;
  if (isOp(value) && value.op === "today") return "today";
  if ((daysOf(value, -1) ?? 0) > 0) return "ago";
  return daysOf(value, 1) === null ? "date" : "ahead";
}

/** A day: one of the calendar, today, or so many days from today (a view then never grows old). */
export function DayOperand({ label, value, onChange }: Props): ReactElement {
  const t = useT();
  const [asked, setAsked] = useState<When>("date");
  const when = whenOf(value) ?? asked;
  const days = when === "ago" ? daysOf(value, -1) : daysOf(value, 1);
  const day = value && isLiteral(value) && typeof value.v === "string" ? value.v : null;
  const words = `${label} ${t("filter.value")}`;
  const choose = (next: When) => {
    setAsked(next);
    if (next === "today") onChange({ op: "today", a: [] });
    else if (next === "date") onChange(null);
    else onChange(dayShift(next === "ago" ? -7 : 7));
  };
  return (
    <div className="flt-day">
      <Select
        aria-label={`${label} ${t("filter.when")}`}
        empty={null}
        value={when}
        options={(["date", "today", "ago", "ahead"] as const).map((id) => ({
          id,
          label: t(`filter.when.${id}`),
        }))}
        onChange={(next) => choose(next as When)}
      />
      {when === "today" ? null : (
        <Field label={words} quietLabel>
          {(aria) =>
            when === "date" ? (
              <DateInput
                aria={aria}
                label={words}
                value={day}
                onChange={(next) => onChange(next === null ? null : { v: next, t: "date" })}
                onUnreadable={(typed) => {
                  if (typed !== null) onChange(null);
                }}
                onBlur={() => undefined}
                disabled={false}
              />
            ) : (
              <TextInput
                {...aria}
                inputMode="numeric"
                maxLength={4}
                value={days === null ? "" : String(days)}
                after={t("filter.days")}
                onChange={(text) => {
                  const n = /^\d{1,4}$/.test(text) ? Number(text) : null;
                  onChange(n === null ? null : dayShift(when === "ago" ? -n : n));
                }}
              />
            )
          }
        </Field>
      )}
    </div>
  );
}

/** A calendar day standing for the moment it begins. */
export function InstantOperand({ label, value, onChange }: Props): ReactElement {
  const t = useT();
  const { zone } = useApp().bundle;
  const words = `${label} ${t("filter.value")}`;
  const at = value && isLiteral(value) && typeof value.v === "string" ? value.v : null;
  return (
    <Field label={words} quietLabel>
      {(aria) => (
        <DateInput
          aria={aria}
          label={words}
          value={at === null ? null : todayOf(at, zone)}
          onChange={(next) => {
            const moment = next === null ? null : instantOfLocal(next, 0, zone);
            onChange(moment === null ? null : { v: moment, t: "instant" });
          }}
          onUnreadable={(typed) => {
            if (typed !== null) onChange(null);
          }}
          onBlur={() => undefined}
          disabled={false}
        />
      )}
    </Field>
  );
}
