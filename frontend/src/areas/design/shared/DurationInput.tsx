import "../../../i18n/parts/designacts";
import type { ReactElement } from "react";
import {
  durationOf,
  durationText,
  simpleDuration,
  type DurationUnit,
} from "../../../engine/design/durations";
import { useLang, useT } from "../../../i18n";
import { Field, Select } from "../../../kit";
import { CommitInput } from "./CommitInput";
import "./shared.css";

interface DurationInputProps {
  label: string;
  value: string | null | undefined;
  /** null: the number was emptied (only where `optional`). */
  onChange: (value: string | null) => void;
  /** Counted by a working calendar: days are workdays, hours working hours. */
  working?: boolean;
  optional?: boolean;
  /** May lie before: a choice of "before" and "after". */
  signed?: boolean;
  help?: string;
  focus?: boolean;
}

const UNITS: readonly DurationUnit[] = ["minute", "hour", "day", "week"];

/** A length of time as a number and a unit; what has two parts (1 天 4 小时) is kept until it is set anew. */
export function DurationInput(props: DurationInputProps): ReactElement {
  const { label, value, onChange, working = false, optional = false, signed = false, help, focus } = props;
  const t = useT();
  const lang = useLang();
  const simple = simpleDuration(value);
  const unit = simple?.unit ?? "hour";
  const n = simple ? Math.abs(simple.n) : null;
  const back = (simple?.n ?? 0) < 0 || Object.is(simple?.n, -0) || (value ?? "").startsWith("-");
  const set = (size: number, by: DurationUnit, before: boolean) =>
    onChange(durationOf(before ? -size : size, by));
  const units = UNITS.includes(unit) ? UNITS : [...UNITS, unit];
  const mixed = value && !simple ? durationText(value, lang, working) : "";
  return (
    <Field label={label} group help={help ?? (working ? t("dacts.dur.working") : undefined)}>
      {(aria) => (
        <div className="d-duration" role="group" aria-labelledby={aria["aria-labelledby"]}>
          <CommitInput
            aria={{ "aria-describedby": aria["aria-describedby"] }}
            label={t("dacts.dur.number", { name: label })}
            inputMode="numeric"
            value={n === null ? "" : String(n)}
            placeholder={mixed || undefined}
            {...(focus ? { focus } : {})}
            onCommit={(text) => {
              const size = Number(text.trim());
              if (text.trim() === "" && optional) onChange(null);
              else if (/^\d{1,5}$/.test(text.trim())) set(size, unit, back);
            }}
          />
          <Select
            aria-label={t("dacts.dur.unit", { name: label })}
            value={unit}
            empty={null}
            options={units.map((one) => ({
              id: one,
              label: t(working && one === "day" ? "dacts.dur.workday" : `dacts.dur.${one}`),
            }))}
            onChange={(next) => set(n ?? 1, (next ?? "hour") as DurationUnit, back)}
          />
          {signed ? (
            <Select
              aria-label={t("dacts.dur.side", { name: label })}
              value={back ? "before" : "after"}
              empty={null}
              options={[
                { id: "before", label: t("dacts.dur.before") },
                { id: "after", label: t("dacts.dur.after") },
              ]}
              onChange={(side) => set(n ?? 1, unit, side === "before")}
            />
          ) : null}
        </div>
      )}
    </Field>
  );
}
