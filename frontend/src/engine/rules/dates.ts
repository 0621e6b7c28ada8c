/**
 * Calendar arithmetic on ISO text, without Date objects: a date is `YYYY-MM-DD`, an instant is
 * `YYYY-MM-DDTHH:MM:SSZ` (UTC, whole seconds). Years run from 1 to 9999; what leaves that range,
 * or is not written exactly so, is `null` (empty). Same-length ISO text orders as time does, so
 * comparisons need no parsing.
 */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/;
/** Days from 1970-01-01 of 0001-01-01 and 9999-12-31. */
const FIRST_DAY = -719162;
const LAST_DAY = 2932896;
export const DAY_SECONDS = 86400;

export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Number of days of a month; `month` is 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 of a civil date (proleptic Gregorian; H. Hinnant, "chrono-compatible date algorithms"). */
export function dayNumber({ year, month, day }: Civil): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const shifted = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * shifted + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** The civil date of a day number; the inverse of `dayNumber`. */
export function civilOf(days: number): Civil {
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

/** The text of a civil date. */
export function civilText({ year, month, day }: Civil): string {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** Reads a date; `null` when the text is no date of the years 1 to 9999. */
export function parseCivil(text: string): Civil | null {
  const match = DATE.exec(text);
  if (!match) return null;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return { year, month, day };
}

/** Day number of a date text, or `null`. */
export function parseDate(text: string): number | null {
  const civil = parseCivil(text);
  return civil && dayNumber(civil);
}

/** Date text of a day number; `null` outside the years 1 to 9999 or for a fraction. */
export function dateText(days: number): string | null {
  if (!Number.isInteger(days) || days < FIRST_DAY || days > LAST_DAY) return null;
  return civilText(civilOf(days));
}

/** Seconds since 1970-01-01T00:00:00Z of an instant text, or `null`. */
export function parseInstant(text: string): number | null {
  const match = INSTANT.exec(text);
  if (!match) return null;
  const days = parseDate(match[1] as string);
  const hour = Number(match[2]);
  const minute = Number(match[3]);
  const second = Number(match[4]);
  if (days === null || hour > 23 || minute > 59 || second > 59) return null;
  return days * DAY_SECONDS + hour * 3600 + minute * 60 + second;
}

/** Instant text of whole seconds since the epoch; `null` outside the years 1 to 9999 or for a fraction. */
export function instantText(seconds: number): string | null {
  if (!Number.isInteger(seconds)) return null;
  const days = Math.floor(seconds / DAY_SECONDS);
  const date = dateText(days);
  if (date === null) return null;
  const rest = seconds - days * DAY_SECONDS;
  return `${date}T${pad(Math.floor(rest / 3600), 2)}:${pad(Math.floor(rest / 60) % 60, 2)}:${pad(rest % 60, 2)}Z`;
}

/** A date moved by whole months; the day is cut to the length of the month (Jan 31 + 1 month = Feb 28 or 29). */
export function addMonths(text: string, months: number): string | null {
  const civil = parseCivil(text);
  if (!civil || !Number.isInteger(months)) return null;
  const index = civil.year * 12 + civil.month - 1 + months;
  const year = Math.floor(index / 12);
  if (year < 1 || year > 9999) return null;
  const month = index - year * 12 + 1;
  return civilText({ year, month, day: Math.min(civil.day, daysInMonth(year, month)) });
}

/** Whole months from `from` to `to`; negative, and mirrored, when `to` lies before `from`. */
export function monthsBetween(from: string, to: string): number | null {
  const a = parseCivil(from);
  const b = parseCivil(to);
  if (!a || !b) return null;
  const [low, high, sign] = from <= to ? [a, b, 1] : [b, a, -1];
  const months = high.year * 12 + high.month - (low.year * 12 + low.month) - (high.day < low.day ? 1 : 0);
  return months === 0 ? 0 : sign * months;
}
