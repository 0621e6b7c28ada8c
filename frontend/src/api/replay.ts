/** What the draft would have done over history (docs/replay.md). */
import type { Text } from "./documents";
import { call } from "./http";

interface PersonRef {
  readonly id: string;
  readonly name: string;
}

export interface ReplayNeed {
  readonly kind: string;
  readonly id: string;
  readonly label: Text;
}
/** A past act of a named record; not `sure`: it cannot be known. */
export interface ReplayCase {
  readonly record: string;
  readonly title: string;
  readonly at: string;
  readonly actor: PersonRef | null;
  readonly sure: boolean;
  readonly needs: readonly ReplayNeed[];
}
export interface ReplayGroup {
  readonly entity: string;
  readonly entity_label: Text;
  readonly kind: string;
  readonly id: string;
  readonly label: Text;
  readonly count: number;
  readonly undetermined: number;
  readonly examples: readonly ReplayCase[];
}
export interface ReplayFates {
  readonly opened: number;
  readonly met: number;
  readonly late: number;
  readonly open: number;
  readonly overdue: number;
  readonly withdrawn: number;
  readonly waived: number;
}
export interface ReplayDuty {
  readonly duty: string;
  readonly label: Text;
  readonly change: string;
  readonly undetermined: number;
  readonly old: ReplayFates;
  readonly new: ReplayFates;
}
interface Two {
  readonly old: number;
  readonly new: number;
}
/** The obligations of a duty that opened in a week, by whose they were last (null: nobody's). */
export interface ReplayOwed {
  readonly person: PersonRef | null;
  readonly week: string;
  readonly duty: string;
  readonly label: Text;
  readonly opened: Two;
  /** Done late, or open past the deadline at the end. */
  readonly breached: Two;
  readonly entity: string;
  /** The first of the records on which the versions differ. */
  readonly records: readonly ReplayOwedOn[];
  /** How many more there are. */
  readonly unnamed: number;
}
interface ReplayOwedOn {
  readonly record: string;
  readonly title: string;
  readonly opened: Two;
  readonly breached: Two;
}
export interface ReplayMessages {
  readonly person: PersonRef;
  readonly week: string;
  readonly kind: string;
  readonly old: number;
  readonly new: number;
}
export interface ReplayTrigger {
  readonly trigger: string;
  readonly label: Text;
  readonly effect: string;
  readonly kind: string;
  readonly old: number;
  readonly new: number;
}
export interface ReplayTable {
  readonly table: string;
  readonly label: Text;
  readonly asked: number;
  readonly changed: number;
  readonly undetermined: number;
  readonly examples: readonly {
    readonly entity: string;
    readonly record: string;
    readonly title: string;
    readonly at: string;
    readonly before: unknown;
    readonly after: unknown;
  }[];
}
export interface ReplayReport {
  readonly events: number;
  readonly transitions: number;
  readonly acts: number;
  readonly checked: number;
  readonly selfcheck: { readonly records: number; readonly mismatches: number };
  readonly blocked: readonly ReplayGroup[];
  readonly unblocked: readonly ReplayGroup[];
  readonly duties: readonly ReplayDuty[];
  readonly owed: readonly ReplayOwed[];
  readonly messages: readonly ReplayMessages[];
  readonly triggers: readonly ReplayTrigger[];
  readonly tables: readonly ReplayTable[];
  readonly notes: readonly { readonly code: string; readonly text: Text }[];
}
export interface ReplayJob {
  readonly id: string;
  readonly state: "waiting" | "running" | "done" | "failed" | "stopped";
  readonly revision: number;
  readonly progress: { readonly done: number; readonly total: number };
  readonly report: ReplayReport | null;
  readonly error: { readonly message: Text; readonly remedy: Text } | null;
}

const path = (app: string, ...more: readonly string[]): string =>
  ["/api/design", ...[app, "replay", ...more].map(encodeURIComponent)].join("/");

/** A window of history: two instants, of which the second is not part of it. */
export const startReplay = (app: string, window: { from: string; to: string }) =>
  call<ReplayJob>(path(app), { method: "POST", body: window });
export const readReplay = (app: string, id: string) => call<ReplayJob>(path(app, id));
export const stopReplay = (app: string, id: string) => call<ReplayJob>(path(app, id), { method: "DELETE" });
