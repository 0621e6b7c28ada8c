/** ISO 8601 durations as people set them: a number and a unit. */

import type { Lang } from "../model/entity.ts";

export type DurationUnit = "week" | "day" | "hour" | "minute" | "second";

/** A length of time by its parts; `back`: an offset before. */
export interface Duration {
  readonly back: boolean;
  readonly parts: Readonly<Partial<Record<DurationUnit, number>>>;
}

const FORM = /^(-?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const UNITS: readonly DurationUnit[] = ["week", "day", "hour", "minute", "second"];

/** The parts of "P1DT4H"; null for what is no duration. */
export function parseDuration(text: string | null | undefined): Duration | null {
  const [whole, sign, ...numbers] = (FORM.exec(text ?? "") ?? []) as (string | undefined)[];
  if (whole === undefined || numbers.every((part) => part === undefined)) return null;
  const parts: Partial<Record<DurationUnit, number>> = {};
  UNITS.forEach((unit, i) => {
    const part = numbers[i];
    if (part !== undefined) parts[unit] = Number(part);
  });
  return { back: sign === "-", parts };
}

/** A number of one unit, as ISO 8601: 24 hours are PT24H. Below zero: before. */
export function durationOf(n: number, unit: DurationUnit): string {
  const size = Math.abs(Math.trunc(n));
  const text = {
    week: `P${size}W`,
    day: `P${size}D`,
    hour: `PT${size}H`,
    minute: `PT${size}M`,
    second: `PT${size}S`,
  };
  return `${n < 0 ? "-" : ""}${text[unit]}`;
}

/** The one number and unit of a duration that has no other parts; null for mixed ones (P1DT4H) and what is none. */
export function simpleDuration(text: string | null | undefined): { n: number; unit: DurationUnit } | null {
  const found = parseDuration(text);
  if (!found) return null;
  const [one, ...more] = UNITS.filter((unit) => found.parts[unit] !== undefined);
  if (one === undefined || more.length > 0) return null;
  return { n: (found.back ? -1 : 1) * (found.parts[one] ?? 0), unit: one };
}

const ZH: Readonly<Record<DurationUnit, string>> = {
  week: "周",
  day: "天",
  hour: "小时",
  minute: "分钟",
  second: "秒",
};
/** By a working calendar days are workdays and hours working hours. */
const ZH_WORK: Readonly<Record<DurationUnit, string>> = {
  week: "周",
  day: "个工作日",
  hour: "个工作小时",
  minute: "分钟工作时间",
  second: "秒工作时间",
};

/** "24 小时", "3 个工作日", "24 hours", "3 working days"; its direction is not said. "" for what is no duration. */
export function durationText(text: string | null | undefined, lang: Lang, working = false): string {
  const found = parseDuration(text);
  if (!found) return "";
  const words = UNITS.filter((unit) => found.parts[unit] !== undefined).map((unit) => {
    const n = found.parts[unit] ?? 0;
    if (lang === "zh") return `${n} ${(working ? ZH_WORK : ZH)[unit]}`;
    const work = working && unit !== "week" ? "working " : "";
    return `${n} ${work}${unit}${n === 1 ? "" : "s"}`;
  });
  return words.join(" ");
}
