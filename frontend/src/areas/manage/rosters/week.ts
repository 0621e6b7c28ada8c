/** A week of a duty roster in the organisation's own time: minutes from Monday 00:00, and back to instants. */
import type { Shift, ShiftDraft } from "../../../api/time";
import { zoneTable } from "../../../engine/form/zone";
import { instantText } from "../../../engine/rules/dates";
import { offsetAt } from "../../../engine/rules/operators/times";
import { addDays, weekday } from "../../../kit/dates";

export const DAY = 24 * 60;
export const WEEK = 7 * DAY;
/** Shifts begin and end on the half hour when dragged; typed times are taken as typed. */
export const STEP = 30;

/** A shift being edited. `from` and `to` are minutes of the week shown; one that began before it has `from` < 0. */
export interface Draft {
  readonly key: string;
  readonly id: string | null;
  readonly person: string;
  readonly name: string;
  readonly active: boolean;
  readonly from: number;
  readonly to: number;
  readonly unit: string | null;
  readonly note: string;
}

const east = (zone: string, second: number): number => offsetAt(zoneTable(zone), instantText(second) ?? "");

/** The instant of a wall-clock minute: "2026-02-16" and 540 in Shanghai are 01:00 UTC. */
export function instantOf(monday: string, minute: number, zone: string): string {
  const wall = Date.parse(`${monday}T00:00:00Z`) / 1000 + minute * 60;
  // Once more: the first guess may lie on the other side of a change of the clocks.
  const guess = wall - east(zone, wall);
  return instantText(wall - east(zone, guess)) ?? "";
}

/** The wall-clock minute of an instant, from Monday on. */
export function minuteOf(monday: string, instant: string, zone: string): number {
  const second = Date.parse(instant) / 1000;
  const wall = second + east(zone, second);
  return Math.round((wall - Date.parse(`${monday}T00:00:00Z`) / 1000) / 60);
}

export const mondayOf = (date: string): string => addDays(date, -weekday(date));

export function draftsOf(shifts: readonly Shift[], monday: string, zone: string): Draft[] {
  return shifts.map((shift) => ({
    key: shift.id,
    id: shift.id,
    person: shift.person.id,
    name: shift.person.name,
    active: shift.active,
    from: minuteOf(monday, shift.from, zone),
    to: minuteOf(monday, shift.to, zone),
    unit: shift.unit,
    note: shift.note,
  }));
}

/** Those that begin this week: what saving the week replaces. */
export const ofWeek = (drafts: readonly Draft[]): Draft[] =>
  drafts.filter((one) => one.from >= 0 && one.from < WEEK);

export function toSave(drafts: readonly Draft[], monday: string, zone: string): ShiftDraft[] {
  return ofWeek(drafts).map((one) => ({
    ...(one.id === null ? {} : { id: one.id }),
    person: one.person,
    from: instantOf(monday, one.from, zone),
    to: instantOf(monday, one.to, zone),
    unit: one.unit,
    note: one.note,
  }));
}

/** A piece of a shift within one day. */
export interface Piece {
  readonly draft: Draft;
  readonly from: number;
  readonly to: number;
  readonly first: boolean;
  readonly last: boolean;
  /** Side by side with others at the same time: its place among `of`. */
  readonly lane: number;
  readonly of: number;
}

/** The pieces of a day (0 is Monday), those at the same time side by side. */
export function piecesOf(drafts: readonly Draft[], day: number): Piece[] {
  const start = day * DAY;
  const cut = drafts
    .filter((one) => one.from < start + DAY && one.to > start)
    .map((draft) => ({
      draft,
      from: Math.max(draft.from, start) - start,
      to: Math.min(draft.to, start + DAY) - start,
      first: draft.from >= start,
      last: draft.to <= start + DAY,
    }))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const ends: number[] = [];
  const placed = cut.map((piece) => {
    const free = ends.findIndex((end) => end <= piece.from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = piece.to;
    return { ...piece, lane };
  });
  return placed.map((piece) => ({
    ...piece,
    of:
      1 +
      Math.max(
        ...placed.filter((other) => other.from < piece.to && other.to > piece.from).map((o) => o.lane),
      ),
  }));
}

/** A shift moved by so many minutes; it keeps its length and begins within the week. */
export function moved(draft: Draft, by: number): Draft {
  const from = Math.min(Math.max(draft.from + by, 0), WEEK - STEP);
  return { ...draft, from, to: from + (draft.to - draft.from) };
}

/** A shift whose end is moved; at least one step long. */
export const stretched = (draft: Draft, by: number): Draft => ({
  ...draft,
  to: Math.max(draft.to + by, draft.from + STEP),
});

/** "周三 09:00" in parts: day of the week from 0, and the time. A week's end reads 24:00 of Sunday. */
export function clockOf(minute: number): { day: number; time: string } {
  const pad = (n: number) => String(n).padStart(2, "0");
  const inside = ((minute % DAY) + DAY) % DAY;
  return { day: Math.floor(minute / DAY), time: `${pad(Math.floor(inside / 60))}:${pad(inside % 60)}` };
}

/** The date and time of a minute of the week. */
export function wallOf(monday: string, minute: number): { date: string; time: string } {
  const { day, time } = clockOf(minute);
  return { date: addDays(monday, day), time };
}

/** The minute of the week of a date and a time; null for a time that cannot be read. */
export function minuteAt(monday: string, date: string, time: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(time);
  if (!found || Number(found[1]) > 24 || Number(found[2]) > 59) return null;
  const days = Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${monday}T00:00:00Z`)) / 86_400_000);
  return days * DAY + Number(found[1]) * 60 + Number(found[2]);
}
