/** Calendar dates as people write them (core/fields/dates.py). A date is `YYYY-MM-DD`, of the years 1900 to 2200. */

import type { Lang } from "../model/entity.ts";
import { civilText, dateText as textOfDay, daysInMonth, parseCivil, parseDate } from "../rules/dates.ts";
import { narrow } from "./characters.ts";
import { FieldIssue } from "./issue.ts";
import type { ReadContext } from "./kind.ts";

const FIRST_YEAR = 1900;
const LAST_YEAR = 2200;
/** Two-digit years: 69 is 2069, 70 is 1970. */
const TURN = 70;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const YEAR_FIRST = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d)|年(\d{1,2})月(\d{1,2})[日号]?)$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)$/;
const NO_YEAR = /^(\d{1,2})月(\d{1,2})[日号]?$/;
const NAMED = /^(?:(\d{1,2})[ -]([a-z]{3})[a-z]*\.?,?[ -](\d{4})|([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4}))$/;
const TIME_TAIL = /(.)[ t]+0{1,2}:00(:00(\.0+)?)?$/;
const WORDS: Readonly<Record<string, number>> = {
  今天: 0,
  今日: 0,
  today: 0,
  明天: 1,
  明日: 1,
  tomorrow: 1,
  昨天: -1,
  昨日: -1,
  yesterday: -1,
  后天: 2,
  前天: -2,
};

type Order = ReadContext["order"];

/** The date of a year, month and day given as numbers or digits; null when there is no such day. */
function real(year: number | string, month: number | string, day: number | string): string | null {
  const civil = { year: Number(year), month: Number(month), day: Number(day) };
  if (civil.year < FIRST_YEAR || civil.year > LAST_YEAR || civil.month < 1 || civil.month > 12) return null;
  return civil.day >= 1 && civil.day <= daysInMonth(civil.year, civil.month) ? civilText(civil) : null;
}

/** A text that is a date in its stored form, else null. */
export function storedDate(text: string): string | null {
  const civil = parseCivil(text);
  return civil && civil.year >= FIRST_YEAR && civil.year <= LAST_YEAR ? text : null;
}

function yearFirst(text: string): string | null {
  const found = YEAR_FIRST.exec(text);
  if (!found) return null;
  const month = found[3] ?? found[5] ?? found[7] ?? "";
  const day = found[4] ?? found[6] ?? found[8] ?? "";
  return real(found[1] ?? "", month, day);
}

function named(text: string): string | null {
  const found = NAMED.exec(text);
  if (!found) return null;
  const name = found[2] ?? found[4] ?? "";
  const month = MONTHS.findIndex((m) => m.toLowerCase() === name) + 1;
  return real(found[3] ?? found[6] ?? "", month, found[1] ?? found[5] ?? "");
}

function fits(found: RegExpExecArray, order: Order): string | null {
  const [, first = "", , second = "", digits = ""] = found;
  const short = digits.length === 2;
  const year = Number(digits) + (short ? (Number(digits) < TURN ? 2000 : 1900) : 0);
  return order === "dmy" ? real(year, second, first) : real(year, first, second);
}

function yearLast(text: string, order: Order): string | null {
  const found = YEAR_LAST.exec(text);
  if (!found) return null;
  if (order === "dmy" || order === "mdy") return fits(found, order);
  const days = new Set([fits(found, "dmy"), fits(found, "mdy")].filter((day) => day !== null));
  // Two digits may be a year on either side.
  if (days.size === 2 || (days.size > 0 && found[4]?.length === 2)) throw new FieldIssue("ambiguous_date");
  return [...days][0] ?? null;
}

function byToday(text: string, today: string): string | null {
  if (storedDate(today) === null) return null;
  const shift = WORDS[text];
  if (shift !== undefined) return textOfDay((parseDate(today) ?? 0) + shift);
  const found = NO_YEAR.exec(text);
  return found && real(today.slice(0, 4), found[1] ?? "", found[2] ?? "");
}

/** Typed text as a date; null when blank. Throws not_a_date, or ambiguous_date when it can be two dates. */
export function dateOfText(text: string, { order, today = "" }: ReadContext): string | null {
  const plain = narrow(text)
    .toLowerCase()
    .trim()
    .replace(/\s+/g, " ")
    .replace(/(?<=[年月]) | (?=[年月日号])/g, "")
    .replace(TIME_TAIL, "$1");
  if (plain === "") return null;
  const day = yearFirst(plain) ?? named(plain) ?? yearLast(plain, order) ?? byToday(plain, today);
  if (day === null) throw new FieldIssue("not_a_date");
  return day;
}

/** A stored date for reading: "2026-03-05", in English "5 Mar 2026". */
export function dateText(day: string, lang: Lang): string {
  if (lang === "zh") return day;
  const [year = "", month = "", number = ""] = day.split("-");
  return `${Number(number)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}
