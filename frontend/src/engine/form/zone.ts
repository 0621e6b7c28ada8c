/** Local clocks: offsets of IANA zones by the platform's own table (Intl), which browsers and Node carry. */

import type { ZoneTable } from "../rules/ast.ts";
import { DAY_SECONDS, dayNumber, instantText, parseDate, parseInstant } from "../rules/dates.ts";

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

const STEP = 5 * DAY_SECONDS;
const tables = new Map<string, ZoneTable>();

/**
 * The zone table rules need (Env.zone): the offset on 1 January of the year `first`, and every change until that of
 * `last`. The same span as the server's, so that a date long ago counts alike. Looks every five days: no zone has
 * changed its clocks there and back in less.
 */
export function zoneTable(zone: string, first = 2000, last = 2060): ZoneTable {
  const key = `${zone} ${first} ${last}`;
  const known = tables.get(key) ?? changesOf(zone, first, last);
  tables.set(key, known);
  return known;
}

function changesOf(zone: string, first: number, last: number): ZoneTable {
  const start = dayNumber({ year: first, month: 1, day: 1 }) * DAY_SECONDS;
  const end = dayNumber({ year: last, month: 1, day: 1 }) * DAY_SECONDS;
  let offset = offsetOf(zone, start);
  const table: (readonly [string, number])[] = [[instantText(start) ?? "", offset]];
  for (let from = start; from < end; from += STEP) {
    const to = Math.min(from + STEP, end - 1);
    let low = from;
    while (offsetOf(zone, to) !== offset) {
      low = turn(zone, low, to, offset);
      offset = offsetOf(zone, low);
      table.push([instantText(low) ?? "", offset]);
    }
  }
  return table;
}
