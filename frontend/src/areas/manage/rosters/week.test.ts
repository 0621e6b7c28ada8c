import { describe, expect, it } from "vitest";
import {
  clockOf,
  instantOf,
  minuteAt,
  minuteOf,
  mondayOf,
  moved,
  piecesOf,
  stretched,
  toSave,
  wallOf,
  WEEK,
  type Draft,
} from "./week";

const shift = (from: number, to: number, key = "a"): Draft => ({
  key,
  id: null,
  person: "p",
  name: "李娜",
  active: true,
  from,
  to,
  unit: null,
  note: "",
});

describe("wall clock and instants", () => {
  it.each([
    ["Shanghai", "2026-02-16", 540, "Asia/Shanghai", "2026-02-16T01:00:00Z"],
    ["before the week", "2026-02-16", -60, "Asia/Shanghai", "2026-02-15T15:00:00Z"],
    ["half an hour off", "2026-02-16", 0, "Asia/Kolkata", "2026-02-15T18:30:00Z"],
    ["after the clocks go forward", "2026-03-23", 6 * 1440 + 720, "Europe/Berlin", "2026-03-29T10:00:00Z"],
    ["before the clocks go forward", "2026-03-23", 5 * 1440 + 720, "Europe/Berlin", "2026-03-28T11:00:00Z"],
  ])("%s", (_, monday, minute, zone, instant) => {
    expect(instantOf(monday, minute, zone)).toBe(instant);
    expect(minuteOf(monday, instant, zone)).toBe(minute);
  });
  it("a week begins on Monday", () => {
    expect(mondayOf("2026-02-22")).toBe("2026-02-16");
    expect(mondayOf("2026-02-16")).toBe("2026-02-16");
  });
  it("reads and writes dates with times", () => {
    expect(wallOf("2026-02-16", 2 * 1440 + 545)).toEqual({ date: "2026-02-18", time: "09:05" });
    expect(minuteAt("2026-02-16", "2026-02-18", "09:05")).toBe(2 * 1440 + 545);
    expect(minuteAt("2026-02-16", "2026-02-18", "9 o'clock")).toBeNull();
    expect(clockOf(WEEK)).toEqual({ day: 7, time: "00:00" });
  });
});

describe("pieces of a day", () => {
  it("a night shift is drawn on both days", () => {
    const night = shift(22 * 60, 30 * 60);
    expect(piecesOf([night], 0)).toMatchObject([{ from: 1320, to: 1440, first: true, last: false }]);
    expect(piecesOf([night], 1)).toMatchObject([{ from: 0, to: 360, first: false, last: true }]);
  });
  it("two at once stand side by side, a third later takes the free lane", () => {
    const found = piecesOf([shift(0, 120, "a"), shift(60, 180, "b"), shift(150, 240, "c")], 0);
    expect(found.map((one) => [one.draft.key, one.lane, one.of])).toEqual([
      ["a", 0, 2],
      ["b", 1, 2],
      ["c", 0, 2],
    ]);
  });
});

describe("changes", () => {
  it("a moved shift keeps its length and stays in the week", () => {
    expect(moved(shift(60, 180), -120)).toMatchObject({ from: 0, to: 120 });
    expect(moved(shift(WEEK - 60, WEEK), 600)).toMatchObject({ from: WEEK - 30, to: WEEK + 30 });
  });
  it("a stretched shift is at least half an hour", () => {
    expect(stretched(shift(60, 180), -600).to).toBe(90);
  });
  it("only shifts that begin this week are saved with it", () => {
    expect(toSave([shift(-60, 60), shift(60, 120)], "2026-02-16", "Asia/Shanghai")).toEqual([
      { person: "p", from: "2026-02-15T17:00:00Z", to: "2026-02-15T18:00:00Z", unit: null, note: "" },
    ]);
  });
});
