/** Which comparisons a field offers, and how the words of dates ("the last 7 days") stand for rules. */
import type { ConditionRow } from "../../engine/filter/tree";
import type { PathInfo } from "../../engine/model/paths";
import { isField, isLiteral, isOp, isParam, keyOf, type Node } from "../../engine/rules/ast";
import { sameKind, tyOf } from "../../engine/rules/ty";
import type { Key } from "../../i18n";

/** What stands beside the comparison. */
export type Operand = "none" | "text" | "value" | "values" | "range" | "day" | "days" | "dayRange" | "person";

export interface Choosable {
  /** Id in the list of comparisons; not always a rule operator. */
  readonly id: string;
  readonly words: Key;
  readonly operand: Operand;
  /** The operator of the rule it makes. */
  readonly op: string;
  /** What of the field is compared instead of itself. */
  readonly measure?: string;
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
const ORDER = ["gt", "ge", "lt", "le", "eq", "ne"];
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
  one("le", "day", "filter.op.until"),
  one("gt", "day", "filter.op.after"),
  ...EMPTY,
];

/** What may be measured of a type. */
const MEASURED: Readonly<Record<string, readonly string[]>> = {
  text: ["len"],
  set: ["count"],
  number: ["abs"],
  date: ["days_since", "days_until", "months_since"],
  instant: ["hours_since", "hours_until"],
};
const measured = (type: string): Choosable[] =>
  (MEASURED[type] ?? []).flatMap((measure) =>
    ORDER.map((op) => ({ ...one(op, "value"), id: `${measure}:${op}`, measure })),
  );

function plain({ type }: PathInfo): readonly Choosable[] {
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

/** The comparisons of a field, the most asked first; `rich` with those of what can be measured of it. */
export const comparisons = (info: PathInfo, rich = false): readonly Choosable[] =>
  rich ? [...plain(info), ...measured(info.type.type)] : plain(info);

/** The comparison a row shows: its operator, or the words its operands stand for. */
export function comparisonOf(row: ConditionRow, info: PathInfo): Choosable | undefined {
  const known = comparisons(info, true);
  if (row.measure !== undefined) return known.find(({ id }) => id === `${row.measure ?? ""}:${row.op}`);
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
const isNow = (node: Node | null | undefined): boolean =>
  node != null && isOp(node) && node.op === "now" && node.a.length === 0;

/** The literal n of `op(base, n)`. */
function shiftOf(node: Node | null | undefined, op: string, base: (of: Node | undefined) => boolean) {
  if (node == null || !isOp(node) || node.op !== op || !base(node.a[0])) return null;
  const shift = node.a[1];
  return shift && isLiteral(shift) && typeof shift.v === "number" ? shift.v : null;
}

/** n of "today plus or minus n days"; null for anything else. */
export function daysOf(node: Node | null | undefined, sign: 1 | -1): number | null {
  const days = shiftOf(node, "add_days", isToday);
  return days !== null && days * sign >= 0 && Number.isInteger(days) ? days * sign : null;
}

/** n of "now plus or minus n hours". */
export function hoursOf(node: Node | null | undefined, sign: 1 | -1): number | null {
  const hours = shiftOf(node, "add_hours", isNow);
  return hours !== null && hours * sign >= 0 && Number.isInteger(hours) ? hours * sign : null;
}

/** n of "now minus n times 24 hours". */
export function hoursBack(node: Node | null | undefined): number | null {
  const hours = hoursOf(node, -1);
  return hours !== null && hours % 24 === 0 ? hours / 24 : null;
}

const TODAY: Node = { op: "today", a: [] };
const NOW: Node = { op: "now", a: [] };
export const dayShift = (days: number): Node => ({ op: "add_days", a: [TODAY, { v: days }] });
export const hourShift = (hours: number): Node => ({ op: "add_hours", a: [NOW, { v: hours }] });

/** Operands of "the last n days" and "the next n days". */
export function daysOperands(id: string, days: number | null, info: PathInfo): readonly (Node | null)[] {
  const instant = info.type.type === "instant";
  if (days === null) return instant ? [null] : [null, null];
  if (instant) return [hourShift(-24 * days)];
  return id === "last" ? [dayShift(-days), TODAY] : [TODAY, dayShift(days)];
}

/** A new row on a field, with its first comparison. */
export function freshRow(info: PathInfo, id?: string): ConditionRow {
  const known = comparisons(info, true);
  const chosen = known.find((comparison) => comparison.id === id) ?? known[0];
  if (!chosen) throw new Error(`no comparison for ${info.type.type}`);
  return rowFor(info, chosen);
}

/** A row with a comparison and its operands still to be entered (those of yes/no are known). */
export function rowFor(info: PathInfo, chosen: Choosable): ConditionRow {
  const base = {
    kind: "condition" as const,
    path: info.path,
    ...(chosen.measure === undefined ? {} : { measure: chosen.measure }),
    op: chosen.op,
    negated: false,
  };
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

/** The fields and parameters that may stand beside a field: of its kind, and not itself. */
export const comparable = (info: PathInfo, paths: readonly PathInfo[]): PathInfo[] =>
  paths.filter(
    ({ path, type }) =>
      path !== info.path &&
      type.type !== "opaque" &&
      type.type !== "set" &&
      sameKind(tyOf(type), tyOf(info.type)),
  );

/** Whether an editor of this comparison can show the operand for what it is. */
function shows(
  { type, options }: PathInfo,
  { operand }: Choosable,
  node: Node,
  paths: readonly PathInfo[],
): boolean {
  if (isField(node) || isParam(node)) {
    if (isParam(node) && node.p === "actor" && operand === "person") return true;
    return operand !== "values" && operand !== "days" && paths.some(({ path }) => path === keyOf(node));
  }
  if (isOp(node)) {
    if (operand !== "day" && operand !== "dayRange") return false;
    if (type.type === "instant")
      return isNow(node) || hoursOf(node, 1) !== null || hoursOf(node, -1) !== null;
    return isToday(node) || daysOf(node, 1) !== null || daysOf(node, -1) !== null;
  }
  const { v, t } = node;
  const known = Object.keys(options);
  switch (operand) {
    case "text":
      return typeof v === "string" && v !== "" && t === undefined;
    case "values": {
      const items = Array.isArray(v) ? (v as readonly unknown[]) : [];
      return items.length > 0 && items.every((id) => typeof id === "string" && known.includes(id));
    }
    case "day":
    case "dayRange":
      return type.type === "instant"
        ? t === "instant" && typeof v === "string"
        : t === "date" && typeof v === "string";
    case "person":
      return typeof v === "string" && v !== "";
    default:
      if (type.type === "number") return typeof v === "number";
      return typeof v === "string" && v !== "" && (known.length === 0 || known.includes(v));
  }
}

/** Whether a row shows the condition for all it is; one that does not is shown as a formula. */
export function isShown(row: ConditionRow, paths: readonly PathInfo[]): boolean {
  const info = paths.find(({ path }) => path === row.path);
  const chosen = info && comparisonOf(row, info);
  if (!info || !chosen) return false;
  if (chosen.operand === "none" || chosen.operand === "days") return true;
  const subject = row.measure === undefined ? info : measuredInfo(info);
  return row.operands.every((node) => node === null || shows(subject, chosen, node, paths));
}

/** What is compared when something is measured of a field: a plain number. */
export const measuredInfo = (info: PathInfo): PathInfo => ({
  ...info,
  type: { type: "number" },
  property: null,
  options: {},
});
