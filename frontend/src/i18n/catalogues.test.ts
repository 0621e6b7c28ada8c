import { afterEach, describe, expect, it } from "vitest";
import errors from "../../../schemas/errors.json";
import { en } from "./en";
import { currentLang, say, setLang, translate } from "./index";
import { fill, issueText, loadProblems, problemText } from "./problems";
import { zh, type Key } from "./zh";

const KEYS = Object.keys(zh) as Key[];
const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1]).sort();

describe("catalogues", () => {
  it("have the same keys, so that no language shows a raw key", () => {
    expect(Object.keys(en).sort()).toEqual([...KEYS].sort());
  });
  it("say something under every key, with the same places to fill", () => {
    expect(KEYS.filter((key) => zh[key].trim() === "" || en[key].trim() === "")).toEqual([]);
    expect(KEYS.filter((key) => places(en[key]).join() !== places(zh[key]).join())).toEqual([]);
  });
  it("English has no Chinese left in it, Chinese no half-width comma between Chinese words", () => {
    expect(KEYS.filter((key) => /\p{Script=Han}/u.test(en[key]))).toEqual([]);
    const lists = new Set<Key>(["kit.date.weekdays", "cal.weekdays", "cal.months"]);
    expect(KEYS.filter((key) => !lists.has(key) && /\p{Script=Han}[,:;]/u.test(zh[key]))).toEqual([]);
  });
});

describe("language", () => {
  afterEach(() => setLang("zh"));
  it("switches every text and the page's own language, and is remembered", async () => {
    await setLang("en");
    expect(translate("kit.save")).toBe("Save");
    expect(document.documentElement.lang).toBe("en");
    expect(localStorage.getItem("followthrough.lang")).toBe("en");
    await setLang("zh");
    expect([currentLang(), translate("kit.save"), document.documentElement.lang]).toEqual([
      "zh",
      "保存",
      "zh-CN",
    ]);
  });
  it("says one thing as one, and every other number as several", async () => {
    await setLang("en");
    expect(translate("dacts.queue.n", { n: 1 })).toBe("1 duty");
    expect(translate("dacts.queue.n", { n: 0 })).toBe("0 duties");
    expect(translate("dacts.queue.n", { n: "1,100" })).toBe("1,100 duties");
  });
  it("falls back to Chinese where a document has no English", () => {
    expect(say({ zh: "商机" }, "en")).toBe("商机");
    expect(say({ zh: "商机", en: "Deal" }, "en")).toBe("Deal");
    expect(say(undefined, "zh")).toBe("");
  });
});

describe("words of problems", () => {
  it("come from the catalogue, with their parameters, in the language asked for", async () => {
    await loadProblems();
    expect(problemText("too_long", { max: 15, length: 16 }, "zh")).toBe("最多 15 个字，现在是 16 个");
    expect(problemText("too_long", { max: 15, length: 16 }, "en")).toBe(
      "At most 15 characters; there are 16",
    );
    expect(problemText("no_such_code", {}, "zh")).toBeNull();
    expect(problemText("constructor", {}, "zh")).toBeNull();
  });
  it("the server's own words win; an unknown code still says something", async () => {
    await loadProblems();
    const message = { zh: "预算不能小于报价", en: "x" };
    expect(issueText({ code: "constraint_failed", message }, "zh")).toBe("预算不能小于报价");
    expect(issueText({ code: "no_such_code" }, "zh")).toBe("内容不符合要求");
  });
  it("never shows a placeholder, whatever is missing", () => {
    for (const row of Object.values(
      errors as unknown as Record<string, { zh: string; en: string } | string>,
    )) {
      if (typeof row === "string") continue;
      expect(fill(row.zh, {})).not.toMatch(/[{}]/);
      expect(fill(row.en, {})).not.toMatch(/[{}]/);
    }
  });
});
