// @vitest-environment node
import { describe, expect, it } from "vitest";
import { groupOf, ruleOfGroup } from "../../filter/groups";
import { scopeOf } from "../../model/paths";
import { random, randomRule } from "../../testing/random";
import { NAMES, typedRule } from "../../testing/typed";
import type { Node } from "../ast";
import { walk } from "../ast";
import { checkRule } from "../check";
import { OPERATORS } from "../catalogue";
import { isError } from "../issue-text";
import { formulas, parse, print } from "./index";

/** How many rules each property tries; `RULES_TRIED=200000 npx vitest run …` for a long run. */
const TRIED = Number(process.env["RULES_TRIED"] ?? 2500);
const FROM = Number(process.env["RULES_FROM"] ?? 1);
const over = formulas(NAMES, "Asia/Shanghai");

function backAndForth(rule: Node, seed: number): void {
  for (const lang of ["zh", "en"] as const) {
    const text = print(rule, over, lang);
    const read = parse(text, over);
    expect(read.error?.code ?? null, `seed ${seed} ${lang}: ${text} at ${read.error?.from ?? ""}`).toBeNull();
    expect(read.rule, `seed ${seed} ${lang}: ${text}`).toEqual(rule);
  }
}

describe("a rule as a formula and back is the same rule", () => {
  it(`well-typed rules over every operator (${TRIED})`, () => {
    const used = new Set<string>();
    let sound = 0;
    for (let seed = FROM; seed < FROM + TRIED; seed += 1) {
      const chance = random(seed);
      const rule = typedRule(chance, 1 + chance.below(5));
      walk(rule, (node) => {
        if ("op" in node) used.add(node.op);
      });
      if (!checkRule(rule, scopeOf(NAMES)).some(isError)) sound += 1;
      backAndForth(rule, seed);
      // Nothing needs to be written as JSON.
      expect(print(rule, over, "zh").replace(/"(?:[^"\\]|\\.)*"/g, ""), `seed ${seed}`).not.toContain("`");
      expect(ruleOfGroup(groupOf(rule, 4)), `seed ${seed}`).toEqual(rule);
    }
    expect([...OPERATORS.keys()].filter((op) => !used.has(op))).toEqual([]);
    // The generator is worth its name: most of what it makes passes the check.
    expect(sound / TRIED).toBeGreaterThan(0.6);
  });

  it(`trees of any shape, types not regarded (${TRIED})`, () => {
    for (let seed = FROM; seed < FROM + TRIED; seed += 1) {
      const chance = random(seed);
      backAndForth(randomRule(chance, 1 + chance.below(5)), seed);
    }
  });

  it("what a text means is not changed by writing it anew in the other language", () => {
    for (let seed = FROM; seed < FROM + TRIED / 4; seed += 1) {
      const rule = typedRule(random(seed), 3);
      const zh = parse(print(rule, over, "zh"), over).rule as Node;
      expect(parse(print(zh, over, "en"), over).rule, `seed ${seed}`).toEqual(rule);
    }
  });
});
