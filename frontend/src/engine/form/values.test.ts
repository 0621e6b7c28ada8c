import { describe, expect, it } from "vitest";

import vectors from "../../../../schemas/conformance/forms/values.json" with { type: "json" };
import type { Lang, Property } from "../model/entity.ts";
import { propertyOf } from "../testing/property.ts";
import type { Issue } from "./issue.ts";
import type { Json } from "./kind.ts";
import { KINDS, format, normalise, parse } from "./kinds.ts";

interface Case {
  readonly name: string;
  readonly fn: "normalise" | "parse" | "format";
  readonly kind: string;
  readonly prop?: Record<string, unknown>;
  readonly input: Json;
  readonly expect: string | { readonly value?: Json; readonly issue?: Issue };
  readonly lang?: Lang;
  readonly today?: string;
  readonly zone?: string;
  readonly order?: "dmy" | "mdy";
}

const CASES = vectors.cases as unknown as readonly Case[];
const property = ({ kind, prop = {} }: Case): Property => propertyOf({ ...prop, kind });

describe("field values", () => {
  it.each(CASES)("$fn $kind: $name", (one) => {
    const prop = property(one);
    if (one.fn === "format") {
      expect(format(one.input, prop, one.lang ?? "zh", one)).toBe(one.expect);
    } else if (one.fn === "parse") {
      expect(parse(one.input as string, prop, one)).toEqual(one.expect);
    } else {
      expect(normalise(one.input, prop)).toEqual(one.expect);
    }
  });

  it("normalise is idempotent on what it stores", () => {
    for (const one of CASES.filter(
      (c) => c.fn !== "format" && typeof c.expect === "object" && !("issue" in c.expect),
    )) {
      const { value } = one.expect as { value: Json };
      expect(normalise(value, property(one)), one.name).toEqual({ value });
    }
  });

  it("has cases for every kind that has values of its own", () => {
    const covered = new Set(CASES.map((one) => one.kind));
    expect(Object.keys(KINDS).filter((kind) => !covered.has(kind))).toEqual(["lookup"]);
  });
});
