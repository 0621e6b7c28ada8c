import { describe, expect, it } from "vitest";
import { DESIGNED } from "../../testing/designed";
import type { AppDoc } from "./documents";
import { apply, type AppJson } from "./operations";
import { knobsOf, proposedOperations, rulebook } from "./rulebook";

const json = DESIGNED as unknown as AppJson;
const member = (name: string): string => (name === "relevance" ? "显示条件" : "");
const zh = { app: DESIGNED, lang: "zh" } as const;
const given = (...operations: { path: string; value: unknown }[]): AppDoc =>
  apply(json, operations).app as unknown as AppDoc;

describe("the rules of an app, to be read", () => {
  it("says duties, stages, fields and automations as sentences, in this order", () => {
    const found = rulebook(zh, member);
    expect(found.map(({ path }) => path)).toEqual([
      "duty/visit_soon",
      "flow/deal/stages/quote",
      "flow/deal/transitions/to_won",
      "entity/deal/properties/reason/field/relevance",
      "trigger/told",
    ]);
    const says = Object.fromEntries(found.map((one) => [one.path, one]));
    expect(says["duty/visit_soon"]?.sentence).toContain("24 小时内");
    expect(says["flow/deal/stages/quote"]).toMatchObject({
      title: "商机推进 › 报价",
      sentence: "要填写「预计金额」。",
    });
    expect(says["flow/deal/transitions/to_won"]?.sentence).toBe("要完成「拜访客户」。");
    expect(says["entity/deal/properties/reason/field/relevance"]?.title).toBe("商机 › 大额说明 › 显示条件");
  });
  it("says them in English too", () => {
    const found = rulebook({ app: DESIGNED, lang: "en" }, () => "");
    expect(found.find(({ path }) => path === "flow/deal/stages/quote")?.sentence).toBe(
      "“Amount” must be filled in.",
    );
  });
  it("leaves out what is retired and stages that are archived", () => {
    const app = given(
      { path: "duty/visit_soon/owed_while", value: { op: "and", a: [{ v: false }] } },
      { path: "flow/deal/stages/quote/archived", value: true },
    );
    const paths = rulebook({ app, lang: "zh" }, member).map(({ path }) => path);
    expect(paths).not.toContain("duty/visit_soon");
    expect(paths).not.toContain("flow/deal/stages/quote");
  });
});

describe("what may be proposed about a rule", () => {
  it("names the lengths of time of a duty, and the rules in it", () => {
    const app = given(
      { path: "duty/visit_soon/owed_while", value: { op: "gt", a: [{ f: "amount" }, { v: 1 }] } },
      { path: "duty/visit_soon/due/calendar", value: "organisation" },
    );
    const found = knobsOf({ app, lang: "zh" }, { path: "duty/visit_soon" });
    expect(found.map((one) => [one.path.replace("duty/visit_soon/", ""), one.kind])).toEqual([
      ["due/after", "duration"],
      ["remind/soon/before", "duration"],
      ["escalate/boss/after", "duration"],
      ["owed_while", "rule"],
    ]);
    expect(found[0]).toMatchObject({ what: "after", working: true });
    expect(found[2]).toMatchObject({ what: "escalate", working: false });
  });
  it("is the rule itself where the entry is one", () => {
    const path = "entity/deal/properties/reason/field/relevance";
    expect(knobsOf(zh, { path }).map((one) => [one.path, one.kind])).toEqual([[path, "rule"]]);
  });
  it("sends only what differs, with what was seen", () => {
    const path = "duty/visit_soon/due/after";
    expect(proposedOperations(json, { [path]: "PT24H" })).toEqual([]);
    expect(proposedOperations(json, { [path]: "PT48H" })).toEqual([{ path, was: "PT24H", value: "PT48H" }]);
    const rule = "entity/deal/properties/reason/field/relevance";
    expect(proposedOperations(json, { [rule]: null })).toEqual([
      { path: rule, was: { op: "gt", a: [{ f: "amount" }, { v: 10_000_000 }] }, value: null },
    ]);
  });
});
