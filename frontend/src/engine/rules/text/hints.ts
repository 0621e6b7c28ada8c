/** What a literal in a formula takes from its neighbours: the unit of a number, the options of a text. The same as in sentences. */

import type { PathInfo } from "../../model/paths.ts";
import type { Node, OpNode } from "../ast.ts";
import { isLiteral, isOp, keyOf } from "../ast.ts";
import { OPERATORS, unified } from "../catalogue.ts";
import type { Ty } from "../ty.ts";
import { infer } from "../ty.ts";
import type { FieldType, Scope, Unit } from "../types.ts";
import type { OptionNames } from "./names.ts";

export interface Hint {
  readonly unit: Unit;
  /** Ids that a text stands for; null where a text is a text. */
  readonly options: OptionNames | null;
}

export const NO_HINT: Hint = { unit: "", options: null };

export interface Surroundings {
  readonly scope: Scope;
  readonly infos: ReadonlyMap<string, PathInfo>;
}

const SETS = new Set(["has", "has_any", "has_all"]);
const LISTS = new Set(["in", "not_in"]);
const UNITED = new Set(["add", "sub", "sum", "avg"]);

/** Operators whose second argument may be written as a list without brackets. */
export const SPREAD: ReadonlySet<string> = new Set(["in", "not_in", "has_any", "has_all"]);

function labelledBy(node: Node): string[] {
  const key = keyOf(node);
  if (key !== null) return [key];
  if (!isOp(node)) return [];
  const operator = OPERATORS.get(node.op);
  return node.a
    .filter((_, i) => operator?.result === "same" && unified(operator, i, node.a.length))
    .flatMap(labelledBy);
}

function optionNames(keys: readonly string[], { infos }: Surroundings): OptionNames {
  const found: Record<string, OptionNames[string]> = {};
  for (const key of keys)
    for (const [id, { label }] of Object.entries(infos.get(key)?.options ?? {})) found[id] ??= label;
  return found;
}

const CHOOSES: ReadonlySet<Ty["base"]> = new Set(["choice", "set", "ref"]);

/** The hint of a type by itself: of what a rule has to yield. */
export function hintOfType(type: FieldType, options: OptionNames): Hint {
  return { unit: type.unit ?? "", options: CHOOSES.has(type.type) ? options : null };
}

/** What a literal at `index` takes from the other arguments; what the whole has to yield where they say nothing. */
export function hintAt(node: OpNode, index: number, around: Surroundings, whole: Hint): Hint {
  const operator = OPERATORS.get(node.op);
  if (!operator) return NO_HINT;
  if (node.op === "add_work_time") return index === 1 ? { unit: "seconds", options: null } : NO_HINT;
  const count = node.a.length;
  const related = (i: number): boolean =>
    unified(operator, i, count) || SETS.has(node.op) || LISTS.has(node.op) || UNITED.has(node.op);
  if (!related(index)) return NO_HINT;
  const others = node.a.filter((arg, i) => i !== index && related(i) && !isLiteral(arg));
  if (others.length === 0) return operator.result === "same" || UNITED.has(node.op) ? whole : NO_HINT;
  const types = others.map((arg) => infer(arg, around.scope));
  const unit = types.find((ty) => ty.unit !== "")?.unit ?? "";
  const base = types[0]?.base;
  return {
    unit,
    options: base && CHOOSES.has(base) ? optionNames(others.flatMap(labelledBy), around) : null,
  };
}

/** The hint for what stands inside the argument at `index`: values of a `case` are what the `case` is compared with. */
export function insideHint(node: OpNode, index: number, around: Surroundings, whole: Hint): Hint {
  const arg = node.a[index];
  return arg && isOp(arg) ? hintAt(node, index, around, whole) : NO_HINT;
}
