/** A working calendar while it is being edited: what a day will be once saved, and what was changed. */
import type { CalendarContent, CalendarDay, CalendarYear, Hours, OwnDay } from "../../../api/time";

export interface Draft {
  readonly zh: string;
  readonly en: string;
  readonly zone: string;
  readonly content: CalendarContent;
}

export const draftOf = (found: CalendarYear): Draft => ({
  zh: found.label.zh,
  en: found.label.en ?? "",
  zone: found.zone,
  content: found.content,
});

export const same = (one: Draft, other: Draft): boolean => JSON.stringify(one) === JSON.stringify(other);

/** ISO weekday of a date, "1" is Monday. */
export function weekdayOf(day: string): string {
  return String(((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1);
}

/** The hours of an ordinary workday: those of its weekday, else of the first weekday that has any. */
export function ordinary(content: CalendarContent, weekday: string): Hours {
  const own = content.week[weekday] ?? [];
  if (own.length > 0) return own;
  return (
    ["1", "2", "3", "4", "5", "6", "7"]
      .map((day) => content.week[day] ?? [])
      .find((hours) => hours.length > 0) ?? []
  );
}

/** What a day is under the draft. `touched`: not as it is saved. `unsure`: only the server knows once it is saved. */
export interface ShownDay {
  readonly day: string;
  readonly working: boolean;
  readonly hours: Hours;
  readonly own: OwnDay | null;
  readonly name: { readonly zh?: string; readonly en?: string };
  readonly provisional: boolean;
  readonly touched: boolean;
  readonly unsure: boolean;
}

export function shownDay(day: CalendarDay, saved: CalendarContent, content: CalendarContent): ShownDay {
  const own = content.days[day.day] ?? null;
  const before = saved.days[day.day] ?? null;
  const weekday = weekdayOf(day.day);
  const touched = JSON.stringify(own) !== JSON.stringify(before);
  const shared = { day: day.day, own, provisional: day.provisional && own === null, touched };
  if (own) {
    const hours = own.working ? (own.hours ?? ordinary(content, weekday)) : [];
    return {
      ...shared,
      working: own.working,
      hours,
      name: own.name ? { zh: own.name, en: own.name } : {},
      unsure: false,
    };
  }
  const week = JSON.stringify(content.week[weekday] ?? []) !== JSON.stringify(saved.week[weekday] ?? []);
  // Taken back: what the public holidays make of it is known after saving; until then its weekday counts.
  if (before || (week && !named(day))) {
    const hours = content.week[weekday] ?? [];
    return { ...shared, working: hours.length > 0, hours, name: {}, touched: true, unsure: before !== null };
  }
  return { ...shared, working: day.working, hours: day.hours, name: day.name, unsure: false };
}

const named = (day: CalendarDay): boolean => Boolean(day.name.zh);

/** The draft with a day set, or (null) left to holidays and weekdays again. */
export function withDay(draft: Draft, day: string, own: OwnDay | null): Draft {
  const days = Object.fromEntries(Object.entries(draft.content.days).filter(([key]) => key !== day));
  return { ...draft, content: { ...draft.content, days: own ? { ...days, [day]: own } : days } };
}

export function withWeekday(draft: Draft, weekday: string, hours: Hours): Draft {
  return { ...draft, content: { ...draft.content, week: { ...draft.content.week, [weekday]: hours } } };
}

/** "09:00–12:00, 13:30–18:00". */
export const hoursText = (hours: Hours, listed: (words: readonly string[]) => string): string =>
  listed(hours.map(([from, to]) => `${from}–${to}`));

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** What is wrong with typed hours; null when they can be saved. Spans must be in order and may end the next day only last. */
export function hoursProblem(hours: Hours): "time" | "order" | null {
  if (hours.some(([from, to]) => !TIME.test(from) || !(TIME.test(to) || to === "24:00"))) return "time";
  for (let index = 1; index < hours.length; index += 1) {
    const before = hours[index - 1];
    const now = hours[index];
    if (!before || !now) continue;
    if (before[1] <= before[0] || now[0] < before[1]) return "order";
  }
  return null;
}

/** Working hours of a day, in hours. */
export function length(hours: Hours): number {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const all = hours.reduce((sum, [from, to]) => {
    const span = minutes(to) - minutes(from);
    return sum + (span > 0 ? span : span + 24 * 60);
  }, 0);
  return Math.round((all / 60) * 100) / 100;
}

/** The weeks of a month, Monday first; null where a day belongs to another month. */
export function weeksOf(days: readonly ShownDay[]): (ShownDay | null)[][] {
  const first = days[0];
  if (!first) return [];
  const cells: (ShownDay | null)[] = [
    ...Array.from({ length: Number(weekdayOf(first.day)) - 1 }, () => null),
    ...days,
  ];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}
