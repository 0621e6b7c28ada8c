import { describe, expect, it } from "vitest";
import type { CalendarContent, CalendarDay } from "../../../api/time";
import { hoursProblem, length, ordinary, shownDay, weekdayOf, weeksOf, withDay, type Draft } from "./draft";

const DAY: readonly [string, string][] = [
  ["09:00", "12:00"],
  ["13:30", "18:00"],
];
const week = Object.fromEntries(["1", "2", "3", "4", "5"].map((day) => [day, DAY]));
const saved: CalendarContent = { holidays: "cn", week, days: {} };
const day = (date: string, more: Partial<CalendarDay> = {}): CalendarDay => ({
  day: date,
  working: true,
  hours: DAY,
  name: {},
  provisional: false,
  own: false,
  ...more,
});
const draft: Draft = { zh: "总部", en: "", zone: "Asia/Shanghai", content: saved };

describe("a day under the draft", () => {
  it("is as saved while nothing was changed", () => {
    const holiday = day("2026-02-17", {
      working: false,
      hours: [],
      name: { zh: "春节", en: "Spring Festival" },
    });
    expect(shownDay(holiday, saved, saved)).toMatchObject({
      working: false,
      touched: false,
      name: { zh: "春节" },
    });
  });
  it("set off by hand is off, and touched", () => {
    const next = withDay(draft, "2026-03-02", { working: false, name: "盘点" });
    expect(shownDay(day("2026-03-02"), saved, next.content)).toMatchObject({
      working: false,
      hours: [],
      touched: true,
      name: { zh: "盘点" },
    });
  });
  it("set working without hours takes those of an ordinary workday, on a weekend too", () => {
    const next = withDay(draft, "2026-03-07", { working: true });
    const found = shownDay(day("2026-03-07", { working: false, hours: [] }), saved, next.content);
    expect(found.hours).toEqual(DAY);
  });
  it("taken back follows its weekday until the server says what holidays make of it", () => {
    const before = withDay(draft, "2026-02-17", { working: true }).content;
    const found = shownDay(day("2026-02-17", { own: true }), before, saved);
    expect(found).toMatchObject({ touched: true, unsure: true, own: null });
  });
  it("follows changed weekly hours, but a holiday does not", () => {
    const shorter = { ...saved, week: { ...week, "1": [["10:00", "16:00"]] as const } };
    expect(shownDay(day("2026-03-02"), saved, shorter).hours).toEqual([["10:00", "16:00"]]);
    const holiday = day("2026-04-06", { working: false, hours: [], name: { zh: "清明节" } });
    expect(shownDay(holiday, saved, shorter).working).toBe(false);
  });
});

describe("hours", () => {
  it.each([
    ["a lunch break", DAY, null],
    ["a night shift as the only span", [["22:00", "06:00"]], null],
    ["a typing slip", [["9", "12:00"]], "time"],
    ["an hour there is none of", [["25:00", "26:00"]], "time"],
    [
      "spans over each other",
      [
        ["09:00", "13:00"],
        ["12:00", "18:00"],
      ],
      "order",
    ],
    [
      "a span after one that ends the next day",
      [
        ["22:00", "06:00"],
        ["07:00", "08:00"],
      ],
      "order",
    ],
    ["to midnight", [["18:00", "24:00"]], null],
  ] as const)("%s", (_, hours, wrong) => {
    expect(hoursProblem(hours as unknown as readonly [string, string][])).toBe(wrong);
  });
  it("are counted over midnight", () => {
    expect(length(DAY)).toBe(7.5);
    expect(length([["22:00", "06:00"]])).toBe(8);
  });
  it("of a weekday without any are those of the first that has some", () => {
    expect(ordinary(saved, "7")).toEqual(DAY);
    expect(ordinary({ ...saved, week: {} }, "7")).toEqual([]);
  });
});

it("weeks begin on Monday and are filled up", () => {
  expect(weekdayOf("2026-03-01")).toBe("7");
  const days = Array.from({ length: 31 }, (_, index) =>
    shownDay(day(`2026-03-${String(index + 1).padStart(2, "0")}`), saved, saved),
  );
  const weeks = weeksOf(days);
  expect(weeks).toHaveLength(6);
  expect(weeks[0]?.filter(Boolean)).toHaveLength(1);
  expect(weeks.every((one) => one.length === 7)).toBe(true);
});
