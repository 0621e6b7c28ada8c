/** Local clocks: offsets of IANA zones by the platform's own table (Intl), which browsers and Node carry. */

import type { ZoneTable } from "../rules/ast.ts";
import { DAY_SECONDS, civilText, dayNumber, instantText, parseDate, parseInstant } from "../rules/dates.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let known = formats.get(zone);
  if (!known) {
    known = new Intl.DateTimeFormat("en-u-ca-iso8601", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, known);
  }
  return known;
}

/** Seconds east of UTC on the clock of `zone` at an instant given in seconds since 1970. */
export function offsetOf(zone: string, seconds: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format(zone).formatToParts(seconds * 1000)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return dayNumber({ year, month, day }) * DAY_SECONDS + hour * 3600 + minute * 60 + second - seconds;
}

/** Date and time of day on the clock of `zone` of a stored instant: ["2026-03-05", "14:30:00"]. */
export function localParts(instant: string, zone: string): readonly [string, string] | null {
  const seconds = parseInstant(instant);
  const local = seconds === null ? null : instantText(seconds + offsetOf(zone, seconds));
  return local === null ? null : [local.slice(0, 10), local.slice(11, 19)];
}

/** The stored instant of a local date and seconds of the day; the first of two in an hour that clocks repeat. */
export function instantOfLocal(day: string, secondOfDay: number, zone: string): string | null {
  const days = parseDate(day);
  if (days === null) return null;
  const local = days * DAY_SECONDS + secondOfDay;
  const before = offsetOf(zone, local - DAY_SECONDS);
  const after = offsetOf(zone, local + DAY_SECONDS);
  const offset =
    offsetOf(zone, local - before) === before
      ? before
      : offsetOf(zone, local - after) === after
        ? after
        : before;
  return instantText(local - offset);
}

/** The local date of an instant: what a rule calls `today`. */
export const todayOf = (instant: string, zone: string): string =>
  localParts(instant, zone)?.[0] ?? instant.slice(0, 10);

/** The instant at which the offset changes between two moments that differ in offset, to the second. */
function turn(zone: string, from: number, to: number, offset: number): number {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetOf(zone, middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}

/** The zone table rules need (Env.zone): every change of offset of the years `first` to `last`. */
export function zoneTable(zone: string, first = 1970, last = 2050): ZoneTable {
  const start = dayNumber({ year: first, month: 1, day: 1 }) * DAY_SECONDS;
  const end = dayNumber({ year: last + 1, month: 1, day: 1 }) * DAY_SECONDS;
  let offset = offsetOf(zone, start);
  const table: (readonly [string, number])[] = [
    [`${civilText({ year: first, month: 1, day: 1 })}T00:00:00Z`, offset],
  ];
  const step = 20 * DAY_SECONDS;
  for (let at = start; at < end; at += step) {
    let from = at;
    while (offsetOf(zone, at + step) !== offset) {
      const when = turn(zone, from, at + step, offset);
      offset = offsetOf(zone, when);
      table.push([instantText(when) ?? "", offset]);
      from = when;
    }
  }
  return table;
}
