/**
 * Working time as ascending spans of epoch seconds, each with the working seconds before it: counting is a subtraction.
 * An instant is working time when its local time of day lies within the hours of its local day.
 */

import type { Calendar, ZoneTable } from "./ast.ts";
import { DAY_SECONDS, parseDate, parseInstant } from "./dates.ts";

interface Spans {
  readonly begins: number;
  readonly ends: number;
  /** The first one has no length and marks the begin. */
  readonly starts: readonly number[];
  readonly stops: readonly number[];
  readonly before: readonly number[];
}

type Pair = readonly [number, number];
/** A stretch of time without a change of offset: first second, first second after, seconds east. */
type Stretch = readonly [number, number, number];

const cache = new WeakMap<Calendar, Spans | null>();

/** The working seconds from one instant to another (negative backwards), in epoch seconds; empty outside the calendar. */
export function workSeconds(from: number, to: number, calendar: Calendar | undefined): number | null {
  const spans = spansOf(calendar);
  const a = spans && worked(spans, from);
  const b = spans && worked(spans, to);
  return a === null || b === null ? null : b - a;
}

/** The least instant (backwards the greatest) with so many working seconds between; 0 gives the instant itself. */
export function addWork(second: number, seconds: number, calendar: Calendar | undefined): number | null {
  if (seconds === 0) return second;
  const spans = spansOf(calendar);
  const base = spans && worked(spans, second);
  if (!spans || base === null) return null;
  const target = base + seconds;
  const at = lastBelow(spans.before, seconds > 0 ? target : target + 1);
  const [start, stop, before] = [spans.starts[at], spans.stops[at], spans.before[at]];
  if (start === undefined || stop === undefined || before === undefined) return null;
  return target - before > stop - start ? null : start + target - before;
}

function worked(spans: Spans, second: number): number | null {
  if (second < spans.begins || second > spans.ends) return null;
  const at = lastBelow(spans.starts, second + 1);
  const [start, stop, before] = [spans.starts[at], spans.stops[at], spans.before[at]];
  if (start === undefined || stop === undefined || before === undefined) return null;
  return before + Math.min(second, stop) - start;
}

/** The index of the last whole number less than `limit` in an ascending list; -1 for none. */
function lastBelow(list: readonly number[], limit: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function spansOf(calendar: Calendar | undefined): Spans | null {
  if (!calendar) return null;
  const known = cache.get(calendar);
  if (known !== undefined) return known;
  const made = build(calendar);
  cache.set(calendar, made);
  return made;
}

function build(calendar: Calendar): Spans | null {
  const first = parseDate(calendar.start);
  if (first === null) return null;
  const pattern = calendar.pattern ?? calendar.workdays;
  const cut = stretches(calendar.zone);
  const [opens, closes] = [first * DAY_SECONDS, (first + pattern.length) * DAY_SECONDS];
  const head = cut.find(([, high, east]) => opens - east < high) as Stretch;
  const tail = [...cut].reverse().find(([low, , east]) => closes - east >= low) as Stretch;
  const begins = Math.max(head[0], opens - head[2]);
  const [starts, stops] = [[begins], [begins]];
  for (const [from, to] of instants(local(first, pattern, calendar.hours ?? {}), cut)) {
    if (from === stops[stops.length - 1] && starts.length > 1) stops[stops.length - 1] = to;
    else {
      starts.push(from);
      stops.push(to);
    }
  }
  let sum = 0;
  const before = starts.map((start, i) => {
    const here = sum;
    sum += (stops[i] as number) - start;
    return here;
  });
  return { begins, ends: Math.min(tail[1] - 1, closes - tail[2]), starts, stops, before };
}

function stretches(zone: ZoneTable | undefined): Stretch[] {
  const entries = (zone ?? []).map(([from, east]) => [parseInstant(from) ?? 0, east] as const);
  if (entries.length === 0) return [[-Infinity, Infinity, 0]];
  return entries.map(([from, east], i) => [i ? from : -Infinity, entries[i + 1]?.[0] ?? Infinity, east]);
}

/** The spans in local seconds, ascending, those that touch made one. */
function local(first: number, pattern: string, hours: NonNullable<Calendar["hours"]>): Pair[] {
  const read = new Map(Object.entries(hours).map(([name, spans]) => [name, hoursOf(spans)]));
  const last = (first + pattern.length) * DAY_SECONDS;
  const found: [number, number][] = [];
  for (let i = 0; i < pattern.length; i += 1) {
    const base = (first + i) * DAY_SECONDS;
    for (const [from, to] of read.get(pattern.charAt(i)) ?? []) {
      const stop = Math.min(base + to, last);
      const before = found[found.length - 1];
      if (before && base + from <= before[1]) before[1] = Math.max(stop, before[1]);
      else found.push([base + from, stop]);
    }
  }
  return found;
}

/** Hours in seconds of the local day, ascending; one that ends no later than it begins ends the next day. */
function hoursOf(spans: readonly (readonly [string, string])[]): Pair[] {
  return spans
    .map(([start, end]): Pair => {
      const [from, to] = [seconds(start), seconds(end)];
      return [from, to > from ? to : to + DAY_SECONDS];
    })
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

const seconds = (text: string): number => Number(text.slice(0, 2)) * 3600 + Number(text.slice(3)) * 60;

/** The same as instants: what of them lies in each stretch of time without a change of offset. */
function instants(spans: readonly Pair[], cut: readonly Stretch[]): Pair[] {
  const found: Pair[] = [];
  const stops = spans.map(([, to]) => to);
  for (const [low, high, east] of cut) {
    for (let i = lastBelow(stops, low + east + 1) + 1; i < spans.length; i += 1) {
      const [from, to] = spans[i] as Pair;
      if (from >= high + east) break;
      found.push([Math.max(from - east, low), Math.min(to - east, high)]);
    }
  }
  return found;
}
