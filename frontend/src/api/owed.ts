/** What is owed and what a person may do about it (docs/contract.md, section 7). */
import type { Text } from "./documents";
import { call } from "./http";
import type { Values } from "./types";

export interface Named {
  readonly id: string;
  readonly name: string;
}

export type ShownIn = "days" | "hours" | "minutes" | "seconds";

/** An obligation 待办. Instants are ISO UTC; `late_s` is by how many seconds it is or was overdue. */
export interface Owed {
  readonly id: string;
  readonly entity: string;
  readonly record: string;
  readonly record_title: string;
  readonly record_version: number;
  readonly duty: string;
  readonly label: Text;
  readonly help?: Text | null;
  readonly action: string;
  readonly action_label: Text;
  readonly cycle: string;
  readonly kind: "duty" | "approval";
  readonly state: "open" | "done" | "waived" | "withdrawn";
  readonly owner: Named | null;
  readonly unit: string | null;
  readonly due_at: string | null;
  readonly original_due_at: string | null;
  readonly provisional: boolean;
  readonly overdue: boolean;
  readonly late: boolean;
  readonly late_s: number;
  readonly opened_at: string;
  readonly closed_at: string | null;
  readonly escalated: boolean;
  readonly shown_in: string;
  readonly rights: { readonly act: boolean; readonly waive: boolean; readonly nudge: boolean };
  readonly blocks?: readonly Text[];
  readonly evidence?: {
    readonly min: number;
    readonly camera: boolean;
    readonly accept: readonly string[];
  } | null;
  /** The approval to decide, when that is what is owed. */
  readonly approval?: string | null;
}

export type OwedGroup = "overdue" | "today" | "week" | "later";
export type OwedToday = { readonly [group in OwedGroup]: readonly Owed[] } & {
  readonly counts: { readonly [group in OwedGroup]: number };
};

export interface OwedPage {
  readonly rows: readonly Owed[];
  readonly next: string | null;
}

export interface Queue {
  readonly id: string;
  readonly label: Text;
  readonly help: Text | null;
  readonly duties: readonly string[];
  readonly open: number;
  readonly overdue: number;
  readonly unassigned: number;
}

export interface DueChange {
  readonly at: string;
  readonly old: string | null;
  readonly new: string | null;
  readonly cause: string;
  readonly reason: string;
  readonly actor: Named | null;
}

export interface OwedEvent {
  readonly at: string;
  readonly actor: Named | null;
  readonly kind: string;
  readonly data: Values;
  /** Names of the persons in `data`. */
  readonly names: Readonly<Record<string, string>>;
}

export interface Delivery {
  readonly at: string;
  readonly kind: string;
  readonly person: Named;
  readonly read_at: string | null;
  readonly channels: readonly {
    readonly channel: string;
    readonly state: string;
    readonly at: string;
    readonly error: string;
  }[];
}

/** An obligation with its reason. */
export interface Why extends Owed {
  readonly why: {
    readonly duty: Text;
    readonly opened_by: OwedEvent | null;
    readonly rules: readonly { readonly part: string; readonly sentence: Text; readonly explain: unknown }[];
    readonly due: {
      readonly base_at: string | null;
      readonly base_field: Text | null;
      readonly limit: string | null;
      readonly at: string | null;
      readonly calendar: string | null;
      readonly variant: unknown;
      readonly provisional: boolean;
      readonly sentence: Text;
      readonly changes: readonly DueChange[];
    };
  };
  readonly log: readonly OwedEvent[];
  readonly deliveries: readonly Delivery[];
}

export interface OwedQuery {
  readonly state?: "open";
  readonly scope?: "mine" | "seen";
  readonly queue?: string | undefined;
  readonly duty?: string | undefined;
  readonly owner?: string | undefined;
  readonly record?: string | undefined;
  readonly overdue?: "true" | undefined;
  readonly after?: string | null;
  readonly limit?: number;
}

/** What a person does about an obligation. */
export type See =
  | { readonly kind: "nudge"; readonly text: string }
  | { readonly kind: "waive"; readonly reason: string }
  | { readonly kind: "extend"; readonly due: string; readonly reason: string }
  | { readonly kind: "reassign"; readonly person: string; readonly reason: string };

const home = (app: string) => `/api/apps/${encodeURIComponent(app)}/obligations`;

export const listOwed = (app: string, query: OwedQuery) => call<OwedPage>(home(app), { query: { ...query } });
export const readWhy = (app: string, id: string) => call<Why>(`${home(app)}/${encodeURIComponent(id)}`);
export const listQueues = (app: string) =>
  call<readonly Queue[]>(`/api/apps/${encodeURIComponent(app)}/queues`);

/** Nudge, waive, extend or reassign; `key` is the same for every try of the same attempt. */
export function see(app: string, owed: Owed, { kind, ...body }: See, key: string) {
  return call<{ readonly obligation: Owed; readonly version: number }>(
    `${home(app)}/${encodeURIComponent(owed.id)}/${kind}`,
    { method: "POST", body: { ...body, version: owed.record_version }, key },
  );
}
