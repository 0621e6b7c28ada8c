import { describe, expect, it } from "vitest";
import type { ConditionRow } from "../../engine/filter/tree";
import type { PathInfo } from "../../engine/model/paths";
import { OPERATORS } from "../../engine/rules/catalogue";
import type { FieldType } from "../../engine/rules/types";
import { conditions as zh } from "../../i18n/zh/conditions";
import { comparisonOf, comparisons, daysOf, hoursBack, rowFor } from "./operators";

const info = (type: FieldType): PathInfo => ({
  path: "f",
  labels: [{ zh: "字段" }],
  type,
  property: null,
  options: {},
});
const TYPES: readonly FieldType["type"][] = [
  "text",
  "number",
  "boolean",
  "date",
  "instant",
  "choice",
  "set",
  "ref",
  "opaque",
];

describe("comparisons", () => {
  it.each(TYPES)("of %s make rules with operators there are, each read back as itself", (type) => {
    const field = info({ type });
    for (const one of comparisons(field)) {
      expect(OPERATORS.has(one.op)).toBe(true);
      const row = rowFor(field, one);
      const given = row.operands.map((node) => node ?? { v: "2026-03-01" });
      expect(comparisonOf({ ...row, operands: given }, field)?.id).toBe(one.id);
    }
  });

  it("of people offer the asking person", () => {
    const person = comparisons(info({ type: "ref", target: "_person" }));
    expect(person.find(({ id }) => id === "eq")?.operand).toBe("person");
  });

  it("have words", () => {
    const words = new Set<string>(Object.keys(zh));
    for (const type of TYPES)
      for (const one of comparisons(info({ type }))) expect(words.has(one.words)).toBe(true);
  });
});

describe("days counted from today", () => {
  const today = { op: "today", a: [] };
  it.each([
    ["seven days ago", { op: "add_days", a: [today, { v: -7 }] }, -1, 7],
    ["in seven days", { op: "add_days", a: [today, { v: 7 }] }, 1, 7],
    ["the other way round", { op: "add_days", a: [today, { v: 7 }] }, -1, null],
    ["months", { op: "add_months", a: [today, { v: -7 }] }, -1, null],
    ["a day", { v: "2026-03-01" }, -1, null],
  ] as const)("%s", (_what, node, sign, expected) => {
    expect(daysOf(node, sign)).toBe(expected);
  });

  it.each([
    [-48, 2],
    [-30, null],
    [24, null],
  ])("%d hours back are %s days", (hours, days) => {
    expect(hoursBack({ op: "add_hours", a: [{ op: "now", a: [] }, { v: hours }] })).toBe(days);
  });
});

describe("yes or no", () => {
  it.each<[string, Partial<ConditionRow>, string]>([
    ["eq true", { op: "eq", operands: [{ v: true }] }, "yes"],
    ["eq false", { op: "eq", operands: [{ v: false }] }, "no"],
    ["the field itself", { op: "holds", operands: [] }, "yes"],
    ["the field denied", { op: "holds", operands: [], negated: true }, "no"],
  ])("%s", (_what, row, expected) => {
    const whole: ConditionRow = {
      kind: "condition",
      path: "f",
      op: "eq",
      negated: false,
      operands: [],
      ...row,
    };
    expect(comparisonOf(whole, info({ type: "boolean" }))?.id).toBe(expected);
  });
});
