/** Calendar dates as "YYYY-MM-DD" without clock or zone: what the date picker needs and nothing more. */

export interface Day {
  year: number;
  month: number;
  day: number;
}

const pad = (n: number, width = 2) => String(n).padStart(width, "0");

export function iso({ year, month, day }: Day): string {
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The parts of an ISO date; null when it is none or no day of the calendar. */
export function parts(text: string | null): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? "");
  if (!match) return null;
  const day = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  const real = day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= daysIn(day.year, day.month);
  return real ? day : null;
}

export function addDays(text: string, by: number): string {
  const day = parts(text);
  if (!day) return text;
  const moved = new Date(Date.UTC(day.year, day.month - 1, day.day + by));
  return iso({ year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() });
}

/** Same day of another month, or its last day where that month is shorter. */
export function addMonths(text: string, by: number): string {
  const day = parts(text);
  if (!day) return text;
  const index = day.year * 12 + day.month - 1 + by;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  return iso({ year, month, day: Math.min(day.day, daysIn(year, month)) });
}

/** Monday = 0 … Sunday = 6. */
export function weekday(text: string): number {
  const day = parts(text);
  if (!day) return 0;
  return (new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay() + 6) % 7;
}

/** Six weeks of dates covering the month of `text`, Monday first. */
export function grid(text: string): string[][] {
  const first = `${text.slice(0, 7)}-01`;
  const start = addDays(first, -weekday(first));
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (__, day) => addDays(start, week * 7 + day)),
  );
}
