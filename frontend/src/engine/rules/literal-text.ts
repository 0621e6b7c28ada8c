/** Literal values inside sentences. */

import type { ZoneTable } from "./ast.ts";
import type { Lang } from "./catalogue.ts";
import { instantText, parseInstant } from "./dates.ts";
import { roundTo } from "./numbers.ts";
import { offsetAt } from "./operators/times.ts";
import type { Unit } from "./types.ts";

export const WORDS = {
  zh: { empty: "空", comma: "、", yes: "是", no: "否" },
  en: { empty: "empty", comma: ", ", yes: "yes", no: "no" },
} as const;

const DECIMALS = 10;

export const booleanText = (value: boolean, lang: Lang): string => (value ? WORDS[lang].yes : WORDS[lang].no);

/** At most 10 decimals, no trailing zeros, thousands separated. */
function plainNumber(value: number): string {
  const [whole = "0", fraction = ""] = Math.abs(roundTo(value, DECIMALS)).toFixed(DECIMALS).split(".");
  const digits = fraction.replace(/0+$/, "");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (digits ? `.${digits}` : "");
  return value < 0 && text !== "0" ? `-${text}` : text;
}

function secondsText(value: number, lang: Lang): string {
  const [size, zh, en] =
    value % 3600 === 0 ? [3600, "小时", "h"] : value % 60 === 0 ? [60, "分钟", "min"] : [1, "秒", "s"];
  return `${plainNumber(value / size)} ${lang === "zh" ? zh : en}`;
}

/** A number in a unit: money in yuan, a percentage, a length of time. */
export function numberText(value: number, unit: Unit, lang: Lang): string {
  if (unit === "percent") return `${plainNumber(value * 100)}%`;
  if (unit === "seconds") return secondsText(value, lang);
  if (unit !== "money") return plainNumber(value);
  const yuan = plainNumber(value / 100);
  if (lang === "zh") return `${yuan} 元`;
  return yuan.startsWith("-") ? `-¥${yuan.slice(1)}` : `¥${yuan}`;
}

/** A date as it is; an instant on the clock of the zone table, seconds only when there are any. */
export function dateTimeText(
  value: string,
  type: "date" | "instant",
  zone: ZoneTable | null | undefined,
): string {
  const seconds = type === "instant" ? parseInstant(value) : null;
  if (seconds === null) return value;
  const local = instantText(seconds + offsetAt(zone, value)) ?? value;
  const time = local.slice(11, local.endsWith(":00Z") ? 16 : 19);
  const known = zone !== null && zone !== undefined && zone.length > 0;
  return `${local.slice(0, 10)} ${time}${known ? "" : " UTC"}`;
}
