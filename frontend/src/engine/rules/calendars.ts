/** Working calendars as running counts: n(d) = workdays from the start up to and with day d. */

import type { Calendar } from "./ast.ts";
import { dateText, parseDate } from "./dates.ts";

interface Counted {
  readonly start: number;
  /** counts[i] = n(start + i) */
  readonly counts: Int32Array;
  /** days[k] = day number of the (k+1)-th workday */
  readonly days: Int32Array;
}

const cache = new WeakMap<Calendar, Counted | null>();

function count(calendar: Calendar): Counted | null {
  const start = parseDate(calendar.start);
  if (start === null) return null;
  const counts = new Int32Array(calendar.workdays.length);
  const days: number[] = [];
  for (let i = 0; i < counts.length; i += 1) {
    if (calendar.workdays[i] === "1") days.push(start + i);
    counts[i] = days.length;
  }
  return { start, counts, days: Int32Array.from(days) };
}

function counted(calendar: Calendar | undefined): Counted | null {
  if (!calendar) return null;
  const known = cache.get(calendar);
  if (known !== undefined) return known;
  const made = count(calendar);
  cache.set(calendar, made);
  return made;
}

/** Workdays after `from` up to and with `to` (negative backwards); empty when a day lies outside the calendar. */
export function workdaysBetween(from: string, to: string, calendar: Calendar | undefined): number | null {
  const c = counted(calendar);
  const a = parseDate(from);
  const b = parseDate(to);
  if (!c || a === null || b === null) return null;
  const na = c.counts[a - c.start];
  const nb = c.counts[b - c.start];
  return na === undefined || nb === undefined ? null : nb - na;
}

/** The k-th workday after `from` (before it for k < 0); k = 0 is `from` itself. Empty outside the calendar. */
export function addWorkdays(from: string, k: number, calendar: Calendar | undefined): string | null {
  if (k === 0) return from;
  const c = counted(calendar);
  const day = parseDate(from);
  if (!c || day === null || c.counts[day - c.start] === undefined) return null;
  const before = c.counts[(k > 0 ? day : day - 1) - c.start];
  if (before === undefined) return null;
  const target = k > 0 ? before + k : before + k + 1;
  const found = target < 1 ? undefined : c.days[target - 1];
  return found === undefined ? null : dateText(found);
}
