import { afterEach, describe, expect, it } from "vitest";
import "../../i18n/parts/happened";
import { setLang } from "../../i18n";
import type { Bundle } from "../../api/types";
import { happenedWords } from "./happened";

const LABEL = { zh: "特价通知", en: "Tell of the price" };
const words = (data: object, lang: "zh" | "en") =>
  happenedWords(
    { kind: "trigger_stopped", name: "te_jia_tong_zhi", data: { ...data } },
    { bundle: { duties: {}, actions: {} } as unknown as Bundle, lang, person: (id) => id },
  );

describe("an automation that was not carried out", () => {
  afterEach(() => setLang("zh"));

  it("is told by its name, not by its id", async () => {
    expect(words({ label: LABEL }, "zh")).toContain("特价通知");
    expect(words({ label: LABEL }, "zh")).not.toContain("te_jia");
    await setLang("en");
    expect(words({ label: LABEL }, "en")).toContain("Tell of the price");
  });

  it("is told by its id where the app has lost it", () => {
    expect(words({}, "zh")).toContain("te_jia_tong_zhi");
  });
});
