import { describe, expect, it } from "vitest";

import { evaluate } from "./compile.ts";
import { cases, envOf } from "../testing/corpus.ts";

describe("rule corpus: evaluate", () => {
  it.each(cases("evaluate"))("$name", (one) => {
    expect(evaluate(one.rule, one.record ?? {}, envOf(one)) ?? null).toEqual(one.expect);
  });
});
