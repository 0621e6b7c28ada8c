import { describe, expect, it } from "vitest";

import vectors from "../../../../schemas/conformance/forms/state.json" with { type: "json" };
import type { FormCase, FormResult } from "../testing/form-case.ts";
import { runFormCase } from "../testing/form-case.ts";
import { entityOf } from "../testing/property.ts";
import { compileForm } from "./plan.ts";
import { allErrors, formState } from "./state.ts";

const CASES = vectors.cases as unknown as readonly (FormCase & { expect: Partial<FormResult> })[];

describe("form state", () => {
  it.each(CASES)("$name", (one) => {
    const result = runFormCase(one);
    expect(result).toMatchObject(one.expect);
    expect(result.values).toEqual(one.expect.values);
    expect(result.errors).toEqual(one.expect.errors);
    expect(result.complete).toBe(Object.keys(one.expect.errors ?? {}).length === 0);
  });

  it("a row sees what lies behind its own references, and says what could not be read in it", () => {
    const line = entityOf(
      "line",
      {
        product: { kind: "reference", target: "product" },
        qty: { kind: "number" },
        price: { kind: "formula", type: "integer", currency: "CNY", compute: { f: "product.list_price" } },
      },
      "quote",
    );
    const plan = compileForm(entityOf("quote", { lines: { kind: "rows", target: "line" } }), { line });
    const prices: Record<string, number> = { p1: 500, p2: 900 };
    const state = formState(plan, {
      values: { lines: [{ product: "p1" }, { product: "p2" }] },
      rows: (_field, row) => ({
        context: { "product.list_price": prices[row["product"] as string] },
        unread: row["product"] === "p2" ? { qty: { code: "not_a_number", params: {} } } : {},
      }),
      env: { now: "2026-03-05T06:30:00Z", today: "2026-03-05" },
    });
    expect(state.values).toEqual({
      lines: [
        { product: "p1", price: 500 },
        { product: "p2", price: 900 },
      ],
    });
    expect(allErrors(state)).toEqual({ "lines[1].qty": [{ code: "not_a_number", params: {} }] });
  });
});
