import { describe, expect, it } from "vitest";
import type { Node } from "../rules/ast";
import { random, randomRule } from "../testing/random";
import { changed, countOf, groupOf, newKey, ruleOfGroup } from "./groups";

const big: Node = { op: "ge", a: [{ f: "amount" }, { v: 100 }] };
const mine: Node = { op: "eq", a: [{ f: "_owner" }, { p: "actor" }] };
const open: Node = { op: "not", a: [{ op: "in", a: [{ f: "_stage" }, { v: ["won"] }] }] };
const sum: Node = { op: "gt", a: [{ op: "add", a: [{ f: "amount" }, { v: 1 }] }, { v: 5 }] };

describe("a filter as groups and back", () => {
  it.each<[string, Node | null]>([
    ["nothing", null],
    ["one condition", big],
    ["conditions", { op: "and", a: [big, mine, open] }],
    ["a group in a group", { op: "and", a: [big, { op: "or", a: [mine, open] }] }],
    [
      "a group too deep to show",
      { op: "and", a: [{ op: "or", a: [big, { op: "and", a: [mine, open] }] }, mine] },
    ],
    ["a formula", { op: "or", a: [sum, big] }],
  ])("%s stays the same rule", (_what, rule) => {
    expect(ruleOfGroup(groupOf(rule))).toEqual(rule);
  });

  it.each([
    ["a denied group", { op: "and", a: [big, { op: "not", a: [{ op: "or", a: [mine, open] }] }] }],
    ["a group of one", { op: "and", a: [big, { op: "or", a: [mine] }] }],
    ["a rule denied whole", { op: "not", a: [{ op: "and", a: [big, mine] }] }],
    ["denied twice", { op: "not", a: [{ op: "not", a: [{ op: "and", a: [big, mine] }] }] }],
  ])("%s stays the same rule", (_what, rule) => {
    expect(ruleOfGroup(groupOf(rule, 4))).toEqual(rule);
  });

  it("gives every rule back unchanged (5,000 random trees, groups up to four deep)", () => {
    for (let seed = 1; seed <= 5000; seed += 1) {
      const chance = random(seed);
      const rule = randomRule(chance, 1 + chance.below(6));
      expect(ruleOfGroup(groupOf(rule, 4)), `seed ${seed}`).toEqual(rule);
    }
  });

  it("rows not completed do not count, nor groups of nothing else", () => {
    const half = { kind: "condition", path: "amount", op: "ge", negated: false, operands: [null] } as const;
    const group = groupOf(null);
    const inner = { ...groupOf(null), parts: [{ ...half, key: newKey() }] };
    expect(ruleOfGroup({ ...group, parts: [{ ...half, key: newKey() }, inner] })).toBeNull();
    expect(countOf({ ...group, parts: [{ ...half, key: newKey() }, inner] })).toBe(2);
  });

  it("a part is changed or taken away wherever it stands", () => {
    const group = groupOf({ op: "and", a: [big, { op: "or", a: [mine, open] }] });
    const inner = group.parts[1];
    const first = inner?.kind === "group" ? inner.parts[0] : undefined;
    expect(ruleOfGroup(changed(group, first?.key ?? "", () => null))).toEqual({ op: "and", a: [big, open] });
  });
});
