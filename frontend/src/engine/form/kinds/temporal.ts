/** date, instant, duration. */

import type { Lang, Property } from "../../model/entity.ts";
import { instantText as textOfSeconds, parseInstant } from "../../rules/dates.ts";
import { cleanLine, narrow } from "../characters.ts";
import { dateOfText, dateText, storedDate } from "../dates.ts";
import type { Decimal } from "../decimal.ts";
import { decimalOf, scaled, toNumber } from "../decimal.ts";
import { FieldIssue } from "../issue.ts";
import type { Json, Kind, PrintContext, ReadContext } from "../kind.ts";
import { DEFAULT_ZONE } from "../kind.ts";
import { instantOfLocal, localParts } from "../zone.ts";
import { inRange, isBlank, wholeOf } from "./numeric.ts";

function normaliseDate(value: unknown): Json {
  if (value === null || value === undefined) return null;
  const text = cleanLine(value);
  if (text !== "" && storedDate(text) === null) throw new FieldIssue("not_a_date");
  return text || null;
}

export const DATE: Kind = {
  normalise: normaliseDate,
  parse: (text, _prop, context) => dateOfText(text, context),
  format: (value, _prop, lang) => (typeof value === "string" ? dateText(value, lang) : ""),
  ruleType: () => ({ type: "date" }),
};

const WIRE = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|([+-])(\d\d):(\d\d))$/;
const CLOCK =
  /(上午|早上|下午|晚上|中午)? ?(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?|[时点](?:(\d{1,2})分(?:(\d{1,2})秒)?|(半))?) ?(am|pm)?$/y;
const AFTERNOON = ["下午", "晚上", "中午", "pm"];

function bounded(instant: string | null): string | null {
  return instant !== null && storedDate(instant.slice(0, 10)) !== null ? instant : null;
}

/** An ISO instant with "Z" or an offset, as UTC cut to the second; null when it is none. */
export function instantOfWire(text: string): string | null {
  const [, day = "", time = "", sign, hours = "0", minutes = "0"] = WIRE.exec(text) ?? [];
  const seconds = storedDate(day) === null ? null : parseInstant(`${day}T${time}Z`);
  if (seconds === null || Number(hours) > 14 || Number(minutes) > 59) return null;
  const offset = (Number(hours) * 3600 + Number(minutes) * 60) * (sign === "-" ? -1 : 1);
  return bounded(textOfSeconds(seconds - offset));
}

function refuse(): never {
  throw new FieldIssue("not_an_instant");
}

function normaliseInstant(value: unknown): Json {
  if (value === null || value === undefined) return null;
  const text = cleanLine(value);
  return text === "" ? null : (instantOfWire(text) ?? refuse());
}

/** Seconds of the day a clock text means. */
function secondsOfClock(found: RegExpExecArray): number {
  let half = found[1] ?? found[8];
  let hour = Number(found[2]);
  const minute = Number(found[3] ?? found[5] ?? (found[7] ? 30 : 0));
  const second = Number(found[4] ?? found[6] ?? 0);
  if (half !== undefined && hour > 12) half = AFTERNOON.includes(half) ? undefined : refuse();
  if (half !== undefined && AFTERNOON.includes(half)) {
    if (hour < 12 && !(half === "中午" && hour === 11)) hour += 12;
  } else if (half !== undefined && hour === 12) hour = 0;
  return hour < 24 && minute < 60 && second < 60 ? hour * 3600 + minute * 60 + second : refuse();
}

/** Where the time of day at the end of a text begins, and that time in seconds. */
function clockAtEnd(text: string): readonly [number, number] | null {
  for (let at = 0; at < text.length; at += 1) {
    if (at > 0 && !" 日号".includes(text.charAt(at - 1))) continue;
    CLOCK.lastIndex = at;
    const found = CLOCK.exec(text);
    if (found) return [at, secondsOfClock(found)];
  }
  return null;
}

function dayOf(text: string, context: ReadContext): string | null {
  if (text === "") return storedDate(context.today ?? "");
  try {
    return dateOfText(text, context);
  } catch (issue) {
    throw issue instanceof FieldIssue && issue.code === "ambiguous_date"
      ? issue
      : new FieldIssue("not_an_instant");
  }
}

function instantOfText(text: string, context: ReadContext): Json {
  const plain = narrow(text).trim().replace(/\s+/g, " ");
  if (plain === "") return null;
  const wire = instantOfWire(plain);
  if (wire) return wire;
  const typed = plain.replace(/(?<=\d)T(?=\d)/g, " ").toLowerCase();
  const clock = clockAtEnd(typed);
  const day = dayOf(
    clock
      ? typed
          .slice(0, clock[0])
          .replace(/[ ,]+$/, "")
          .trim()
      : typed,
    context,
  );
  if (day === null) refuse();
  return bounded(instantOfLocal(day, clock ? clock[1] : 0, context.zone ?? DEFAULT_ZONE)) ?? refuse();
}

/** A stored instant for reading on the clock of the reader's zone, to the minute. */
export function instantText(value: string, lang: Lang, { zone = DEFAULT_ZONE }: PrintContext): string {
  const local = localParts(value, zone);
  return local ? `${dateText(local[0], lang)}${lang === "zh" ? " " : ", "}${local[1].slice(0, 5)}` : "";
}

export const INSTANT: Kind = {
  normalise: normaliseInstant,
  parse: (text, _prop, context) => instantOfText(text, context),
  format: (value, _prop, lang, context) =>
    typeof value === "string" ? instantText(value, lang, context) : "",
  ruleType: () => ({ type: "instant" }),
};

const LENGTH_CLOCK = /^([+-]?)(\d{1,7}):(\d{1,2})(?::(\d{1,2}))?$/;
const LENGTH_PART = /(\d{1,9}(?:\.\d{1,6})?) ?(天|日|d|小时|时|h|分钟|分|min|m|秒钟|秒|s)?/y;
const SECONDS: Readonly<Record<string, number>> = {
  天: 86_400,
  日: 86_400,
  d: 86_400,
  小时: 3600,
  时: 3600,
  h: 3600,
  分钟: 60,
  分: 60,
  min: 60,
  m: 60,
  秒钟: 1,
  秒: 1,
  s: 1,
};
const WHOLE: Decimal = { units: 0n, scale: 0 };
const MICRO = 6;

/** Parts from large to small, each unit at most once; only a lone number may go without a unit. */
function secondsOfParts(text: string): Decimal | null {
  let at = /^[+-]/.test(text) ? 1 : 0;
  let micros = 0n;
  let before = Infinity;
  while (at < text.length) {
    LENGTH_PART.lastIndex = at;
    const found = LENGTH_PART.exec(text);
    if (!found || (found[2] === undefined && (at > 1 || LENGTH_PART.lastIndex < text.length))) return null;
    const size = SECONDS[found[2] ?? "s"] ?? 1;
    if (size >= before) return null;
    const part = scaled(decimalOf(found[1] ?? "") ?? WHOLE, MICRO);
    micros += part.units * BigInt(size);
    before = size;
    at = LENGTH_PART.lastIndex;
    if (text.charAt(at) === " ") at += 1;
  }
  if (before === Infinity) return null;
  return scaled({ units: text.startsWith("-") ? -micros : micros, scale: MICRO }, 0);
}

function secondsOfClockText(found: RegExpExecArray): Decimal | null {
  const [, sign, hours = "", minutes = "", seconds = "0"] = found;
  if (Number(minutes) > 59 || Number(seconds) > 59) return null;
  const total = BigInt(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  return { units: sign === "-" ? -total : total, scale: 0 };
}

/** 1:02:03 and 1:30 (hours and minutes) · 1小时30分 · 1.5小时 · 2d 4h · a bare number of seconds. */
function secondsOfText(text: string): Decimal | null {
  const plain = narrow(text).toLowerCase().trim().replace(/\s+/g, " ");
  if (plain === "") return null;
  const clock = LENGTH_CLOCK.exec(plain);
  const total = clock ? secondsOfClockText(clock) : secondsOfParts(plain);
  if (total === null) throw new FieldIssue("not_a_duration");
  return total;
}

/** Seconds as hh:mm:ss; hours run on past a day. */
export function durationText(seconds: number): string {
  const all = Math.abs(seconds);
  const parts = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return (seconds < 0 ? "-" : "") + parts.map((part) => String(part).padStart(2, "0")).join(":");
}

function normaliseDuration(value: unknown, prop: Property): Json {
  return isBlank(value) ? null : inRange(wholeOf(value), prop);
}

export const DURATION: Kind = {
  normalise: normaliseDuration,
  parse: (text, prop) => {
    const total = secondsOfText(text);
    return total && normaliseDuration(toNumber(total), prop);
  },
  format: (value) => (typeof value === "number" ? durationText(value) : ""),
  ruleType: () => ({ type: "number", unit: "seconds" }),
};
