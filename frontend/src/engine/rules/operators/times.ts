/** Dates, instants and working calendars. `now` and `today` are the environment's. */

import type { Env, Value, ZoneTable } from "../ast.ts";
import { own } from "../ast.ts";
import { addWorkdays, workdaysBetween } from "../calendars.ts";
import { addWork, workSeconds } from "../spans.ts";
import * as dates from "../dates.ts";
import type { Builders } from "./shared.ts";
import { ofText, ofTextAndNumber, ofTexts, textOf } from "./shared.ts";

/** Bounds of what `add_*` and `date_of` may yield; beyond them is empty. */
const DATE_MIN = "1900-01-01";
const DATE_MAX = "2999-12-31";
const INSTANT_MIN = "1900-01-01T00:00:00Z";
const INSTANT_MAX = "2999-12-31T23:59:59Z";
const MAX_DAYS = 1_000_000;
const MAX_MONTHS = 30_000;
const MAX_HOURS = 100_000_000;

const within = (text: string | null, min: string, max: string): string | null =>
  text !== null && text >= min && text <= max ? text : null;

function addDays(date: string, n: number): Value {
  const day = dates.parseDate(date);
  if (day === null || Math.abs(n) > MAX_DAYS) return null;
  return within(dates.dateText(day + Math.trunc(n)), DATE_MIN, DATE_MAX);
}

function addMonths(date: string, n: number): Value {
  if (Math.abs(n) > MAX_MONTHS) return null;
  return within(dates.addMonths(date, Math.trunc(n)), DATE_MIN, DATE_MAX);
}

function addHours(instant: string, n: number): Value {
  const seconds = dates.parseInstant(instant);
  if (seconds === null || Math.abs(n) > MAX_HOURS) return null;
  return within(dates.instantText(seconds + Math.trunc(n * 3600)), INSTANT_MIN, INSTANT_MAX);
}

/** Difference of two moments read by `parse`, in units of `size`. */
function apart(parse: (text: string) => number | null, size: number) {
  return (a: string, b: string): Value => {
    const from = parse(a);
    const to = parse(b);
    return from === null || to === null ? null : (to - from) / size;
  };
}

/** Seconds east of UTC at an instant, by the zone table. */
export function offsetAt(table: ZoneTable | null | undefined, instant: string): number {
  if (!table || table.length === 0) return 0;
  let offset = (table[0] as readonly [string, number])[1];
  for (const [from, seconds] of table) {
    if (from > instant) break;
    offset = seconds;
  }
  return offset;
}

/** The instant's date in the organisation's zone. */
export function localDate(instant: string, env: Env): string | null {
  const seconds = dates.parseInstant(instant);
  if (seconds === null) return null;
  return dates.dateText(Math.floor((seconds + offsetAt(env.zone, instant)) / dates.DAY_SECONDS));
}

/** A number taken from a date. */
const part = (f: (civil: dates.Civil) => number) => (text: string) => {
  const civil = dates.parseCivil(text);
  return civil && f(civil);
};

/** The first day of the period a date lies in. */
const start = (month: (m: number) => number) => (text: string) => {
  const civil = dates.parseCivil(text);
  return civil && dates.civilText({ year: civil.year, month: month(civil.month), day: 1 });
};

/** Monday is 1, Sunday 7; 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

function weekStart(text: string): Value {
  const day = dates.parseDate(text);
  return day === null ? null : dates.dateText(day - weekdayOf(day) + 1);
}

const calendar = (env: Env, name: string) => own(env.calendars, name);

export const TIMES: Builders = {
  today: () => (_record, env) => env.today,
  now: () => (_record, env) => env.now,
  year: (args) =>
    ofText(
      args,
      part((c) => c.year),
    ),
  month: (args) =>
    ofText(
      args,
      part((c) => c.month),
    ),
  day: (args) =>
    ofText(
      args,
      part((c) => c.day),
    ),
  weekday: (args) =>
    ofText(
      args,
      part((c) => weekdayOf(dates.dayNumber(c))),
    ),
  date_of: (args) => ofText(args, (text, env) => within(localDate(text, env), DATE_MIN, DATE_MAX)),
  month_start: (args) =>
    ofText(
      args,
      start((m) => m),
    ),
  quarter_start: (args) =>
    ofText(
      args,
      start((m) => m - ((m - 1) % 3)),
    ),
  week_start: (args) => ofText(args, weekStart),
  add_days: (args) => ofTextAndNumber(args, addDays),
  add_months: (args) => ofTextAndNumber(args, addMonths),
  add_hours: (args) => ofTextAndNumber(args, addHours),
  add_workdays: (args, nodes) => {
    const name = textOf(nodes, 2);
    return ofTextAndNumber(args, (date, n, env) => {
      return within(addWorkdays(date, Math.trunc(n), calendar(env, name)), DATE_MIN, DATE_MAX);
    });
  },
  add_work_time: (args, nodes) => {
    const name = textOf(nodes, 2);
    return ofTextAndNumber(args, (instant, n, env) => {
      const second = dates.parseInstant(instant);
      const found = second === null ? null : addWork(second, Math.trunc(n), calendar(env, name));
      return found === null ? null : within(dates.instantText(found), INSTANT_MIN, INSTANT_MAX);
    });
  },
  days_between: (args) => ofTexts(args, apart(dates.parseDate, 1)),
  hours_between: (args) => ofTexts(args, apart(dates.parseInstant, 3600)),
  months_between: (args) => ofTexts(args, dates.monthsBetween),
  work_hours_between: (args, nodes) => {
    const name = textOf(nodes, 2);
    return ofTexts(args, (a, b, env) => {
      const [from, to] = [dates.parseInstant(a), dates.parseInstant(b)];
      const worked = from === null || to === null ? null : workSeconds(from, to, calendar(env, name));
      return worked === null ? null : worked / 3600;
    });
  },
  workdays_between: (args, nodes) => {
    const name = textOf(nodes, 2);
    return ofTexts(args, (a, b, env) => workdaysBetween(a, b, calendar(env, name)));
  },
};
