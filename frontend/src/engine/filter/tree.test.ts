import { describe, expect, it } from "vitest";

import type { Node } from "../rules/ast.ts";
import { evaluate } from "../rules/compile.ts";
import { random, randomRule } from "../testing/random.ts";
import type { FilterTree } from "./tree.ts";
import { NO_FILTER, ruleOf, treeOf } from "./tree.ts";

const amount: Node = { op: "gt", a: [{ f: "amount" }, { v: 100000 }] };
const level: Node = { op: "eq", a: [{ f: "customer.level" }, { v: "a" }] };
const recent: Node = {
  op: "ge",
  a: [{ f: "due" }, { op: "add_days", a: [{ op: "today", a: [] }, { v: -30 }] }],
};

const ROWS: readonly { name: string; why: string; rule: Node; shown: readonly string[] }[] = [
  { name: "one condition", why: "no group around it", rule: amount, shown: ["amount gt"] },
  {
    name: "all of",
    why: "the common filter",
    rule: { op: "and", a: [amount, level] },
    shown: ["amount gt", "customer.level eq"],
  },
  { name: "relative date", why: "in the last 30 days is a row", rule: recent, shown: ["due ge"] },
  {
    name: "mine",
    why: "a parameter is an operand",
    rule: { op: "eq", a: [{ f: "_owner" }, { p: "actor" }] },
    shown: ["_owner eq"],
  },
  {
    name: "yes/no",
    why: "a field by itself",
    rule: { op: "not", a: [{ f: "flag" }] },
    shown: ["flag not holds"],
  },
  {
    name: "two fields",
    why: "a field may be compared with another",
    rule: { op: "gt", a: [{ f: "a" }, { f: "b" }] },
    shown: ["a gt"],
  },
  {
    name: "a parameter first",
    why: "a cell of a decision table is about its column",
    rule: { op: "gt", a: [{ p: "cell" }, { v: 5 }] },
    shown: ["@cell gt"],
  },
  {
    name: "time passed",
    why: "24 hours without a visit",
    rule: { op: "gt", a: [{ op: "hours_between", a: [{ f: "due" }, { op: "now", a: [] }] }, { v: 24 }] },
    shown: ["hours_since of due gt"],
  },
  {
    name: "time between two fields",
    why: "no measure of one field",
    rule: { op: "gt", a: [{ op: "hours_between", a: [{ f: "due" }, { f: "made" }] }, { v: 24 }] },
    shown: ["formula"],
  },
  {
    name: "nested group",
    why: "the rows are flat, the inner group stays whole",
    rule: { op: "or", a: [amount, { op: "and", a: [level, recent] }] },
    shown: ["amount gt", "formula"],
  },
  {
    name: "literal first",
    why: "5 < amount is not turned round",
    rule: { op: "lt", a: [{ v: 5 }, { f: "amount" }] },
    shown: ["formula"],
  },
];

const shown = (tree: FilterTree): string[] =>
  tree.rows.map((row) =>
    row.kind === "formula"
      ? "formula"
      : `${row.measure ? `${row.measure} of ` : ""}${row.path} ${row.negated ? "not " : ""}${row.op}`,
  );

describe("filter rows", () => {
  it.each(ROWS)("$name: $why", ({ rule, shown: expected }) => {
    expect(shown(treeOf(rule))).toEqual(expected);
    expect(ruleOf(treeOf(rule))).toEqual(rule);
  });

  it("no filter is no rows, and back", () => {
    expect(treeOf(null)).toEqual(NO_FILTER);
    expect(ruleOf(NO_FILTER)).toBeNull();
  });

  it("a row without its operand does not count yet", () => {
    const tree: FilterTree = {
      match: "any",
      rows: [
        { kind: "condition", path: "amount", op: "gt", negated: false, operands: [null] },
        { kind: "formula", rule: level },
      ],
    };
    expect(ruleOf(tree)).toEqual(level);
  });

  it("gives every rule back unchanged (5,000 random trees)", () => {
    for (let seed = 1; seed <= 5000; seed += 1) {
      const chance = random(seed);
      const rule = randomRule(chance, 1 + chance.below(4));
      expect(ruleOf(treeOf(rule)), `seed ${seed}`).toEqual(rule);
    }
  });

  it("a tree changed by hand means what its rows say", () => {
    const tree: FilterTree = { ...treeOf({ op: "and", a: [amount, level] }), match: "any" };
    const env = { now: "2026-03-05T06:30:00Z", today: "2026-03-05" };
    const rule = ruleOf(tree) as Node;
    expect(evaluate(rule, { amount: 1, "customer.level": "a" }, env)).toBe(true);
    expect(evaluate(rule, { amount: 1, "customer.level": "b" }, env)).toBe(false);
  });
});
