/** A rule while it is being built: rows and groups with keys of their own, over the flat adapters of tree.ts. */

import type { Node } from "../rules/ast.ts";
import { isOp } from "../rules/ast.ts";
import type { ConditionRow, FilterTree, FormulaRow } from "./tree.ts";
import { ruleOf, treeOf } from "./tree.ts";

export interface Group {
  readonly kind: "group";
  readonly key: string;
  readonly match: "all" | "any";
  readonly parts: readonly Part[];
  /** The opposite of what the group says is meant. */
  readonly negated?: boolean;
  /** The rule had an and/or around a single part. */
  readonly wrapped?: boolean;
}
export type Condition = ConditionRow & { readonly key: string };
export type Formula = FormulaRow & { readonly key: string };
export type Part = Group | Condition | Formula;

/** Groups in a list's filter; deeper ones stay formulas there. */
export const DEEPEST = 2;

let counter = 0;
/** A key for a row or group: tells rows apart on the page, means nothing else. */
export const newKey = (): string => `p${++counter}`;

/** The and/or in a part, and whether it is denied; null for any other part. */
function innerGroup(rule: Node): { rule: Node; negated: boolean } | null {
  const denied = isOp(rule) && rule.op === "not" && rule.a.length === 1 ? rule.a[0] : undefined;
  const inner = denied ?? rule;
  if (!isOp(inner) || (inner.op !== "and" && inner.op !== "or") || inner.a.length === 0) return null;
  return { rule: inner, negated: denied !== undefined };
}

/** A rule as a group of rows; inner and/or parts become groups of their own, `deepest` in all. */
export function groupOf(rule: Node | null, deepest = DEEPEST, depth = 1): Group {
  const tree = treeOf(rule);
  return {
    kind: "group",
    key: newKey(),
    match: tree.match,
    ...(tree.wrapped === true ? { wrapped: true } : {}),
    parts: tree.rows.map((row): Part => {
      if (row.kind === "condition") return { ...row, key: newKey() };
      const inner = depth < deepest ? innerGroup(row.rule) : null;
      if (!inner) return { ...row, key: newKey() };
      const group = groupOf(inner.rule, deepest, depth + 1);
      return inner.negated ? { ...group, negated: true } : group;
    }),
  };
}

/** A rule as one part, without a key: a condition where it fits into one. */
export function partOf(rule: Node): ConditionRow | FormulaRow {
  const [row] = treeOf(isOp(rule) && (rule.op === "and" || rule.op === "or") ? null : rule).rows;
  return row ?? { kind: "formula", rule };
}

/** The rule of a single row; null while it lacks a value. */
export const ruleOfRow = (row: ConditionRow): Node | null => ruleOf({ match: "all", rows: [row] });

/** The rule of a group; rows not completed and empty groups do not count. Null: no condition. */
export function ruleOfGroup(group: Group): Node | null {
  const rows = group.parts.flatMap((part): FilterTree["rows"] => {
    if (part.kind !== "group") return [part];
    const rule = ruleOfGroup(part);
    return rule ? [{ kind: "formula", rule }] : [];
  });
  const rule = ruleOf({ match: group.match, rows, wrapped: group.wrapped === true });
  return rule && group.negated === true ? { op: "not", a: [rule] } : rule;
}

/** The group with the part of `key` changed, or taken away where `change` gives null. */
export function changed(group: Group, key: string, change: (part: Part) => Part | null): Group {
  return {
    ...group,
    parts: group.parts.flatMap((part): Part[] => {
      if (part.key === key) {
        const next = change(part);
        return next ? [next] : [];
      }
      return [part.kind === "group" ? changed(part, key, change) : part];
    }),
  };
}

/** How many conditions there are, groups looked into. */
export function countOf(group: Group): number {
  return group.parts.reduce((sum, part) => sum + (part.kind === "group" ? countOf(part) : 1), 0);
}

/** Whether a condition is still without one of its values: the rule of the group then lacks it. */
export function unfinished(group: Group): boolean {
  return group.parts.some((part) =>
    part.kind === "group"
      ? part.parts.length === 0 || unfinished(part)
      : part.kind === "condition" && part.operands.includes(null),
  );
}
