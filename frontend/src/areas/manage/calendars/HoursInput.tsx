import type { ReactElement } from "react";
import type { Hours } from "../../../api/time";
import { useT } from "../../../i18n";
import { Button, IconButton, TimeInput } from "../../../kit";
import { hoursProblem } from "./draft";

interface HoursInputProps {
  /** Whose hours: spoken with every input. */
  label: string;
  hours: Hours;
  onChange: (hours: Hours) => void;
}

/** Stretches of working time of a day; two of them make a lunch break. */
export function HoursInput({ label, hours, onChange }: HoursInputProps): ReactElement {
  const t = useT();
  const wrong = hoursProblem(hours);
  const set = (index: number, place: 0 | 1, text: string) =>
    onChange(
      hours.map((span, at) => (at !== index ? span : place === 0 ? [text, span[1]] : [span[0], text])),
    );
  const add = () => {
    const last = hours.at(-1);
    onChange([...hours, last ? ["13:30", "18:00"] : ["09:00", "12:00"]]);
  };
  return (
    <div className="cal-hours" role="group" aria-label={label}>
      {hours.map(([from, to], index) => (
        <span key={index} className="cal-span">
          <TimeInput
            aria-label={t("cal.from", { day: label, n: index + 1 })}
            value={from}
            onChange={(text) => set(index, 0, text)}
          />
          <span aria-hidden="true">–</span>
          <TimeInput
            aria-label={t("cal.to", { day: label, n: index + 1 })}
            value={to}
            onChange={(text) => set(index, 1, text)}
          />
          <IconButton
            icon="close"
            size="s"
            label={t("cal.span.remove", { day: label, n: index + 1 })}
            onClick={() => onChange(hours.filter((_, at) => at !== index))}
          />
        </span>
      ))}
      {hours.length < 4 ? (
        <Button
          size="s"
          tone="quiet"
          icon="plus"
          onClick={add}
          aria-label={`${t(hours.length === 0 ? "cal.span.first" : "cal.span.add")} · ${label}`}
        >
          {hours.length === 0 ? t("cal.span.first") : t("cal.span.add")}
        </Button>
      ) : null}
      {wrong ? <span className="k-error">{t(`cal.hours.${wrong}`)}</span> : null}
    </div>
  );
}
