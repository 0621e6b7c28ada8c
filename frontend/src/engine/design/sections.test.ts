import { describe, expect, it } from "vitest";
import { DESIGNED } from "../../testing/designed";
import { differences } from "./differ";
import { apply, type AppJson } from "./operations";
import { placeOf, sectionOf } from "./sections";

const APP = DESIGNED as unknown as AppJson;

describe("places in words", () => {
  it.each([
    ["entity/customer", ["客户"], null],
    ["entity/customer/entity/label/zh", ["客户"], "zh"],
    ["entity/customer/properties/level", ["客户", "客户等级"], null],
    ["entity/customer/properties/level/field/required", ["客户", "客户等级"], "required"],
    ["entity/customer/properties/level/field/options/a", ["客户", "客户等级", "A 类"], null],
    ["form/deal/sections/main/fields/amount/width", ["商机", "基本信息", "预计金额"], "width"],
    ["flow/deal/stages/quote/entry/fields/amount", ["商机推进", "报价", "预计金额"], null],
    ["flow/deal/transitions/to_won/requires/actions/visit", ["商机推进", "签约", "拜访客户"], null],
    ["flow/deal/transitions/to_lost/from/quote", ["商机推进", "输单", "报价"], null],
    ["flow/deal/paths/all/stages/won", ["商机推进", "标准", "签约"], null],
    ["action/visit/fields/how", ["拜访客户", "结果"], null],
    ["access/roles/rep/entities/customer/fields/level", ["销售", "客户", "客户等级"], null],
    ["duty/visit_soon/due/after", ["报价后拜访"], "after"],
    ["app/name", [], "name"],
    ["entity/gone/properties/x", [], "x"],
  ])("%s", (path, names, member) => {
    const place = placeOf(APP, path);
    expect([place.names.map(({ zh }) => zh), place.member]).toEqual([names, member]);
  });
  it("belong to the section in which they are edited", () => {
    expect(
      ["entity/a", "list/a/sort", "flow/a", "queue/a", "decision_table/a", "access/roles", "app/name"].map(
        sectionOf,
      ),
    ).toEqual(["data", "data", "flow", "actions", "tables", "access", null]);
  });
});

describe("what differs", () => {
  const changed = (...operations: { path: string; was?: unknown; value?: unknown }[]) =>
    differences(APP, apply(APP, operations).app);
  it("is nothing between the same, and after a change that was taken back", () => {
    expect(changed()).toEqual([]);
    expect(changed({ path: "app/help", was: null, value: {} })).toEqual([]);
  });
  it("counts marks, which say by being there", () => {
    expect(
      changed(
        { path: "flow/deal/transitions/to_lost/from/quote", was: {} },
        { path: "action/visit/roles", value: { rep: {} } },
      ),
    ).toEqual(["flow/deal/transitions/to_lost/from/quote", "action/visit/roles"]);
  });
  it("counts texts, rules and new members as one", () => {
    expect(
      changed(
        { path: "app/name/zh", was: "小销售", value: "销售" },
        { path: "app/name/en", was: "Small sales", value: "Sales" },
        {
          path: "entity/deal/properties/won_at",
          value: { type: "string", field: { kind: "date", label: { zh: "签约日" } } },
        },
        {
          path: "entity/deal/properties/reason/field/relevance",
          was: { op: "gt", a: [{ f: "amount" }, { v: 10_000_000 }] },
          value: { op: "gt", a: [{ f: "amount" }, { v: 1 }] },
        },
        { path: "entity/deal/properties/title/field/required", was: true },
        { path: "trigger/told", was: APP["triggers"]?.["told"] },
      ).sort(),
    ).toEqual([
      "app/name",
      "entity/deal/properties/reason/field/relevance",
      "entity/deal/properties/title/field/required",
      "entity/deal/properties/won_at",
      "trigger/told",
    ]);
  });
});
