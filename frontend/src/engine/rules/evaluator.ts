/** The shape of a compiled rule, and the few conversions every operator shares. */

import type { Bindings, Env, Value } from "./ast.ts";
import { isEmpty } from "./ast.ts";

/** A compiled (sub)rule: pure, no state; the same arguments give the same answer. */
export type Evaluator = (record: Bindings, env: Env) => Value;

/** A record's value as rules see it: every form of empty is null. */
export function bound(value: unknown): Value {
  return isEmpty(value) ? null : (value as Value);
}

/** A value as a condition: only `true` holds, so an empty boolean counts as false. */
export const holds = (value: Value): boolean => value === true;

export const asNumber = (value: Value): number | null => (typeof value === "number" ? value : null);

export const asText = (value: Value): string | null => (typeof value === "string" ? value : null);

export const asSet = (value: Value): readonly string[] =>
  Array.isArray(value) ? (value as readonly string[]) : [];

/** Equality of two scalars, empty equal to empty; 0 and -0 are equal. */
export const same = (a: Value, b: Value): boolean => a === b;

/** True when `a` orders before `b`; numbers by size, ISO text as time does. Never true with an empty side. */
export function below(a: Value, b: Value): boolean {
  if (typeof a === "number" && typeof b === "number") return a < b;
  return typeof a === "string" && typeof b === "string" && a < b;
}

/** `a` before or equal to `b`; never true with an empty side. */
export const atMost = (a: Value, b: Value): boolean =>
  below(a, b) || (a !== null && b !== null && same(a, b));

/** Number of code points. */
export function codePoints(text: string): number {
  let n = 0;
  for (const _ of text) n += 1;
  return n;
}

/** By code points, as the server orders text; the built-in order is by UTF-16 units. */
export function byCodePoints(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)];
  const at = x.findIndex((char, i) => char !== y[i]);
  return at < 0 ? x.length - y.length : (x[at]?.codePointAt(0) ?? 0) - (y[at]?.codePointAt(0) ?? -1);
}
