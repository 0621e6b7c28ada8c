import { describe, expect, it } from "vitest";
import { instantOfTaken } from "./taken.ts";

describe("when a picture was taken", () => {
  it.each([
    { at: "2026-03-02T09:15:07", zone: "Asia/Shanghai", want: "2026-03-02T01:15:07Z" },
    { at: "2026-03-02T09:15:07", zone: "Europe/Berlin", want: "2026-03-02T08:15:07Z" },
    { at: "2026-03-02T09:15:07+09:00", zone: "Asia/Shanghai", want: "2026-03-02T00:15:07Z" },
    { at: "2026-03-02T09:15:07-03:30", zone: "Asia/Shanghai", want: "2026-03-02T12:45:07Z" },
    { at: null, zone: "Asia/Shanghai", want: null },
    { at: undefined, zone: "Asia/Shanghai", want: null },
    { at: "", zone: "Asia/Shanghai", want: null },
    { at: "0000-00-00T00:00:00", zone: "Asia/Shanghai", want: null },
    { at: "2026-02-30T09:15:07", zone: "Asia/Shanghai", want: null },
    { at: "2026-03-02T25:15:07", zone: "Asia/Shanghai", want: null },
    { at: "2026-03-02T25:15:07+08:00", zone: "Asia/Shanghai", want: null },
  ])("$at in $zone is $want", ({ at, zone, want }) => {
    expect(instantOfTaken(at, zone)).toBe(want);
  });
});
