import { afterEach, beforeAll, describe, expect, it } from "vitest";
import "../../i18n/parts/owed";
import { setLang } from "../../i18n";
import { clock, dueTone, dueWords, span } from "./due";

const NOW = Date.parse("2026-03-05T01:00:00Z");
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();
const owed = (due: number | null, over = false, shown_in = "hours") => ({
  due_at: due === null ? null : at(due),
  overdue: over,
  state: "open" as const,
  late_s: over && due !== null ? -due : 0,
  shown_in,
});

describe("a length of time", () => {
  const cases: readonly [string, number, string, string, string][] = [
    ["whole hours, never more than there are", 3 * 3600 + 3599, "hours", "3小时", "3 hours"],
    ["one is one in English", 3600, "hours", "1小时", "1 hour"],
    ["up to two days the hours still say something", 47 * 3600, "hours", "47小时", "47 hours"],
    ["then days", 50 * 3600, "hours", "2天", "2 days"],
    ["a duty in days says days sooner", 30 * 3600, "days", "1天", "1 day"],
    ["less than an hour", 25 * 60 + 59, "hours", "25分钟", "25 minutes"],
    ["less than a minute", 40, "hours", "不到 1 分钟", "less than a minute"],
    ["a duty in minutes has two parts", 3900, "minutes", "1小时 5分钟", "1 hour 5 minutes"],
    ["a duty in seconds has them", 750, "seconds", "12分钟 30秒", "12 minutes 30 seconds"],
    ["after two days even those are days", 31 * 86_400 + 5, "seconds", "31天", "31 days"],
    ["the last seconds", 7, "seconds", "7秒", "7 seconds"],
    ["none left", 0, "seconds", "0秒", "0 seconds"],
    ["a negative length is none", -5, "seconds", "0秒", "0 seconds"],
  ];
  beforeAll(() => setLang("zh"));
  afterEach(() => setLang("zh"));
  it.each(cases)("%s", async (_why, seconds, shownIn, zh, en) => {
    expect(span(seconds, shownIn)).toBe(zh);
    await setLang("en");
    expect(span(seconds, shownIn)).toBe(en);
  });
});

describe("a deadline", () => {
  it.each([
    ["ahead", owed(3 * 3600), "还剩 3小时", "soon"],
    ["far ahead", owed(72 * 3600), "还剩 3天", "calm"],
    ["past", owed(-50 * 3600, true), "逾期 2天", "bad"],
    ["past since the page was read", owed(-120), "逾期 2分钟", "bad"],
    ["past by the server's clock, not yet by the reader's", owed(30, true), "逾期 不到 1 分钟", "bad"],
    ["to the second", owed(-95, true, "seconds"), "逾期 1分钟 35秒", "bad"],
    ["without a date yet", owed(null), "期限未定", "none"],
  ])("%s", (_why, one, words, tone) => {
    expect(dueWords(one, NOW)).toBe(words);
    expect(dueTone(one, NOW)).toBe(tone);
  });
  it("what is closed says how it ended", () => {
    expect(dueWords({ ...owed(-7200, true), state: "done" }, NOW)).toBe("已完成，晚了 2小时");
    expect(dueWords({ ...owed(7200), state: "done" }, NOW)).toBe("按时完成");
    expect(dueWords({ ...owed(-7200), state: "waived" }, NOW)).toBe("已豁免");
  });
});

describe("the clock of the organisation", () => {
  it.each([
    ["the same day there", "2026-03-05T10:00:00Z", "今天 18:00"],
    ["the next day there, though not yet in UTC", "2026-03-05T16:30:00Z", "明天 00:30"],
    ["another day", "2026-03-09T01:00:00Z", "3月9日 09:00"],
    ["another year", "2027-01-04T01:00:00Z", "2027年1月4日 09:00"],
  ])("%s", (_why, instant, words) => {
    expect(clock(instant, "Asia/Shanghai", NOW, "zh")).toBe(words);
  });
  it("seconds where they count", () => {
    expect(clock("2026-03-05T10:00:07Z", "Asia/Shanghai", NOW, "zh", "seconds")).toBe("今天 18:00:07");
  });
});
