/** Numbers with their units: money in yuan while fen are kept, percentages while ratios are, lengths of time in seconds. */

import type { Lang } from "../catalogue.ts";
import type { Unit } from "../types.ts";
import { plainText, shifted } from "./decimals.ts";

/** What a suffix does to the number before it: moves the decimal point, or counts seconds. */
interface Suffix {
  readonly unit: Unit;
  readonly places?: number;
  readonly seconds?: number;
}

export const SUFFIXES: Readonly<Record<string, Suffix>> = {
  亿元: { unit: "money", places: 10 },
  万元: { unit: "money", places: 6 },
  元: { unit: "money", places: 2 },
  yuan: { unit: "money", places: 2 },
  亿: { unit: "", places: 8 },
  万: { unit: "", places: 4 },
  "%": { unit: "percent", places: -2 },
  "％": { unit: "percent", places: -2 },
  小时: { unit: "seconds", seconds: 3600 },
  分钟: { unit: "seconds", seconds: 60 },
  秒: { unit: "seconds", seconds: 1 },
  天: { unit: "seconds", seconds: 86_400 },
  h: { unit: "seconds", seconds: 3600 },
  min: { unit: "seconds", seconds: 60 },
  s: { unit: "seconds", seconds: 1 },
};

/** A number as written: its digits, the suffix behind it, and whether a currency sign stood before it. */
export interface Written {
  readonly digits: string;
  readonly suffix: string | null;
  readonly sign?: boolean;
}

/** The number a text means where `unit` is counted; null where a unit has to be written, or a length of time is strange. */
export function meant({ digits, suffix, sign }: Written, unit: Unit): number | null {
  const known = suffix === null ? undefined : SUFFIXES[suffix];
  if (known?.seconds !== undefined) return unit === "seconds" ? Number(digits) * known.seconds : null;
  const own = known?.unit ?? "";
  const places = known?.places ?? 0;
  if (own !== "") return Number(shifted(digits, places));
  if (unit === "money" || sign === true) return Number(shifted(digits, places + 2));
  const value = Number(shifted(digits, places));
  return unit === "seconds" && value !== 0 ? null : value;
}

const SPANS = [
  [3600, "小时", "h"],
  [60, "分钟", "min"],
] as const;

/** A number as it is written where `unit` is counted; `meant` gives exactly the number back. */
export function numberIn(value: number, unit: Unit, lang: Lang): string {
  const plain = plainText(value);
  if (unit === "money") return `${shifted(plain, -2)}${lang === "zh" ? "元" : " yuan"}`;
  if (unit === "percent") return `${shifted(plain, 2)}%`;
  if (unit !== "seconds") return plain;
  const span = SPANS.find(([size]) => Number.isSafeInteger(value) && value % size === 0);
  if (!span) return `${plain}${lang === "zh" ? "秒" : "s"}`;
  return `${plainText(value / span[0])}${lang === "zh" ? span[1] : span[2]}`;
}
