import { describe, expect, it } from "vitest";
import type { ImportQuestion, Mapping } from "../../../api/imports";
import { answerOf, openIn, withDateOrder, withOthers, withSuggestions, withValue } from "./answers";
import { withColumn } from "./MapStep";

const MAPPING: Mapping = {
  columns: [
    { column: 0, to: "number" },
    { column: 1, to: "product" },
    { column: 2, to: "closed_on" },
  ],
  match: "number",
};
const gtx: ImportQuestion = {
  kind: "value",
  column: 1,
  value: "GTXPro",
  rows: 1480,
  suggestions: [{ id: "g1", title: "GTX Pro" }],
};
const unknown: ImportQuestion = { kind: "value", column: 1, value: "NoSuch", rows: 2, suggestions: [] };
const order: ImportQuestion = { kind: "date_order", column: 2, choices: ["dmy", "mdy"] };
const ALL = [gtx, unknown, order];

describe("columns of a sheet", () => {
  it.each([
    ["a field has one column: the other loses it", 3, "product", [0, 2, 3], "number"],
    ["left out, and no longer what rows are found by", 0, null, [1, 2], null],
  ])("%s", (_why, column, to, columns, match) => {
    const next = withColumn(MAPPING, column, to);
    expect([next.columns.map((part) => part.column), next.match ?? null]).toEqual([columns, match]);
  });
});

describe("answers", () => {
  it("stay open until given", () => {
    expect(openIn(MAPPING, ALL)).toBe(3);
    const suggested = withSuggestions(MAPPING, ALL);
    expect(answerOf(suggested, gtx)).toEqual({ use: "g1" });
    expect(openIn(suggested, ALL)).toBe(2);
    expect(openIn(withDateOrder(suggested, 2, "dmy"), ALL)).toBe(1);
  });

  it("for all others answer what is open, not what was said", () => {
    const said = withValue(MAPPING, 1, "GTXPro", { use: "g1" });
    const all = withOthers(said, 1, "empty");
    expect(answerOf(all, gtx)).toEqual({ use: "g1" });
    expect(answerOf(all, unknown)).toEqual({ empty: true });
  });

  it("texts that are not listed are open until all others are answered", () => {
    const many = [{ ...unknown, more: 30 }];
    expect([openIn(MAPPING, many), openIn(withOthers(MAPPING, 1, "refuse"), many)]).toEqual([31, 0]);
  });

  it("can be taken back", () => {
    const said = withValue(MAPPING, 1, "GTXPro", { create: true });
    expect(answerOf(withValue(said, 1, "GTXPro", null), gtx)).toBeNull();
  });
});
