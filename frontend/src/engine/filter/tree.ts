/**
 * Filters as rows of a builder, and back to a rule. Rows are joined by "all of" or "any of"; a part the rows cannot
 * show stays one formula row that holds the rule itself, so that nothing is ever lost by opening a filter.
 */

import type { Node } from "../rules/ast.ts";
import { isField, isLiteral, isOp, isParam, keyOf } from "../rules/ast.ts";

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

/**
 * One condition on a field or parameter (`path`: its key, "@name" for a parameter), or on a `measure` of it.
 * An operand that was not entered yet is null, and the row does not count.
 */
export interface ConditionRow {
  readonly kind: "condition";
  readonly path: string;
  readonly measure?: string;
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

const call = (op: string, ...a: Node[]): Node => ({ op, a });

/** What may be compared of a field instead of itself: "hours since" is what "24 hours without a visit" needs. */
export const MEASURES: Readonly<Record<string, (of: Node) => Node>> = {
  len: (of) => call("len", of),
  count: (of) => call("count", of),
  abs: (of) => call("abs", of),
  hours_since: (of) => call("hours_between", of, call("now")),
  hours_until: (of) => call("hours_between", call("now"), of),
  days_since: (of) => call("days_between", of, call("today")),
  days_until: (of) => call("days_between", call("today"), of),
  months_since: (of) => call("months_between", of, call("today")),
};

/** A field or parameter as the node it is. */
export const nodeOfKey = (key: string): Node => (key.startsWith("@") ? { p: key.slice(1) } : { f: key });

/** Whether two trees are the same JSON. */
export function sameNode(a: Node, b: Node): boolean {
  if (isOp(a))
    return (
      isOp(b) &&
      a.op === b.op &&
      a.a.length === b.a.length &&
      a.a.every((arg, i) => sameNode(arg, b.a[i] as Node))
    );
  if (isLiteral(a)) return isLiteral(b) && a.t === b.t && JSON.stringify(a.v) === JSON.stringify(b.v);
  return !isOp(b) && !isLiteral(b) && keyOf(a) === keyOf(b);
}

/** The field of a left side and what of it is measured; null for any other expression. */
function subjectOf(node: Node): Pick<ConditionRow, "path" | "measure"> | null {
  const key = keyOf(node);
  if (key !== null) return { path: key };
  const inner = isOp(node) ? node.a.find((arg) => keyOf(arg) !== null) : undefined;
  const path = inner && keyOf(inner);
  if (inner === undefined || path === null || path === undefined) return null;
  const found = Object.entries(MEASURES).find(([, make]) => sameNode(make(inner), node));
  return found ? { path, measure: found[0] } : null;
}

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

/** What may stand beside the field of a row: a literal, a parameter (such as the person asking), another field, a relative moment. */
export const isOperand = (node: Node): boolean =>
  isLiteral(node) || isParam(node) || isField(node) || isRelative(node);

function conditionOf(node: Node, negated: boolean): ConditionRow | null {
  const key = keyOf(node);
  if (key !== null) return { kind: "condition", path: key, op: "holds", negated, operands: [] };
  if (!isOp(node) || node.op === "holds" || !Object.hasOwn(ROW_OPERATORS, node.op)) return null;
  const [left, ...operands] = node.a;
  const subject = left && subjectOf(left);
  if (!subject) return null;
  const fits = operands.length === ROW_OPERATORS[node.op] && operands.every(isOperand);
  return fits ? { kind: "condition", ...subject, op: node.op, negated, operands } : null;
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

/** The left side of a row: its field, or what is measured of it. */
export function subjectNode({ path, measure }: Pick<ConditionRow, "path" | "measure">): Node {
  const field = nodeOfKey(path);
  return (measure === undefined ? undefined : MEASURES[measure])?.(field) ?? field;
}

function nodeOf(row: Row): Node {
  if (row.kind === "formula") return row.rule;
  const { op, operands, negated } = row;
  const left = subjectNode(row);
  const node: Node = op === "holds" ? left : { op, a: [left, ...operands.filter((n) => n !== null)] };
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
