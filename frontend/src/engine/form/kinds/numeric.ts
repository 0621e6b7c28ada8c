/** number, money, percent, rating. */

import type { Property } from "../../model/entity.ts";
import { codePoints } from "../../rules/evaluator.ts";
import { narrow } from "../characters.ts";
import { type Currency, currencyOf } from "../currency.ts";
import type { Decimal } from "../decimal.ts";
import { decimalOf, decimalText, decimalsOf, numberText, ofNumber, scaled, toNumber } from "../decimal.ts";
import { FieldIssue, wrongType } from "../issue.ts";
import { NUMBER_TINIEST } from "../../rules/numbers.ts";
import type { Json, Kind } from "../kind.ts";

/** No stored number is larger. */
const CAP = 1_000_000_000_000_000;
/** A ratio has two decimals more than its percentage. */
const RATIO_DECIMALS = 2;
const STARS = 5;

export const isBlank = (value: unknown): boolean => value === null || value === undefined || value === "";

/** A JSON number within the cap; -0 and what is smaller than 1e-9 become 0. */
export function numberOf(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw wrongType("number");
  if (value > CAP) throw new FieldIssue("too_large", { maximum: CAP });
  if (value < -CAP) throw new FieldIssue("too_small", { minimum: -CAP });
  return Math.abs(value) < NUMBER_TINIEST ? 0 : value;
}

/** A JSON number that is whole. */
export function wholeOf(value: unknown): number {
  const number = numberOf(value);
  if (!Number.isInteger(number)) throw new FieldIssue("not_whole_number");
  return number;
}

/** `minimum` and `maximum`, both inclusive. */
export function inRange(value: number, { minimum, maximum }: Property): number {
  if (typeof minimum === "number" && value < minimum) throw new FieldIssue("too_small", { minimum });
  if (typeof maximum === "number" && value > maximum) throw new FieldIssue("too_large", { maximum });
  return value;
}

function checkDecimals(value: number, prop: Property, more: number): number {
  if (typeof prop.decimals === "number" && decimalsOf(value) > prop.decimals + more) {
    throw new FieldIssue("too_many_decimals", { decimals: prop.decimals });
  }
  return value;
}

const shown = (value: Json, print: (value: number) => string): string =>
  typeof value === "number" ? print(value) : "";

function normaliseNumber(value: unknown, prop: Property): Json {
  return isBlank(value) ? null : checkDecimals(inRange(numberOf(value), prop), prop, 0);
}

export const NUMBER: Kind = {
  normalise: normaliseNumber,
  parse: (text, prop) => {
    const exact = decimalOf(text);
    return exact && normaliseNumber(toNumber(exact), prop);
  },
  format: (value, prop) => shown(value, (x) => numberText(x, prop.decimals)),
  ruleType: () => ({ type: "number" }),
};

function normaliseMoney(value: unknown, prop: Property): Json {
  return isBlank(value) ? null : inRange(wholeOf(value), prop);
}

/** Typed text less the signs of the field's own currency; those of another one are refused. */
function amountOf(text: string, { typed }: Currency): Decimal | null {
  let plain = narrow(text).trim().toLowerCase();
  let sign = "";
  const rest = plain.slice(1);
  if ("+-".includes(plain.charAt(0)) && typed.some((mark) => rest.startsWith(mark))) {
    sign = plain.charAt(0);
    plain = rest;
  }
  let bare = plain;
  const before = typed.find((mark) => bare.startsWith(mark));
  if (before !== undefined) bare = bare.slice(before.length).trim();
  const behind = typed.find((mark) => bare.endsWith(mark));
  if (behind !== undefined) bare = bare.slice(0, bare.length - behind.length).trim();
  if (plain !== "" && bare === "") throw new FieldIssue("not_a_number");
  return decimalOf(sign + bare);
}

/** Minor units as "¥1,234.50"; the minus sign comes first. */
export function moneyText(amount: number, code: string | null | undefined): string {
  const money = currencyOf(code);
  const units = BigInt(Math.abs(Math.trunc(amount)));
  const text = decimalText({ units, scale: money.decimals }, money.decimals, true);
  return `${amount < 0 ? "-" : ""}${money.shown}${text}`;
}

export const MONEY: Kind = {
  normalise: normaliseMoney,
  parse: (text, prop) => {
    const money = currencyOf(prop.field.currency);
    const exact = amountOf(text, money);
    if (!exact) return null;
    if (exact.scale > money.decimals) throw new FieldIssue("too_many_decimals", { decimals: money.decimals });
    return normaliseMoney(toNumber(scaled(exact, money.decimals)), prop);
  },
  format: (value, prop) => shown(value, (x) => moneyText(x, prop.field.currency)),
  ruleType: () => ({ type: "number", unit: "money" }),
};

function normalisePercent(value: unknown, prop: Property): Json {
  return isBlank(value) ? null : checkDecimals(inRange(numberOf(value), prop), prop, RATIO_DECIMALS);
}

export const PERCENT: Kind = {
  normalise: normalisePercent,
  parse: (text, prop) => {
    const plain = narrow(text).trim();
    const power = plain.endsWith("‰") ? 3 : 2;
    const bare = /[%‰]$/.test(plain) ? plain.slice(0, -1) : plain;
    const exact = decimalOf(bare);
    if (exact === null && bare !== plain) throw new FieldIssue("not_a_number");
    return exact && normalisePercent(toNumber(scaled(exact, -power)), prop);
  },
  format: (value, prop) =>
    shown(value, (x) => `${decimalText(scaled(ofNumber(x, 15), RATIO_DECIMALS), prop.decimals)}%`),
  ruleType: () => ({ type: "number", unit: "percent" }),
};

const topOf = (prop: Property): number => prop.maximum ?? STARS;

function normaliseRating(value: unknown, prop: Property): Json {
  if (isBlank(value)) return null;
  const stars = wholeOf(value);
  if (stars < 1) throw new FieldIssue("too_small", { minimum: 1 });
  if (stars > topOf(prop)) throw new FieldIssue("too_large", { maximum: topOf(prop) });
  return stars;
}

export const RATING: Kind = {
  normalise: normaliseRating,
  parse: (text, prop) => {
    const plain = text.trim();
    if (/^[★⭐☆]+$/u.test(plain)) return normaliseRating(codePoints(plain.replaceAll("☆", "")), prop);
    const exact = decimalOf(plain);
    return exact && normaliseRating(toNumber(exact), prop);
  },
  format: (value, prop) => shown(value, (x) => "★".repeat(x) + "☆".repeat(Math.max(0, topOf(prop) - x))),
  ruleType: () => ({ type: "number" }),
};
