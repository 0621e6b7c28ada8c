import "../../../i18n/parts/design";
import { describe, expect, it } from "vitest";
import { DESIGNED } from "../../../testing/designed";
import { agoWords, crumbs, placeWords, valueWords } from "./words";

describe("words of the designer", () => {
  it.each([
    ["entity/customer/properties/level/field/required", undefined, "「客户等级」的必填"],
    ["entity/customer/properties/level/field/label/zh", "等级", "「等级」"],
    ["entity/customer/properties/level", undefined, "「客户等级」"],
    ["flow/deal/stages/quote/entry/fields/amount", undefined, "「预计金额」"],
    ["app/name/zh", "小销售", "「小销售」"],
    ["app/icon", undefined, "图标"],
    ["entity/gone", undefined, "「业务对象」"],
  ])("places: %s", (path, was, words) => {
    expect(placeWords(DESIGNED, path, "zh", was)).toBe(words);
  });
  it("crumbs say in which kind of document a place without a name of its own stands", () => {
    expect(crumbs(DESIGNED, "form/deal/sections/main/fields/amount/width", "zh")).toEqual([
      "表单",
      "商机",
      "基本信息",
      "预计金额",
      "宽度",
    ]);
    expect(crumbs(DESIGNED, "app/help", "zh")).toEqual(["应用", "说明"]);
  });
  it.each([
    [true, "是"],
    [null, "否"],
    ["half", "「half」"],
    [{ zh: "机会", en: "Deal" }, "「机会」"],
    [{ op: "eq", a: [] }, "另一个条件"],
    [{ field: { label: { zh: "签约日" } } }, "「签约日」"],
    [["a"], "别的内容"],
  ])("values: %j", (value, words) => {
    expect(valueWords(value, "zh")).toBe(words);
  });
  it("moments", () => {
    const now = Date.parse("2026-03-01T12:00:00Z");
    const at = [
      "2026-03-01T12:00:05Z",
      "2026-03-01T11:59:57Z",
      "2026-03-01T11:55:00Z",
      "2026-03-01T08:00:00Z",
      "2026-02-26T12:00:00Z",
    ];
    expect(at.map((one) => agoWords(one, now))).toEqual(["刚刚", "3 秒前", "5 分钟前", "4 小时前", "3 天前"]);
  });
});
