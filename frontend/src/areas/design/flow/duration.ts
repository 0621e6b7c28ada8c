/** The days, hours and minutes of an ISO 8601 duration; a week is seven days, a day is no 24 hours. */
export interface Span {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
}

const FORM = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

export function spanOf(text: string | null): Span {
  const [, weeks, days, hours, minutes] = FORM.exec(text ?? "") ?? [];
  const n = (part: string | undefined) => Number(part ?? 0);
  return { days: n(weeks) * 7 + n(days), hours: n(hours), minutes: n(minutes) };
}

/** The ISO text; null for no time at all. */
export function isoOf({ days, hours, minutes }: Span): string | null {
  const day = days > 0 ? `${days}D` : "";
  const time = `${hours > 0 ? `${hours}H` : ""}${minutes > 0 ? `${minutes}M` : ""}`;
  return day + time === "" ? null : `P${day}${time === "" ? "" : `T${time}`}`;
}
