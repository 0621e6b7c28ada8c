/**
 * Filters as rows of a builder, and back to a rule. Rows are joined by "all of" or "any of"; a part the rows cannot
 * show stays one formula row that holds the rule itself, so that nothing is ever lost by opening a filter.
 */

import type { Node } from "../rules/ast.ts";
import { isField, isLiteral, isOp, isParam } from "../rules/ast.ts";

/** The operators a row offers, with how many operands stand beside the field. "holds": a yes/no field by itself. */
export const ROW_OPERATORS: Readonly<Record<string, number>> = {
  eq: 1,
  ne: 1,
  lt: 1,
  le: 1,
  gt: 1,
  ge: 1,
  between: 2,
  in: 1,
  not_in: 1,
  is_empty: 0,
  not_empty: 0,
  contains: 1,
  starts: 1,
  ends: 1,
  has: 1,
  has_any: 1,
  has_all: 1,
  holds: 0,
};

/** One condition on a field. An operand that was not entered yet is null, and the row does not count. */
export interface ConditionRow {
  readonly kind: "condition";
  readonly path: string;
  readonly op: string;
  readonly negated: boolean;
  readonly operands: readonly (Node | null)[];
}

/** A part that is shown as a sentence and edited as a formula. */
export interface FormulaRow {
  readonly kind: "formula";
  readonly rule: Node;
}

export type Row = ConditionRow | FormulaRow;

export interface FilterTree {
  readonly match: "all" | "any";
  readonly rows: readonly Row[];
  /** The rule had an and/or around a single part; kept so that the tree gives the same rule back. */
  readonly wrapped?: boolean;
}

export const NO_FILTER: FilterTree = { match: "all", rows: [] };

const isClock = (node: Node): boolean =>
  isOp(node) && (node.op === "today" || node.op === "now") && node.a.length === 0;

/** `today` or `now`, moved by a literal number of days, months or hours: what "in the last 30 days" needs. */
function isRelative(node: Node): boolean {
  if (isClock(node)) return true;
  const [base, shift] = isOp(node) && node.a.length === 2 ? node.a : [];
  if (!isOp(node) || !base || !shift || !isClock(base) || !isLiteral(shift) || typeof shift.v !== "number")
    return false;
  return (
    isOp(base) && (base.op === "now" ? node.op === "add_hours" : ["add_days", "add_months"].includes(node.op))
  );
}

/** What may stand beside the field of a row: a literal, a parameter (such as the person asking), a relative moment. */
export const isOperand = (node: Node): boolean => isLiteral(node) || isParam(node) || isRelative(node);

function conditionOf(node: Node, negated: boolean): ConditionRow | null {
  if (isField(node)) return { kind: "condition", path: node.f, op: "holds", negated, operands: [] };
  if (!isOp(node) || node.op === "holds" || !Object.hasOwn(ROW_OPERATORS, node.op)) return null;
  const [field, ...operands] = node.a;
  if (!field || !isField(field)) return null;
  const fits = operands.length === ROW_OPERATORS[node.op] && operands.every(isOperand);
  return fits ? { kind: "condition", path: field.f, op: node.op, negated, operands } : null;
}

function rowOf(node: Node): Row {
  const inner = isOp(node) && node.op === "not" && node.a.length === 1 ? node.a[0] : undefined;
  const row = inner ? conditionOf(inner, true) : conditionOf(node, false);
  return row ?? { kind: "formula", rule: node };
}

/** A rule as rows; null (no filter) as no rows. */
export function treeOf(rule: Node | null | undefined): FilterTree {
  if (!rule) return NO_FILTER;
  if (!isOp(rule) || (rule.op !== "and" && rule.op !== "or") || rule.a.length === 0) {
    return { match: "all", rows: [rowOf(rule)] };
  }
  const tree: FilterTree = { match: rule.op === "and" ? "all" : "any", rows: rule.a.map(rowOf) };
  return rule.a.length === 1 ? { ...tree, wrapped: true } : tree;
}

/** True when all operands of a row are there. */
export const isComplete = (row: Row): boolean =>
  row.kind === "formula" || row.operands.every((node) => node !== null);

function nodeOf(row: Row): Node {
  if (row.kind === "formula") return row.rule;
  const { path, op, operands, negated } = row;
  const node: Node =
    op === "holds" ? { f: path } : { op, a: [{ f: path }, ...operands.filter((n) => n !== null)] };
  return negated ? { op: "not", a: [node] } : node;
}

/** The rule of the rows that are complete; null when there is none. */
export function ruleOf({ match, rows, wrapped }: FilterTree): Node | null {
  const parts = rows.filter(isComplete).map(nodeOf);
  const [first] = parts;
  if (!first) return null;
  if (parts.length === 1 && wrapped !== true) return first;
  return { op: match === "all" ? "and" : "or", a: parts };
}
