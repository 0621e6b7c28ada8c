/** Working calendars and duty rosters, for those who manage them. */
import type { Text } from "./documents";
import { at } from "./endpoints";
import { call } from "./http";
import type { components } from "./schema";

type Wire = components["schemas"];

/** Working hours of a day: from and to as "09:00". */
export type Hours = readonly (readonly [string, string])[];

export interface OwnDay {
  readonly working: boolean;
  /** Absent: those of an ordinary workday. */
  readonly hours?: Hours | null;
  readonly name?: string;
}

export interface CalendarContent {
  readonly holidays: "cn" | "none";
  /** "1" is Monday; a weekday without hours is a day off. */
  readonly week: Readonly<Record<string, Hours>>;
  readonly days: Readonly<Record<string, OwnDay>>;
}

export type WorkCalendar = Omit<Wire["CalendarView"], "label"> & { readonly label: Text };
export type CalendarDay = Omit<Wire["CalendarDay"], "hours" | "name"> & {
  readonly hours: Hours;
  readonly name: Partial<Text>;
};
export type CalendarYear = WorkCalendar & {
  readonly content: CalendarContent;
  readonly year: number;
  readonly first_year: number;
  readonly last_year: number;
  readonly days: readonly CalendarDay[];
};

export interface CalendarChange {
  readonly label: Text;
  readonly zone: string;
  readonly content: CalendarContent;
  /** The one seen; 0 makes a new calendar. */
  readonly revision: number;
}

export const listCalendars = () => call<readonly WorkCalendar[]>(at("/api/calendars", {}));
export const readCalendar = (calendar: string, year: number) =>
  call<CalendarYear>(at("/api/calendars/{calendar}", { calendar }), { query: { year: String(year) } });
export const putCalendar = (calendar: string, body: CalendarChange) =>
  call<CalendarYear>(at("/api/calendars/{calendar}", { calendar }), { method: "PUT", body });

export type Roster = Omit<Wire["RosterView"], "label"> & { readonly label: Text };
export type Shift = Wire["ShiftView"];
export type Stretch = Wire["Stretch"];
export type Shifts = Omit<Wire["ShiftsView"], "roster"> & { readonly roster: Roster };

export interface ShiftDraft {
  readonly id?: string;
  readonly person: string;
  readonly from: string;
  readonly to: string;
  readonly unit?: string | null;
  readonly note?: string;
}

interface ShiftWindow {
  readonly from: string;
  readonly to: string;
  /** A calendar: gaps count only outside its working time. */
  readonly outside?: string;
}

const ask = (window: ShiftWindow) => ({ ...window, outside: window.outside ?? null });

export const listRosters = () => call<readonly Roster[]>(at("/api/rosters", {}));
export const putRoster = (roster: string, body: { readonly label: Text; readonly unit: string | null }) =>
  call<Roster>(at("/api/rosters/{roster}", { roster }), { method: "PUT", body });
export const readShifts = (roster: string, window: ShiftWindow) =>
  call<Shifts>(at("/api/rosters/{roster}/shifts", { roster }), { query: ask(window) });
export const putShifts = (roster: string, window: ShiftWindow, shifts: readonly ShiftDraft[]) =>
  call<Shifts>(at("/api/rosters/{roster}/shifts", { roster }), {
    method: "PUT",
    query: ask(window),
    body: { shifts },
  });
