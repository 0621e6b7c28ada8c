import { describe, expect, it } from "vitest";
import { durationOf, durationText, parseDuration, simpleDuration } from "./durations";

describe("durations", () => {
  it.each([
    ["PT24H", { n: 24, unit: "hour" }],
    ["P1D", { n: 1, unit: "day" }],
    ["-P3D", { n: -3, unit: "day" }],
    ["P2W", { n: 2, unit: "week" }],
    ["PT90S", { n: 90, unit: "second" }],
    ["P1DT4H", null],
    ["P", null],
    ["PT", null],
    ["soon", null],
    [null, null],
  ] as const)("%s", (text, want) => {
    expect(simpleDuration(text)).toEqual(want);
    if (want) expect(durationOf(want.n, want.unit)).toBe(text);
  });
  it.each([
    ["P1DT4H", false, "1 天 4 小时", "1 day 4 hours"],
    ["P3D", true, "3 个工作日", "3 working days"],
    ["PT1H", true, "1 个工作小时", "1 working hour"],
    ["-P1W", false, "1 周", "1 week"],
    ["x", false, "", ""],
  ])("%s in words", (text, working, zh, en) => {
    expect(durationText(text, "zh", working)).toBe(zh);
    expect(durationText(text, "en", working)).toBe(en);
  });
  it("zero is a duration", () => {
    expect(parseDuration("PT0S")).toEqual({ back: false, parts: { second: 0 } });
  });
});
