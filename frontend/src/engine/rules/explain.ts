/**
 * Why a rule is false and the least that would make it true ("why blocked", 阻塞原因).
 * The same tree of parts, and the same choice of the cheapest branch, as the Python executor.
 */

import type { Bindings, Env, Node, OpNode, Value } from "./ast.ts";
import { argPath, fieldsOf, isField, isLiteral, isOp, isParam, own, paramKey, walk } from "./ast.ts";
import { evaluate } from "./compile.ts";
import { bound, holds } from "./evaluator.ts";

/** A condition that cannot be split further: its result and the values it read. */
export interface AtomPart {
  readonly at: string;
  readonly op?: string;
  readonly result: boolean;
  readonly values: Readonly<Record<string, Value>>;
  /** The values of its arguments; literal lists as written. Only for operations. */
  readonly args?: readonly Value[];
}
export interface GroupPart {
  readonly at: string;
  readonly op: string;
  readonly result: boolean;
  readonly parts: readonly Part[];
}
export type Part = AtomPart | GroupPart;

/** An atom that must change: the node at `at` must become `want`. */
export interface Wanted {
  readonly at: string;
  readonly want: boolean;
}
export interface Explanation {
  readonly result: boolean;
  readonly needed: readonly Wanted[];
  readonly tree: Part;
}

/** Cost of an atom that reads no field: nobody can change it. */
const FIXED = 1000;

const GROUPS = new Set(["and", "or", "not"]);
const isGroup = (node: Node): node is OpNode => isOp(node) && GROUPS.has(node.op);

function argValue(node: Node, record: Bindings, env: Env): Value {
  return isLiteral(node) && Array.isArray(node.v)
    ? (node.v as readonly string[])
    : evaluate(node, record, env);
}

function valuesRead(node: Node, record: Bindings): Record<string, Value> {
  const values: Record<string, Value> = {};
  walk(node, (n) => {
    const key = isField(n) ? n.f : isParam(n) ? paramKey(n.p) : null;
    if (key !== null) values[key] = bound(own(record, key));
  });
  return values;
}

function partOf(node: Node, at: string, record: Bindings, env: Env): Part {
  if (isGroup(node)) {
    const parts = node.a.map((arg, i) => partOf(arg, argPath(at, i), record, env));
    return { at, op: node.op, result: holds(evaluate(node, record, env)), parts };
  }
  const atom = { at, result: holds(evaluate(node, record, env)), values: valuesRead(node, record) };
  if (!isOp(node)) return atom;
  return { ...atom, op: node.op, args: node.a.map((arg) => argValue(arg, record, env)) };
}

interface Plan {
  readonly cost: number;
  readonly wanted: readonly Wanted[];
}
const NOTHING: Plan = { cost: 0, wanted: [] };

function together(plans: readonly Plan[]): Plan {
  return { cost: plans.reduce((sum, p) => sum + p.cost, 0), wanted: plans.flatMap((p) => p.wanted) };
}

function cheapest(plans: readonly Plan[]): Plan {
  return plans.reduce((best, plan) => (plan.cost < best.cost ? plan : best), plans[0] ?? NOTHING);
}

/** The cheapest change that gives the node at `part` the value `want`. */
function plan(node: Node, part: Part, want: boolean): Plan {
  if (part.result === want) return NOTHING;
  if (!isGroup(node) || !("parts" in part)) {
    return { cost: fieldsOf(node).length > 0 ? 1 : FIXED, wanted: [{ at: part.at, want }] };
  }
  const inner = node.op === "not" ? !want : want;
  const plans = node.a.map((arg, i) => plan(arg, part.parts[i] as Part, inner));
  const all = node.op === "not" || (node.op === "and") === want;
  return all ? together(plans) : cheapest(plans);
}

/** Explains a rule used as a condition on a record. */
export function explain(node: Node, record: Bindings, env: Env): Explanation {
  const tree = partOf(node, "$", record, env);
  return { result: tree.result, needed: plan(node, tree, true).wanted, tree };
}
