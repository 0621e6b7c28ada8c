import { useState, type ReactElement } from "react";
import { instantOfLocal, localParts } from "../../engine/form/zone";
import { isLiteral, isOp, type Node } from "../../engine/rules/ast";
import { useT } from "../../i18n";
import { Field, Select, TextInput } from "../../kit";
import { useApp } from "../context";
import { DateInput } from "../kinds/edit/DateInput";
import { daysOf, dayShift, hourShift, hoursOf } from "./operators";

interface Props {
  label: string;
  value: Node | null;
  onChange: (node: Node | null) => void;
}

type When = "date" | "today" | "ago" | "ahead" | "now" | "hoursAgo" | "hoursAhead";

interface WhenProps extends Props {
  choices: readonly When[];
  when: When;
  /** n of "n days ago"; null while it is not a number. */
  count: number | null;
  unit: string;
  onWhen: (when: When) => void;
  onCount: (count: number | null) => void;
  /** The calendar's day, where a day of the calendar is meant. */
  day: ReactElement;
}

/** The choice between a day of the calendar and one counted from today, with what each needs. */
function Whenever({ label, choices, when, count, unit, onWhen, onCount, day }: WhenProps): ReactElement {
  const t = useT();
  const words = `${label} ${t("filter.value")}`;
  return (
    <div className="flt-day">
      <Select
        aria-label={`${label} ${t("filter.when")}`}
        empty={null}
        value={when}
        options={choices.map((id) => ({ id, label: t(`filter.when.${id}`) }))}
        onChange={(next) => onWhen(next as When)}
      />
      {when === "date" ? day : null}
      {when === "date" || when === "today" || when === "now" ? null : (
        <Field label={words} quietLabel>
          {(aria) => (
            <TextInput
              {...aria}
              inputMode="numeric"
              maxLength={4}
              value={count === null ? "" : String(count)}
              after={unit}
              onChange={(text) => onCount(/^\d{1,4}$/.test(text) ? Number(text) : null)}
            />
          )}
        </Field>
      )}
    </div>
  );
}

interface CalendarDayProps {
  label: string;
  value: string | null;
  onChange: (day: string | null) => void;
}

function CalendarDay({ label, value, onChange }: CalendarDayProps): ReactElement {
  const t = useT();
  const words = `${label} ${t("filter.value")}`;
  return (
    <Field label={words} quietLabel>
      {(aria) => (
        <DateInput
          aria={aria}
          label={words}
          value={value}
          onChange={onChange}
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

const isClock = (node: Node | null, op: string): boolean => node !== null && isOp(node) && node.op === op;

function whenOf(value: Node | null): When | null {
  if (!value) return null;
  if (isClock(value, "today")) return "today";
  if ((daysOf(value, -1) ?? 0) > 0) return "ago";
  return daysOf(value, 1) === null ? "date" : "ahead";
}

/** A day: one of the calendar, today, or so many days from today (a view then never grows old). */
export function DayOperand({ label, value, onChange }: Props): ReactElement {
  const t = useT();
  const [asked, setAsked] = useState<When>("date");
  const when = whenOf(value) ?? asked;
  const sign = when === "ago" ? -1 : 1;
  const literal = value && isLiteral(value) && typeof value.v === "string" ? value.v : null;
  return (
    <Whenever
      label={label}
      value={value}
      onChange={onChange}
      choices={["date", "today", "ago", "ahead"]}
      when={when}
      count={daysOf(value, sign)}
      unit={t("filter.days")}
      onWhen={(next) => {
        setAsked(next);
        if (next === "today") onChange({ op: "today", a: [] });
        else onChange(next === "date" ? null : dayShift(next === "ago" ? -7 : 7));
      }}
      onCount={(n) => onChange(n === null ? null : dayShift(sign * n))}
      day={
        <CalendarDay
          label={label}
          value={literal}
          onChange={(next) => onChange(next === null ? null : { v: next, t: "date" })}
        />
      }
    />
  );
}

function momentOf(value: Node | null): When | null {
  if (!value) return null;
  if (isClock(value, "now")) return "now";
  if ((hoursOf(value, -1) ?? 0) > 0) return "hoursAgo";
  return hoursOf(value, 1) === null ? "date" : "hoursAhead";
}

const DAY_START = "00:00:00";

/** A moment: the beginning of a calendar day (one set to a time of day keeps it), now, or so many hours from now. */
export function InstantOperand({ label, value, onChange }: Props): ReactElement {
  const t = useT();
  const { zone } = useApp().bundle;
  const [asked, setAsked] = useState<When>("date");
  const when = momentOf(value) ?? asked;
  const sign = when === "hoursAgo" ? -1 : 1;
  const at = value && isLiteral(value) && typeof value.v === "string" ? localParts(value.v, zone) : null;
  const [day, time] = at ?? [null, DAY_START];
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return (
    <Whenever
      label={label}
      value={value}
      onChange={onChange}
      choices={["date", "now", "hoursAgo", "hoursAhead"]}
      when={when}
      count={hoursOf(value, sign)}
      unit={t("filter.hours")}
      onWhen={(next) => {
        setAsked(next);
        if (next === "now") onChange({ op: "now", a: [] });
        else onChange(next === "date" ? null : hourShift(next === "hoursAgo" ? -24 : 24));
      }}
      onCount={(n) => onChange(n === null ? null : hourShift(sign * n))}
      day={
        <>
          <CalendarDay
            label={label}
            value={day}
            onChange={(next) => {
              const moment =
                next === null ? null : instantOfLocal(next, (hours * 60 + minutes) * 60 + seconds, zone);
              onChange(moment === null ? null : { v: moment, t: "instant" });
            }}
          />
          {time === DAY_START ? null : <span className="k-muted">{time}</span>}
        </>
      }
    />
  );
}
