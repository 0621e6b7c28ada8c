/** Decisions asked for and given (docs/approvals.md), and who decides for whom during an absence. */
import type { ActionField, Property, Text } from "./documents";
import { drawnFrom } from "./endpoints";
import { call } from "./http";
import type { Named } from "./owed";
import type { FileView, RowView, Titles, Value, Values } from "./types";

export type Box = "to_sign" | "asked" | "signed" | "all";
export type ApprovalState = "pending" | "approved" | "refused" | "withdrawn" | "timed_out";

export interface ApprovalView {
  readonly id: string;
  readonly entity: string;
  readonly record: string;
  readonly record_title: string;
  readonly record_version: number;
  readonly action: string;
  readonly action_label: Text;
  readonly state: ApprovalState;
  /** How a withdrawn one ended: taken_back, returned, stage or archived. */
  readonly cause: string;
  readonly asked_by: Named;
  readonly asked_at: string;
  readonly closed_at: string | null;
  readonly step: string | null;
  readonly step_label: Text | null;
  readonly waiting_for: readonly Named[];
  /** Nobody could be found to sign. */
  readonly stuck: boolean;
  readonly due_at: string | null;
  readonly overdue: boolean;
  readonly rights: {
    readonly sign: boolean;
    readonly pass_on: boolean;
    readonly take_back: boolean;
    readonly for_person?: Named | null;
  };
}

export interface Step {
  readonly id: string;
  readonly label: Text;
  readonly takes: "one" | "all" | "in_order";
  readonly state: "done" | "now" | "ahead";
}

export interface Turn {
  readonly n: number;
  readonly step: string;
  readonly step_label: Text;
  readonly person: Named | null;
  readonly state:
    "waiting" | "asked" | "approved" | "refused" | "returned" | "passed_on" | "skipped" | "timed_out";
  readonly by: Named | null;
  readonly at: string | null;
  readonly comment: string;
  readonly due_at: string | null;
  readonly overdue: boolean;
  readonly added_by: Named | null;
  readonly counts: boolean;
}

export interface ApprovalDetail extends ApprovalView {
  readonly steps: readonly Step[];
  readonly turns: readonly Turn[];
  readonly values: readonly {
    readonly key: string;
    readonly label: Text;
    readonly property: Property;
    readonly value: Value;
    readonly by?: Named | null;
  }[];
  readonly titles: Titles;
  readonly files: readonly FileView[];
  /** The mini form of the step under way, in the shape of an action; null: the reader may not sign. */
  readonly form: {
    readonly id: string;
    readonly entity: string;
    readonly label: Text;
    readonly fields?: Readonly<Record<string, ActionField>>;
  } | null;
  readonly back_to: readonly { readonly step: string; readonly label: Text }[];
  readonly row: RowView;
}

export type Verdict = "approve" | "refuse" | "return";
/** What is done about an approval under way. */
export type Signing =
  | {
      readonly kind: "sign";
      readonly verdict: Verdict;
      readonly inputs: Values;
      readonly comment: string;
      readonly to_step: string | null;
    }
  | {
      readonly kind: "pass_on";
      readonly person: string;
      /** Sign as well, not instead. */
      readonly added: boolean;
      readonly before: boolean;
      readonly comment: string;
    }
  | { readonly kind: "take_back"; readonly reason: string };

const home = (app: string) => `/api/apps/${encodeURIComponent(app)}/approvals`;

export const listApprovals = (app: string, box: Box, after: string | null) =>
  call<{ readonly rows: readonly ApprovalView[]; readonly next: string | null }>(home(app), {
    query: { box, after },
  });
export const readApproval = (app: string, id: string) =>
  call<ApprovalDetail>(`${home(app)}/${encodeURIComponent(id)}`);

export function decide(
  app: string,
  of: ApprovalView,
  { kind, ...body }: Signing,
  key: string,
  drawn?: number,
) {
  return call<unknown>(`${home(app)}/${encodeURIComponent(of.id)}/${kind}`, {
    method: "POST",
    body: { ...body, version: of.record_version },
    key,
    headers: drawnFrom(drawn),
  });
}

export interface Delegation {
  readonly id: string;
  readonly person: Named;
  readonly deputy: Named;
  readonly from_at: string;
  readonly to_at: string;
  readonly reason: string;
}

export const listDelegations = () => call<readonly Delegation[]>("/api/delegations");
export const addDelegation = (body: {
  readonly deputy: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}) => call<Delegation>("/api/delegations", { method: "POST", body });
export const endDelegation = (id: string) =>
  call<undefined>(`/api/delegations/${encodeURIComponent(id)}`, { method: "DELETE" });
