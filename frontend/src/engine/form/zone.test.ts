import { describe, expect, it } from "vitest";

import { offsetAt } from "../rules/operators/times.ts";
import { instantOfLocal, localParts, offsetOf, todayOf, zoneTable } from "./zone.ts";

const LOCAL: readonly { why: string; zone: string; day: string; time: number; instant: string }[] = [
  { why: "plain", zone: "Asia/Shanghai", day: "2026-03-05", time: 52_200, instant: "2026-03-05T06:30:00Z" },
  {
    why: "summer time",
    zone: "America/New_York",
    day: "2026-07-01",
    time: 28_800,
    instant: "2026-07-01T12:00:00Z",
  },
  {
    why: "the hour that does not exist",
    zone: "America/New_York",
    day: "2026-03-08",
    time: 9000,
    instant: "2026-03-08T07:30:00Z",
  },
  {
    why: "the hour that comes twice, the first",
    zone: "America/New_York",
    day: "2026-11-01",
    time: 5400,
    instant: "2026-11-01T05:30:00Z",
  },
  {
    why: "a half-hour zone",
    zone: "Asia/Kolkata",
    day: "2026-01-01",
    time: 0,
    instant: "2025-12-31T18:30:00Z",
  },
  {
    why: "Shanghai had summer time",
    zone: "Asia/Shanghai",
    day: "1988-07-01",
    time: 0,
    instant: "1988-06-30T15:00:00Z",
  },
];

describe("local clocks", () => {
  it.each(LOCAL)("$zone $day: $why", ({ zone, day, time, instant }) => {
    expect(instantOfLocal(day, time, zone)).toBe(instant);
  });

  it("today is the date on the organisation's clock", () => {
    expect(todayOf("2026-03-05T16:30:00Z", "Asia/Shanghai")).toBe("2026-03-06");
    expect(localParts("2026-03-05T16:30:59Z", "Asia/Shanghai")).toEqual(["2026-03-06", "00:30:59"]);
  });

  it("the zone table for rules says what the clock says, at and around every change", () => {
    for (const zone of [
      "Asia/Shanghai",
      "America/New_York",
      "Australia/Lord_Howe",
      "Africa/Casablanca",
      "UTC",
    ]) {
      const table = zoneTable(zone, 1985, 2030);
      for (const [at] of table) {
        const seconds = Date.parse(at) / 1000;
        for (const near of [
          seconds,
          seconds + 1,
          seconds + 86_400,
          ...(at === table[0]?.[0] ? [] : [seconds - 1]),
        ]) {
          const text = new Date(near * 1000).toISOString().replace(".000Z", "Z");
          expect(offsetAt(table, text), `${zone} ${text}`).toBe(offsetOf(zone, near));
        }
      }
    }
  });
});
