/** How an operator is built from its compiled arguments. */

import type { Env, Node, Value } from "../ast.ts";
import { isLiteral } from "../ast.ts";
import type { Evaluator } from "../evaluator.ts";
import { asNumber, asText } from "../evaluator.ts";

/** Makes the evaluator of one operation; `nodes` are its arguments as written, for literals read at compile time. */
export type Builder = (args: readonly Evaluator[], nodes: readonly Node[]) => Evaluator;
export type Builders = Readonly<Record<string, Builder>>;

const EMPTY: Evaluator = () => null;

/** The argument at `index`; one that is not there evaluates to empty. */
export const arg = (args: readonly Evaluator[], index: number): Evaluator => args[index] ?? EMPTY;

export function binary(args: readonly Evaluator[], f: (a: Value, b: Value) => Value): Evaluator {
  const [x, y] = [arg(args, 0), arg(args, 1)];
  return (record, env) => f(x(record, env), y(record, env));
}

/** One number in, empty stays empty. */
export function ofNumber(args: readonly Evaluator[], f: (x: number) => Value): Evaluator {
  const x = arg(args, 0);
  return (record, env) => {
    const value = asNumber(x(record, env));
    return value === null ? null : f(value);
  };
}

/** Two numbers in, empty when a side is empty. */
export function ofNumbers(args: readonly Evaluator[], f: (x: number, y: number) => Value): Evaluator {
  return binary(args, (a, b) => (typeof a === "number" && typeof b === "number" ? f(a, b) : null));
}

/** One text (also a date or an instant) in, `otherwise` when it is empty. */
export function ofText(
  args: readonly Evaluator[],
  f: (text: string, env: Env) => Value,
  otherwise: Value = null,
): Evaluator {
  const x = arg(args, 0);
  return (record, env) => {
    const value = asText(x(record, env));
    return value === null ? otherwise : f(value, env);
  };
}

/** Two texts in, `otherwise` when a side is empty. */
export function ofTexts(
  args: readonly Evaluator[],
  f: (a: string, b: string, env: Env) => Value,
  otherwise: Value = null,
): Evaluator {
  const [x, y] = [arg(args, 0), arg(args, 1)];
  return (record, env) => {
    const a = asText(x(record, env));
    const b = asText(y(record, env));
    return a === null || b === null ? otherwise : f(a, b, env);
  };
}

/** A text and a number in, empty when a side is empty. */
export function ofTextAndNumber(
  args: readonly Evaluator[],
  f: (text: string, n: number, env: Env) => Value,
): Evaluator {
  const [x, y] = [arg(args, 0), arg(args, 1)];
  return (record, env) => {
    const text = asText(x(record, env));
    const n = asNumber(y(record, env));
    return text === null || n === null ? null : f(text, n, env);
  };
}

/** The literal list at `index`, as written; anything else is no list. */
export function listOf(nodes: readonly Node[], index: number): readonly Value[] {
  const node = nodes[index];
  return node && isLiteral(node) && Array.isArray(node.v) ? (node.v as readonly Value[]) : [];
}

/** The literal text at `index` (a calendar's name); "" when there is none. */
export function textOf(nodes: readonly Node[], index: number): string {
  const node = nodes[index];
  return node && isLiteral(node) && typeof node.v === "string" ? node.v : "";
}
