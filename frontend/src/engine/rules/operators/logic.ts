/** Logic, comparison, emptiness and choice of value. */

import type { Value } from "../ast.ts";
import type { Evaluator } from "../evaluator.ts";
import { atMost, below, holds, same } from "../evaluator.ts";
import type { Builders } from "./shared.ts";
import { arg, binary, listOf } from "./shared.ts";

function build(name: "and" | "or", args: readonly Evaluator[]): Evaluator {
  const stop = name === "or";
  return (record, env) => {
    for (const part of args) if (holds(part(record, env)) === stop) return stop;
    return !stop;
  };
}

function member(args: readonly Evaluator[], list: readonly Value[], wanted: boolean): Evaluator {
  const known = new Set<Value>(list);
  const x = arg(args, 0);
  return (record, env) => {
    const value = x(record, env);
    return (value !== null && known.has(value)) === wanted;
  };
}

function choose(args: readonly Evaluator[]): Evaluator {
  const last = args.length - 1;
  const otherwise = arg(args, last);
  return (record, env) => {
    for (let i = 0; i < last; i += 2) {
      if (holds(arg(args, i)(record, env))) return arg(args, i + 1)(record, env);
    }
    return otherwise(record, env);
  };
}

export const LOGIC: Builders = {
  and: (args) => build("and", args),
  or: (args) => build("or", args),
  not: (args) => {
    const x = arg(args, 0);
    return (record, env) => !holds(x(record, env));
  },
  eq: (args) => binary(args, same),
  ne: (args) => binary(args, (a, b) => !same(a, b)),
  lt: (args) => binary(args, below),
  le: (args) => binary(args, atMost),
  gt: (args) => binary(args, (a, b) => below(b, a)),
  ge: (args) => binary(args, (a, b) => atMost(b, a)),
  between: (args) => {
    const [x, low, high] = [arg(args, 0), arg(args, 1), arg(args, 2)];
    return (record, env) => {
      const value = x(record, env);
      return atMost(low(record, env), value) && atMost(value, high(record, env));
    };
  },
  in: (args, nodes) => member(args, listOf(nodes, 1), true),
  not_in: (args, nodes) => member(args, listOf(nodes, 1), false),
  is_empty: (args) => {
    const x = arg(args, 0);
    return (record, env) => x(record, env) === null;
  },
  not_empty: (args) => {
    const x = arg(args, 0);
    return (record, env) => x(record, env) !== null;
  },
  if_empty: (args) => {
    const [x, other] = [arg(args, 0), arg(args, 1)];
    return (record, env) => x(record, env) ?? other(record, env);
  },
  case: choose,
};
