import { describe, expect, it } from "vitest";
import { DESIGNED } from "../../../testing/designed";
import { documentsOf, type AppDoc } from "../documents";
import { apply, type AppJson, type Command } from "../operations";
import { explainApp, iconApp, renameApp } from "./app";

const after = (app: AppDoc, { operations }: Command): AppDoc => {
  const done = apply(app as unknown as AppJson, operations);
  expect(done.conflicts).toEqual([]);
  return documentsOf(done.app);
};

describe("the app as a whole", () => {
  it("is renamed in one language", () => {
    const command = renameApp(DESIGNED, "大客户销售", "zh");
    expect(command.label.zh).toBe("应用改名为「大客户销售」");
    expect(after(DESIGNED, command).app.name).toEqual({ zh: "大客户销售", en: "Small sales" });
    expect(after(DESIGNED, renameApp(DESIGNED, "Sales", "en")).app.name.en).toBe("Sales");
  });
  it("says what it is for, always in Chinese too, and can say nothing", () => {
    const english = after(DESIGNED, explainApp(DESIGNED, "Deals", "en"));
    expect(english.app.help).toEqual({ zh: "Deals", en: "Deals" });
    const chinese = after(english, explainApp(english, "跟商机", "zh"));
    expect(chinese.app.help).toEqual({ zh: "跟商机", en: "Deals" });
    expect(after(chinese, explainApp(chinese, "", "en")).app.help).toEqual({ zh: "跟商机" });
    expect(after(chinese, explainApp(chinese, "", "zh")).app.help).toBeUndefined();
    expect(explainApp(DESIGNED, "", "zh").operations).toEqual([]);
  });
  it("has an icon", () => {
    expect(after(DESIGNED, iconApp(DESIGNED, "target")).app.icon).toBe("target");
  });
});
