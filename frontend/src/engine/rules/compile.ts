/** Rule tree -> closure. The tree must have passed `checkRule`; an unknown operator is a programming error and throws. */

import type { Bindings, Env, LiteralNode, Node, Value } from "./ast.ts";
import { isEmpty, isField, isLiteral, isParam, own, paramKey } from "./ast.ts";
import type { Evaluator } from "./evaluator.ts";
import { bound, byCodePoints, holds } from "./evaluator.ts";
import { LOGIC } from "./operators/logic.ts";
import { NUMBERS } from "./operators/numbers.ts";
import type { Builders } from "./operators/shared.ts";
import { TEXTS } from "./operators/texts.ts";
import { TIMES } from "./operators/times.ts";

const BUILDERS: Builders = { ...LOGIC, ...NUMBERS, ...TEXTS, ...TIMES };

/** The operators this executor knows; a test holds them equal to schemas/rules/operators.json. */
export const OPERATOR_IDS: readonly string[] = Object.keys(BUILDERS);

function reader(key: string): Evaluator {
  return (record) => bound(own(record, key));
}

/** A literal; a list of texts is a set, so it is sorted and without doubles. */
function constant({ v }: LiteralNode): Evaluator {
  const list = Array.isArray(v) ? (v as readonly string[]) : null;
  const value: Value = isEmpty(v) ? null : list ? [...new Set(list)].sort(byCodePoints) : (v as Value);
  return () => value;
}

/** Compiles a rule once for many evaluations. */
export function compileRule(node: Node): Evaluator {
  if (isField(node)) return reader(node.f);
  if (isParam(node)) return reader(paramKey(node.p));
  if (isLiteral(node)) return constant(node);
  const build = own(BUILDERS, node.op);
  if (!build) throw new Error(`unknown operator ${node.op}`);
  return build(node.a.map(compileRule), node.a);
}

/** A compiled rule used as a condition: empty counts as false. */
export function compileCondition(node: Node): (record: Bindings, env: Env) => boolean {
  const run = compileRule(node);
  return (record, env) => holds(run(record, env));
}

/** Evaluates a rule once. */
export function evaluate(node: Node, record: Bindings, env: Env): Value {
  return compileRule(node)(record, env);
}
