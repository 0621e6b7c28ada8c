/** A filter while it is being built: rows and groups with keys of their own, over the engine's flat adapters. */
import {
  ruleOf,
  treeOf,
  type ConditionRow,
  type FilterTree,
  type FormulaRow,
} from "../../../engine/filter/tree";
import type { Node } from "../../../engine/rules/ast";
import { isOp } from "../../../engine/rules/ast";

export interface Group {
  readonly kind: "group";
  readonly key: string;
  readonly match: "all" | "any";
  readonly parts: readonly Part[];
}
export type Condition = ConditionRow & { readonly key: string };
export type Formula = FormulaRow & { readonly key: string };
export type Part = Group | Condition | Formula;

/** Groups inside groups beyond this nobody reads any more; deeper ones stay formulas. */
export const DEEPEST = 2;

let counter = 0;
/** A key for a row or group: tells rows apart on the page, means nothing else. */
export const newKey = (): string => `p${++counter}`;

/** A rule as a group of rows; inner and/or parts become groups of their own. */
export function groupOf(rule: Node | null, depth = 1): Group {
  const tree = treeOf(rule);
  return {
    kind: "group",
    key: newKey(),
    match: tree.match,
    parts: tree.rows.map((row): Part => {
      if (row.kind === "condition") return { ...row, key: newKey() };
      const inner = isOp(row.rule) && (row.rule.op === "and" || row.rule.op === "or");
      return inner && depth < DEEPEST ? groupOf(row.rule, depth + 1) : { ...row, key: newKey() };
    }),
  };
}

/** The rule of a group; rows not completed and empty groups do not count. Null: no condition. */
export function ruleOfGroup(group: Group): Node | null {
  const rows = group.parts.flatMap((part): FilterTree["rows"] => {
    if (part.kind !== "group") return [part];
    const rule = ruleOfGroup(part);
    return rule ? [{ kind: "formula", rule }] : [];
  });
  return ruleOf({ match: group.match, rows });
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
