import { expect, it } from "vitest";
import { when } from "./when";

it("an instant on the organisation's clock is read like every other date", () => {
  expect(when("2026-11-28T10:52:00Z", "Asia/Shanghai", "zh")).toBe("2026年11月28日 周六 18:52");
  expect(when("2026-11-28T10:52:00Z", "Asia/Shanghai", "en")).toMatch(/^Sat,? 28 Nov 2026,? (at )?18:52$/);
});
