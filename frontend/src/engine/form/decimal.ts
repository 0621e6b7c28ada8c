/** Exact decimals between typed text and stored numbers; doubles only at the ends (core/fields/numbers.py). */

import { narrow } from "./characters.ts";
import { FieldIssue } from "./issue.ts";

/** The number `units` / 10^`scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const UNITS: Readonly<Record<string, number>> = {
  "": 0,
  千: 3,
  k: 3,
  万: 4,
  w: 4,
  百万: 6,
  m: 6,
  千万: 7,
  亿: 8,
};
const NUMBER =
  /^([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d*)(?:\.(\d*))?(?:e([+-]?\d{1,2}))? ?(百万|千万|千|万|亿|k|w|m)?$/;
const LONGEST = 60;
const SHOWN_DECIMALS = 6;

/** `value` times 10^`power`, with no trailing zeros kept behind the point. */
export function scaled({ units, scale }: Decimal, power: number): Decimal {
  let next = scale - power;
  let n = units;
  if (next < 0) {
    n *= 10n ** BigInt(-next);
    next = 0;
  }
  while (next > 0 && n % 10n === 0n) {
    n /= 10n;
    next -= 1;
  }
  return { units: n, scale: next };
}

/** Typed text as an exact decimal: 1,234.5 · １２ · 3.2万 · 1.5亿 · 10w · 8K; null when blank. Throws not_a_number. */
export function decimalOf(text: string): Decimal | null {
  const plain = narrow(text)
    .trim()
    .toLowerCase()
    .replace(/[\u00a0\u2009]/g, " ");
  if (plain === "") return null;
  const found = plain.length <= LONGEST ? NUMBER.exec(plain) : null;
  const [, sign = "", whole = "", fraction = "", exponent = "0", unit = ""] = found ?? [];
  if (!found || (whole === "" && fraction === "")) throw new FieldIssue("not_a_number");
  const digits = whole.replace(/[, ]/g, "") + fraction;
  const units = BigInt(digits) * (sign === "-" ? -1n : 1n);
  return scaled({ units, scale: fraction.length }, Number(exponent) + (UNITS[unit] ?? 0));
}

/** The nearest double. */
export const toNumber = ({ units, scale }: Decimal): number => Number(`${units}e${-scale}`) || 0;

/** The decimal a double's text stands for: the shortest, or the one of `precision` significant digits. */
export function ofNumber(value: number, precision?: number): Decimal {
  const text = precision === undefined ? String(value) : value.toPrecision(precision);
  const [mantissa = "0", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return scaled({ units: BigInt(whole + fraction), scale: fraction.length }, Number(exponent));
}

/** How many decimals the shortest text of the number has: 19.99 has two. */
export const decimalsOf = (value: number): number => ofNumber(value).scale;

/** Rounded half away from zero to `decimals`, which then is the scale. */
function rounded({ units, scale }: Decimal, decimals: number): bigint {
  if (scale <= decimals) return units * 10n ** BigInt(decimals - scale);
  const unit = 10n ** BigInt(scale - decimals);
  const magnitude = units < 0n ? -units : units;
  const up = (magnitude + unit / 2n) / unit;
  return units < 0n ? -up : up;
}

/** A decimal with thousands separators and at most `decimals` decimals (6 by default); `padded` keeps trailing zeros. */
export function decimalText(value: Decimal, decimals?: number | null, padded = false): string {
  const places = decimals ?? SHOWN_DECIMALS;
  const units = rounded(value, places);
  const digits = String(units < 0n ? -units : units).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ",");
  const all = digits.slice(digits.length - places);
  const fraction = padded ? all : all.replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
}

/** A double as people read it: on 15 digits, so the noise of a sum does not show. */
export const numberText = (value: number, decimals?: number | null): string =>
  decimalText(ofNumber(value, 15), decimals);
