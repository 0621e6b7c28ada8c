/** Which comparisons a field offers, and how the words of dates ("the last 7 days") stand for rules. */
import type { ConditionRow } from "../../../engine/filter/tree";
import type { PathInfo } from "../../../engine/model/paths";
import { isLiteral, isOp, type Node } from "../../../engine/rules/ast";
import type { Key } from "../../../i18n";

/** What stands beside the comparison. */
export type Operand = "none" | "text" | "value" | "values" | "range" | "day" | "days" | "dayRange" | "person";

export interface Choosable {
  /** Id in the list of comparisons; not always a rule operator. */
  readonly id: string;
  readonly words: Key;
  readonly operand: Operand;
  /** The operator of the rule it makes. */
  readonly op: string;
}

const one = (id: string, operand: Operand, words: Key = `filter.op.${id}` as Key, op = id): Choosable => ({
  id,
  words,
  operand,
  op,
});
const EMPTY = [one("is_empty", "none"), one("not_empty", "none")];

const TEXT = [
  one("contains", "text"),
  one("eq", "text"),
  one("ne", "text"),
  one("starts", "text"),
  one("ends", "text"),
  ...EMPTY,
];
const NUMBER = [
  one("ge", "value"),
  one("le", "value"),
  one("gt", "value"),
  one("lt", "value"),
  one("eq", "value"),
  one("ne", "value"),
  one("between", "range"),
  ...EMPTY,
];
const CHOICE = [
  one("in", "values"),
  one("not_in", "values"),
  one("eq", "value"),
  one("ne", "value"),
  ...EMPTY,
];
const SET = [one("has_any", "values"), one("has_all", "values"), one("has", "value"), ...EMPTY];
const REF = [one("eq", "value", "filter.op.person"), one("ne", "value", "filter.op.notPerson"), ...EMPTY];
const PERSON = [
  one("eq", "person", "filter.op.person"),
  one("ne", "person", "filter.op.notPerson"),
  ...EMPTY,
];
const YES_NO = [one("yes", "none", "filter.op.yes", "eq"), one("no", "none", "filter.op.no", "eq"), ...EMPTY];
const DATE = [
  one("last", "days", "filter.op.last", "between"),
  one("next", "days", "filter.op.next", "between"),
  one("eq", "day", "filter.op.on"),
  one("ge", "day", "filter.op.since"),
  one("le", "day", "filter.op.until"),
  one("lt", "day", "filter.op.before"),
  one("gt", "day", "filter.op.after"),
  one("between", "dayRange"),
  ...EMPTY,
];
const INSTANT = [
  one("last", "days", "filter.op.last", "ge"),
  one("ge", "day", "filter.op.since"),
  one("lt", "day", "filter.op.before"),
  ...EMPTY,
];

/** The comparisons of a field, the most asked first. */
export function comparisons({ type }: PathInfo): readonly Choosable[] {
  switch (type.type) {
    case "text":
      return TEXT;
    case "number":
      return NUMBER;
    case "boolean":
      return YES_NO;
    case "date":
      return DATE;
    case "instant":
      return INSTANT;
    case "choice":
      return CHOICE;
    case "set":
      return SET;
    case "ref":
      return type.target === "_person" ? PERSON : REF;
    case "opaque":
      return EMPTY;
  }
}

/** The comparison a row shows: its operator, or the words its operands stand for. */
export function comparisonOf(row: ConditionRow, info: PathInfo): Choosable | undefined {
  const known = comparisons(info);
  const [first, second] = row.operands;
  if (info.type.type === "boolean" && row.op === "eq" && first && isLiteral(first))
    return known.find(({ id }) => id === (first.v === true ? "yes" : "no"));
  if (info.type.type === "boolean" && row.op === "holds")
    return known.find(({ id }) => id === (row.negated ? "no" : "yes"));
  if (info.type.type === "date" && row.op === "between") {
    if (daysOf(first, -1) !== null && isToday(second)) return known.find(({ id }) => id === "last");
    if (isToday(first) && daysOf(second, 1) !== null) return known.find(({ id }) => id === "next");
  }
  if (info.type.type === "instant" && row.op === "ge" && hoursBack(first) !== null)
    return known.find(({ id }) => id === "last");
  return known.find(({ id, op }) => id === row.op && op === row.op);
}

const isToday = (node: Node | null | undefined): boolean =>
  node != null && isOp(node) && node.op === "today" && node.a.length === 0;

/** n of "today plus or minus n days"; null for anything else. */
export function daysOf(node: Node | null | undefined, sign: 1 | -1): number | null {
  if (node == null || !isOp(node) || node.op !== "add_days") return null;
  const [base, shift] = node.a;
  if (!isToday(base) || !shift || !isLiteral(shift) || typeof shift.v !== "number") return null;
  const days = shift.v * sign;
  return days >= 0 ? days : null;
}

/** n of "now minus n times 24 hours". */
export function hoursBack(node: Node | null | undefined): number | null {
  if (node == null || !isOp(node) || node.op !== "add_hours") return null;
  const shift = node.a[1];
  if (!shift || !isLiteral(shift) || typeof shift.v !== "number" || shift.v > 0) return null;
  return shift.v % 24 === 0 ? -shift.v / 24 : null;
}

const TODAY: Node = { op: "today", a: [] };
export const dayShift = (days: number): Node => ({ op: "add_days", a: [TODAY, { v: days }] });

/** Operands of "the last n days" and "the next n days". */
export function daysOperands(id: string, days: number | null, info: PathInfo): readonly (Node | null)[] {
  const instant = info.type.type === "instant";
  if (days === null) return instant ? [null] : [null, null];
  if (instant) return [{ op: "add_hours", a: [{ op: "now", a: [] }, { v: -24 * days }] }];
  return id === "last" ? [dayShift(-days), TODAY] : [TODAY, dayShift(days)];
}

/** A new row on a field, with its first comparison. */
export function freshRow(info: PathInfo, id?: string): ConditionRow {
  const known = comparisons(info);
  const chosen = known.find((comparison) => comparison.id === id) ?? known[0];
  if (!chosen) throw new Error(`no comparison for ${info.type.type}`);
  return rowFor(info, chosen);
}

/** A row with a comparison and its operands still to be entered (those of yes/no are known). */
export function rowFor(info: PathInfo, chosen: Choosable): ConditionRow {
  const base = { kind: "condition" as const, path: info.path, op: chosen.op, negated: false };
  if (chosen.id === "yes" || chosen.id === "no") return { ...base, operands: [{ v: chosen.id === "yes" }] };
  switch (chosen.operand) {
    case "none":
      return { ...base, operands: [] };
    case "days":
      return { ...base, operands: daysOperands(chosen.id, 7, info) };
    case "range":
    case "dayRange":
      return { ...base, operands: [null, null] };
    default:
      return { ...base, operands: [null] };
  }
}
