import { describe, expect, it } from "vitest";

import { entityOf } from "../testing/property.ts";
import { changesBetween, describeChanges } from "./changes.ts";

const OPTIONS = { a: { label: { zh: "A类", en: "Class A" } }, b: { label: { zh: "B类", en: "Class B" } } };
const LINE = entityOf("line", { qty: { kind: "number" }, price: { kind: "money" } }, "quote");
const QUOTE = entityOf("quote", {
  name: { kind: "text", label: { zh: "名称", en: "Name" }, order: 1 },
  level: { kind: "choice", label: { zh: "等级", en: "Level" }, order: 2, options: OPTIONS },
  tags: { kind: "choices", label: { zh: "标签", en: "Tags" }, order: 3, options: OPTIONS },
  amount: { kind: "money", label: { zh: "金额", en: "Amount" }, order: 4 },
  customer: { kind: "reference", target: "customer", label: { zh: "客户", en: "Customer" }, order: 5 },
  lines: { kind: "rows", target: "line", label: { zh: "明细", en: "Lines" }, order: 6 },
});
const ENTITIES = { quote: QUOTE, line: LINE };

describe("changes of a record", () => {
  it("differ only where the meaning differs", () => {
    const before = { name: "甲", level: "a", tags: ["a"], amount: null, note: "" };
    const after = { amount: 5, tags: ["a"], level: "a", name: "乙", note: null };
    expect(changesBetween(before, after)).toEqual({ name: ["甲", "乙"], amount: [null, 5] });
  });

  it("rows with the same members in another order are the same", () => {
    expect(
      changesBetween({ lines: [{ qty: 1, price: 2 }] }, { lines: [{ price: 2, qty: 1, note: null }] }),
    ).toEqual({});
  });

  it("are told in labels, in the order of the fields, unknown ones last", () => {
    const changes = {
      zz: [1, 2],
      amount: [null, 123450],
      level: ["a", "b"],
      customer: ["c1", null],
    } as const;
    const titles: Record<string, string> = { c1: "杭州一院" };
    const told = describeChanges(changes, QUOTE, ENTITIES, "zh", { title: (_target, id) => titles[id] });
    expect(told).toEqual([
      { field: "level", label: "等级", before: "A类", after: "B类" },
      { field: "amount", label: "金额", before: "", after: "¥1,234.50" },
      { field: "customer", label: "客户", before: "杭州一院", after: "" },
      { field: "zz", label: "zz", before: "1", after: "2" },
    ]);
  });

  it("of a set say what came and what went", () => {
    const [told] = describeChanges({ tags: [["a"], ["b"]] }, QUOTE, ENTITIES, "en");
    expect(told).toMatchObject({ label: "Tags", added: ["Class B"], removed: ["Class A"] });
  });

  it("of rows are told by row", () => {
    const before = [
      { _id: "r1", qty: 1, price: 100 },
      { _id: "r2", qty: 5 },
    ];
    const after = [{ qty: 9 }, { _id: "r1", qty: 2, price: 100 }];
    const [told] = describeChanges({ lines: [before, after] }, QUOTE, ENTITIES, "zh");
    const qty = (old: string, now: string) => ({ field: "qty", label: "number", before: old, after: now });
    expect(told?.rows).toEqual([
      { what: "added", place: 1, changes: [qty("", "9")] },
      { what: "changed", place: 2, changes: [qty("1", "2")] },
      { what: "removed", place: 2, changes: [qty("5", "")] },
    ]);
  });
});
