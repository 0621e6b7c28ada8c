import { expect, it } from "vitest";

import { checkRule } from "./check.ts";
import { evaluate } from "./compile.ts";
import { explain } from "./explain.ts";
import { sentence } from "./sentence.ts";

const ENV = { now: "2026-03-05T06:30:00Z", today: "2026-03-05" };

it("a field named like a member of every object is a field like others", () => {
  const rule = { op: "is_empty", a: [{ f: "constructor" }] };
  expect(evaluate(rule, {}, ENV)).toBe(true);
  expect(checkRule(rule, {}).map((issue) => issue.code)).toEqual(["rule_unknown_field"]);
  expect(explain(rule, {}, ENV).tree).toMatchObject({ values: { constructor: null } });
  expect(sentence(rule, {}, {}, "zh")).toBe("constructor未填写");
});

it("an operator named like a member of every object is refused", () => {
  expect(checkRule({ op: "constructor", a: [] }, {}).map((issue) => issue.code)).toEqual([
    "rule_unknown_operator",
  ]);
});
