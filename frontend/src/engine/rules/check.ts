/** The type check; the same findings at the same places as the server's, shown while a rule is being edited. */

import type { Node, OpNode } from "./ast.ts";
import { argPath, isField, isLiteral, isOp, isParam, own, paramKey, walk } from "./ast.ts";
import type { Operator } from "./catalogue.ts";
import { OPERATORS, argumentKind } from "./catalogue.ts";
import { rangeLeft } from "./magnitude.ts";
import type { RuleIssue } from "./shape.ts";
import { shapeIssues } from "./shape.ts";
import type { Ty } from "./ty.ts";
import { anchorOf, disjoint, infer, sameKind, strangeOptions, tyOf, valuesOf, wild } from "./ty.ts";
import type { FieldType, Scope } from "./types.ts";

export type { RuleIssue } from "./shape.ts";

/** What a rule has to give: a condition, a type, or (undefined) anything. */
export type Expect = "condition" | FieldType | undefined;

const ALL = ["text", "number", "boolean", "date", "instant", "choice", "set", "ref"];
const ACCEPTS: Readonly<Record<string, readonly string[]>> = {
  any: [...ALL, "opaque"],
  value: ALL,
  comparable: ALL.filter((type) => type !== "set"),
  ordered: ["number", "date", "instant"],
  listable: ["text", "number", "choice", "ref"],
  list: ["set", "numbers"],
  element: ["text", "choice", "ref"],
  digits: ["number"],
  calendar: ["text"],
};
const CONSTANT = new Set(["list", "digits", "calendar"]);
const MOST_DIGITS = 6;
const INEXACT = new Set(["add", "sub", "mul", "div", "sum", "avg", "hours_between", "work_hours_between"]);
const EXACT_FOR_MONEY = new Set(["add", "sub", "sum"]);
const EQUALITY = new Set(["eq", "ne", "in", "not_in"]);
const SAME_UNIT = new Set("eq ne lt le gt ge between add sub sum avg min max if_empty".split(" "));

type Add = (path: string, code: string, params?: Readonly<Record<string, unknown>>) => void;

const shown = (ty: Ty): string => (ty.target ? `${ty.base}:${ty.target}` : ty.base);

class Checker {
  readonly issues: RuleIssue[] = [];

  constructor(
    private readonly scope: Scope,
    private readonly calendars: readonly string[] | undefined,
  ) {}

  readonly add: Add = (path, code, params = {}) => {
    this.issues.push({ path, code, params });
  };

  name(node: Node, at: string): void {
    if (isField(node) && !own(this.scope, node.f)) this.add(at, "rule_unknown_field", { field: node.f });
    if (isParam(node) && !own(this.scope, paramKey(node.p)))
      this.add(at, "rule_unknown_parameter", { name: node.p });
  }

  operation(at: string, node: OpNode, args: readonly Ty[]): void {
    const op = OPERATORS.get(node.op);
    if (!op) return;
    const good = args.map((ty, i) =>
      this.argument(argPath(at, i), op, argumentKind(op, i, args.length), node.a[i] as Node, ty),
    );
    if (good.includes(false)) return;
    const [first, second] = args as [Ty, Ty];
    if (op.id === "in" || op.id === "not_in") this.list(at, first, second);
    else if (op.id === "has") this.element(at, first, second);
    else if (op.unify) this.unify(at, op, args);
    if (SAME_UNIT.has(op.id)) this.units(at, op, args);
    if (EQUALITY.has(op.id)) this.floatEquality(at, node, args);
  }

  private argument(at: string, op: Operator, kind: string, node: Node, ty: Ty): boolean {
    if (CONSTANT.has(kind)) return this.constant(at, op, kind, node, ty);
    if (ty.base === "opaque" && kind !== "any") {
      this.add(at, "rule_opaque_field", { op: op.id });
      return false;
    }
    if (wild(ty) || (ACCEPTS[kind] ?? [kind]).includes(ty.base)) return true;
    this.add(at, "rule_type_mismatch", { op: op.id, expected: kind, got: ty.base });
    return false;
  }

  private constant(at: string, op: Operator, kind: string, node: Node, ty: Ty): boolean {
    if (!isLiteral(node)) {
      this.add(at, "rule_literal_required", { op: op.id });
      return false;
    }
    const { v } = node;
    const digits = typeof v === "number" && Number.isInteger(v) && v >= 0 && v <= MOST_DIGITS;
    if (!(ACCEPTS[kind] ?? []).includes(ty.base) || (kind === "digits" && !digits)) {
      this.add(at, "rule_type_mismatch", { op: op.id, expected: kind, got: ty.base });
      return false;
    }
    if (kind === "calendar" && this.calendars && !this.calendars.includes(v as string)) {
      this.add(at, "rule_unknown_calendar", { calendar: v });
    }
    return true;
  }

  private list(at: string, value: Ty, members: Ty): void {
    if (wild(value)) return;
    if ((value.base === "number") !== (members.base === "numbers")) {
      this.add(at, "rule_types_differ", { left: value.base, right: members.base });
    }
    this.options(argPath(at, 1), members, value);
  }

  private element(at: string, whole: Ty, element: Ty): void {
    if (element.literal || wild(whole) || wild(element)) {
      this.options(argPath(at, 1), element, whole);
      return;
    }
    const targets = whole.target && element.target && whole.target !== element.target;
    const mixed = (whole.target === null) !== (element.base !== "ref") && !whole.literal;
    if (targets || disjoint(whole, element) || mixed) {
      this.add(at, "rule_types_differ", { left: shown(whole), right: shown(element) });
    }
  }

  private unify(at: string, op: Operator, args: readonly Ty[]): void {
    const values = valuesOf(op.id, args);
    const places = valuesOf(
      op.id,
      args.map((_, i) => argPath(at, i)),
    );
    const anchor = anchorOf(values);
    if (!anchor) return;
    for (const [i, ty] of values.entries()) {
      if (!sameKind(ty, anchor)) {
        this.add(at, "rule_types_differ", { left: shown(anchor), right: shown(ty) });
        return;
      }
      this.options(places[i] ?? at, ty, anchor);
    }
  }

  private options(at: string, literal: Ty, to: Ty): void {
    for (const option of strangeOptions(literal, to)) this.add(at, "rule_unknown_option", { option });
  }

  private units(at: string, op: Operator, args: readonly Ty[]): void {
    const numbers = valuesOf(op.id, args).filter((ty) => ty.base === "number" && !ty.literal);
    const units = new Set(numbers.map((ty) => ty.unit || "number"));
    if (units.size > 1) this.add(at, "rule_unit_mismatch", { units: [...units].sort() });
  }

  private floatEquality(at: string, node: OpNode, args: readonly Ty[]): void {
    for (const [i, part] of node.a.entries()) {
      if (!isOp(part) || !INEXACT.has(part.op)) continue;
      if (args[i]?.unit === "money" && EXACT_FOR_MONEY.has(part.op)) continue;
      this.add(at, "rule_float_equality", { op: node.op });
    }
  }

  result(result: Ty, expect: Expect): void {
    const expected = expect === undefined ? "value" : expect === "condition" ? expect : expect.type;
    const wrong = (): void => this.add("$", "rule_wrong_result", { expected, got: shown(result) });
    if (result.base === "opaque") this.add("$", "rule_opaque_field", { op: "" });
    if (result.base === "numbers") wrong();
    if (result.base === "opaque" || result.base === "numbers" || !expect || wild(result)) return;
    const wanted = tyOf(expect === "condition" ? { type: "boolean" } : expect);
    if (!sameKind(result, wanted)) wrong();
    this.options("$", result, wanted);
    const extra = wanted.options && result.options?.some((option) => !wanted.options?.includes(option));
    if (extra && !result.literal && result.base === wanted.base) wrong();
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What is wrong with a rule, errors and warnings, by place; [] means it may be compiled. Takes whatever JSON came in.
 * `calendars` are the names of the working calendars there are, undefined when that is not known.
 */
export function checkRule(
  node: unknown,
  scope: Scope,
  expect?: Expect,
  calendars?: readonly string[],
): readonly RuleIssue[] {
  let issues = shapeIssues(node);
  if (issues.length === 0) {
    const rule = node as Node;
    const checker = new Checker(scope, calendars);
    walk(rule, (part, at) => checker.name(part, at));
    const result = infer(rule, scope, (at, op, args) => checker.operation(at, op, args));
    checker.result(result, expect);
    const left = rangeLeft(rule);
    if (left !== null) checker.add(left, "rule_number_range");
    issues = checker.issues;
  }
  const once = new Map(issues.map((issue) => [JSON.stringify(issue), issue]));
  return [...once.values()].sort((a, b) => order(a.path, b.path) || order(a.code, b.code));
}
