import { describe, expect, it } from "vitest";

import type { Case } from "../testing/corpus.ts";
import { KINDS, cases, envOf, scopeOf } from "../testing/corpus.ts";
import type { Expect } from "./check.ts";
import { checkRule } from "./check.ts";
import { evaluate } from "./compile.ts";
import { explain } from "./explain.ts";
import type { Labels } from "./sentence.ts";
import { sentence } from "./sentence.ts";
import type { TypeName } from "./types.ts";

function expectOf({ expect_type: wanted }: Case): Expect {
  if (wanted === undefined || wanted === "condition") return wanted;
  return typeof wanted === "string" ? { type: wanted as TypeName } : (wanted as Expect);
}

describe("rule corpus", () => {
  it("has the four kinds that are run here", () => {
    expect(KINDS).toEqual(["check", "evaluate", "explain", "sentence"]);
  });

  it.each(cases("evaluate"))("evaluate: $name", (one) => {
    expect(evaluate(one.rule, one.record ?? {}, envOf(one))).toEqual(one.expect);
  });

  it.each(cases("check"))("check: $name", (one) => {
    const found = checkRule(
      one.rule,
      scopeOf(one),
      expectOf(one),
      one.calendars && Object.keys(one.calendars),
    );
    expect(found.map(({ path, code }) => ({ at: path, code }))).toEqual(one.expect);
  });

  it.each(cases("explain"))("explain: $name", (one) => {
    expect(explain(one.rule, one.record ?? {}, envOf(one))).toMatchObject(one.expect as object);
  });

  it.each(cases("sentence"))("sentence: $name", (one) => {
    const labels = (one["labels"] ?? {}) as Labels;
    const say = (lang: "zh" | "en") => sentence(one.rule, scopeOf(one), labels, lang, one.zone);
    expect({ zh: say("zh"), en: say("en") }).toEqual(one.expect);
  });
});
