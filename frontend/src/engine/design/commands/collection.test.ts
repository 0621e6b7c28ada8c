import { describe, expect, it } from "vitest";
import { freeId } from "./collection";

const taken = (...ids: string[]) => Object.fromEntries(ids.map((id) => [id, {}]));

describe("a free id", () => {
  it.each([
    ["as wished for", taken(), "level", undefined, "level"],
    ["with the first number that is free", taken("level", "level_2"), "level", undefined, "level_3"],
    ["cut where it is too long", taken(), "a".repeat(50), undefined, "a".repeat(40)],
    [
      "with its number within the length",
      taken("a".repeat(40)),
      "a".repeat(50),
      undefined,
      `${"a".repeat(38)}_2`,
    ],
    ["also where less is left for it", taken("customer_level"), "customer_level_now", 14, "customer_lev_2"],
    ["not cut behind a word's end", taken("kehu_dengji"), "kehu_dengji_x", 12, "kehu_dengj_2"],
    ["without the sign that would stand before the number", taken("ke_hu"), "ke_hu", 5, "ke_2"],
    ["of letters, digits and signs", taken(), "1 Ä-level", undefined, "level"],
    ["of its own where none is left", taken(), "等级", undefined, "item"],
  ])("is %s", (_, known, wish, longest, id) => {
    expect(freeId(known, wish, longest)).toBe(id);
  });
  it("is free and short enough however many there are", () => {
    const known: Record<string, unknown> = {};
    for (let n = 0; n < 120; n += 1) {
      const id = freeId(known, "kehu_dengji", 8);
      expect(id in known).toBe(false);
      expect(id).toMatch(/^[a-z][a-z0-9_]{0,7}$/);
      known[id] = {};
    }
  });
});
