import { describe, expect, it } from "vitest";
import { DESIGNED } from "../../testing/designed";
import type { AppDoc } from "./documents";
import { exampleLines } from "./examples";

const APP = {
  ...DESIGNED,
  decision_tables: {
    grade: {
      id: "grade",
      entity: "deal",
      label: { zh: "分级" },
      output: "reason",
      inputs: {
        col1: { label: { zh: "金额档", en: "Size" }, rule: { f: "amount" }, order: 10 },
        col2: { label: { zh: "客户", en: "Customer" }, rule: { f: "customer.level" }, order: 20 },
      },
      rows: {},
    },
  },
} as unknown as AppDoc;

const lines = (path: string, example: Record<string, unknown>, lang: "zh" | "en" = "zh") =>
  exampleLines(APP, path, example, lang, "Asia/Shanghai");

describe("the example of a finding", () => {
  it.each([
    [
      "fields behind references, options and money as they are said",
      "entity/deal/properties/reason/field/required_when",
      { amount: 12_000_000, "customer.level": "a" },
      [
        ["预计金额", "120,000 元"],
        ["客户的客户等级", "A 类"],
      ],
    ],
    [
      "of a flow, over its entity; what every record has",
      "flow/deal/stages/quote/entry",
      { _stage: "quote", "customer.since": "2024-10-04", _created_at: "2024-10-04T20:00:00Z" },
      [
        ["阶段", "报价"],
        ["客户的合作起始", "2024-10-04"],
        ["创建时间", "2024-10-05 04:00"],
      ],
    ],
    [
      "by the columns of a decision table",
      "decision_table/grade/rows/r1",
      { col1: -5, col2: "b" },
      [
        ["金额档", "-0.05 元"],
        ["客户", "B 类"],
      ],
    ],
    [
      "what only has to be there is not said as what was made up for it",
      "entity/deal/properties/title",
      { title: "…", customer: "…" },
      [
        ["商机名称", "任意内容"],
        ["客户", "任意内容"],
      ],
    ],
    ["what the draft has no more is left out", "entity/deal", { gone: 1 }, []],
    ["nothing is filled in", "entity/deal", {}, []],
  ])("%s", (_, path, example, expected) => {
    expect(lines(path, example)).toEqual(expected);
  });
  it("speaks English", () => {
    expect(lines("entity/deal", { amount: 150, "customer.level": "b", title: "…" }, "en")).toEqual([
      ["Amount", "¥1.5"],
      ["Customer › Level", "B"],
      ["Title", "anything"],
    ]);
  });
});
