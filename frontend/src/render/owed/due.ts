import type { Owed, ShownIn } from "../../api/owed";
import { currentLang, translate, type Lang } from "../../i18n";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

type Unit = "day" | "hour" | "minute" | "second";

function amount(n: number, unit: Unit, lang: Lang): string {
  // "3小时" and "30秒", but "3 hours": the short English forms read like a timetable.
  const unitDisplay = lang === "zh" ? "short" : "long";
  return new Intl.NumberFormat(lang === "zh" ? "zh-CN" : "en-GB", {
    style: "unit",
    unit,
    unitDisplay,
  }).format(n);
}

/** The two coarsest parts that say something: 3661 s -> 1 hour 1 minute; from two days on the days alone. */
function two(seconds: number, lang: Lang): string {
  const units: readonly [Unit, number][] = [
    ["day", DAY],
    ["hour", HOUR],
    ["minute", MINUTE],
    ["second", 1],
  ];
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first < 0) return amount(0, "second", lang);
  if (seconds >= 2 * DAY) return amount(Math.floor(seconds / DAY), "day", lang);
  let rest = seconds;
  return units
    .slice(first, first + 2)
    .map(([unit, size]) => {
      const n = Math.floor(rest / size);
      rest -= n * size;
      return n === 0 ? "" : amount(n, unit, lang);
    })
    .filter((words) => words !== "")
    .join(" ");
}

/**
 * A length of time as a colleague says it, never longer than it is: whole days, else hours, else minutes. A duty that
 * counts minutes or seconds is told in two parts ("1小时 5分钟", "12分钟 30秒").
 */
export function span(seconds: number, shownIn: string = "hours", lang: Lang = currentLang()): string {
  const s = Math.max(0, Math.floor(seconds));
  if (shownIn === "seconds") return two(s, lang);
  if (s < MINUTE) return translate("due.moment");
  if (shownIn === "minutes") return two(s - (s % MINUTE), lang);
  if (s < HOUR) return amount(Math.floor(s / MINUTE), "minute", lang);
  if (s < (shownIn === "days" ? DAY : 2 * DAY)) return amount(Math.floor(s / HOUR), "hour", lang);
  return amount(Math.floor(s / DAY), "day", lang);
}

export type DueTone = "bad" | "soon" | "calm" | "none";

/** How urgent something is that is due then: overdue, within a day, later, or without a date. */
export function dueTone(owed: Pick<Owed, "due_at" | "overdue" | "state">, now: number): DueTone {
  if (owed.due_at === null) return "none";
  const left = Date.parse(owed.due_at) - now;
  if (owed.overdue || (owed.state === "open" && left < 0)) return "bad";
  return left < DAY * 1000 ? "soon" : "calm";
}

/** "还剩 3小时", "逾期 2天", "期限未定"; for what is closed, whether it was in time. */
export function dueWords(
  owed: Pick<Owed, "due_at" | "overdue" | "state" | "late_s" | "shown_in">,
  now: number,
): string {
  if (owed.state === "waived") return translate("due.waived");
  if (owed.state === "withdrawn") return translate("due.withdrawn");
  if (owed.state === "done")
    return owed.overdue
      ? translate("due.doneLate", { span: span(owed.late_s, owed.shown_in) })
      : translate("due.done");
  if (owed.due_at === null) return translate("due.none");
  const left = Math.floor((Date.parse(owed.due_at) - now) / 1000);
  // The server's clock decides what is overdue; the reader's only how many hours that is by now.
  return left < 0 || owed.overdue
    ? translate("due.over", { span: span(Math.max(-left, 0), owed.shown_in) })
    : translate("due.left", { span: span(left, owed.shown_in) });
}

const dayOf = (time: number, zone: string) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(time);

/** An instant on the organisation's clock: "今天 18:00", "明天 09:00", "3月5日 18:00"; another year is named. */
export function clock(at: string, zone: string, now: number, lang: Lang, shownIn: string = "hours"): string {
  const time = Date.parse(at);
  const locale = lang === "zh" ? "zh-CN" : "en-GB";
  const hour = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    hourCycle: "h23",
    hour: "2-digit",
    minute: "2-digit",
    ...(shownIn === "seconds" ? { second: "2-digit" } : {}),
  }).format(time);
  const day = dayOf(time, zone);
  if (day === dayOf(now, zone)) return `${translate("kit.date.today")} ${hour}`;
  if (day === dayOf(now + DAY * 1000, zone)) return `${translate("kit.date.tomorrow")} ${hour}`;
  const date = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    month: lang === "zh" ? "long" : "short",
    day: "numeric",
    ...(day.slice(0, 4) === dayOf(now, zone).slice(0, 4) ? {} : { year: "numeric" }),
  }).format(time);
  return `${date} ${hour}`;
}

/** How often words about `owed` have to be drawn anew, in ms. */
export const beat = (shownIn: string): number => ((shownIn as ShownIn) === "seconds" ? 1000 : 30_000);
