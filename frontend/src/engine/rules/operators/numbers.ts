/** Arithmetic: IEEE doubles, in the order written; an empty side or a division by zero is empty. */

import type { Value } from "../ast.ts";
import type { Evaluator } from "../evaluator.ts";
import { asNumber, below } from "../evaluator.ts";
import { capped, roundTo } from "../numbers.ts";
import type { Builders } from "./shared.ts";
import { ofNumber, ofNumbers } from "./shared.ts";

/** The best of the filled-in arguments; empty when there is none. */
function best(args: readonly Evaluator[], better: (a: Value, b: Value) => boolean): Evaluator {
  return (record, env) => {
    let found: Value = null;
    for (const part of args) {
      const value = part(record, env);
      if (value !== null && (found === null || better(value, found))) found = value;
    }
    return found;
  };
}

/** Left-to-right sum of the filled-in arguments and how many they are. */
function total(args: readonly Evaluator[], finish: (sum: number, n: number) => number): Evaluator {
  return (record, env) => {
    let sum = 0;
    let n = 0;
    for (const part of args) {
      const value = asNumber(part(record, env));
      if (value !== null) {
        sum += value;
        n += 1;
      }
    }
    return n === 0 ? null : capped(finish(sum, n));
  };
}

export const NUMBERS: Builders = {
  add: (args) => ofNumbers(args, (x, y) => capped(x + y)),
  sub: (args) => ofNumbers(args, (x, y) => capped(x - y)),
  mul: (args) => ofNumbers(args, (x, y) => capped(x * y)),
  div: (args) => ofNumbers(args, (x, y) => (y === 0 ? null : capped(x / y))),
  neg: (args) => ofNumber(args, (x) => -x),
  abs: (args) => ofNumber(args, Math.abs),
  floor: (args) => ofNumber(args, Math.floor),
  ceil: (args) => ofNumber(args, Math.ceil),
  round: (args) =>
    args.length < 2
      ? ofNumber(args, (x) => roundTo(x, 0))
      : ofNumbers(args, (x, digits) => roundTo(x, digits)),
  min: (args) => best(args, below),
  max: (args) => best(args, (a, b) => below(b, a)),
  sum: (args) => total(args, (sum) => sum),
  avg: (args) => total(args, (sum, n) => sum / n),
};
