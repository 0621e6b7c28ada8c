/** The documents of an app whole, as the designer edits them: the shapes of schemas/*.schema.json (core/model). */

import type { Entity, Mark, Property, Statement, Text } from "../model/entity.ts";
import type { Node } from "../rules/ast.ts";
import type { AppJson } from "./operations.ts";

export type Marks = Readonly<Record<string, Mark>>;
type Keyed<T> = Readonly<Record<string, T>>;

export interface Manifest {
  readonly key: string;
  readonly name: Text;
  readonly version: string;
  readonly help?: Text | null;
  readonly icon?: string | null;
  readonly lineage?: { readonly template: string; readonly version: string; readonly base: string } | null;
  readonly clone_may_change?: Marks;
  readonly locks?: Marks;
}

export interface EntityDoc extends Entity {
  readonly entity: Entity["entity"] & {
    readonly order?: number;
    readonly icon?: string | null;
    readonly help?: Text | null;
  };
}

export interface FormSection {
  readonly label: Text;
  readonly fields: Keyed<{ readonly order?: number; readonly width?: "full" | "half" }>;
  readonly order?: number;
  readonly folded?: boolean;
}
export interface FormDoc {
  readonly id: string;
  readonly entity: string;
  readonly label: Text;
  readonly sections: Keyed<FormSection>;
  readonly order?: number;
}

export interface ListDoc {
  readonly id: string;
  readonly entity: string;
  readonly label: Text;
  readonly columns: Keyed<{ readonly order?: number; readonly width?: number | null }>;
  readonly sort?: string;
  readonly views?: Keyed<{
    readonly label: Text;
    readonly order?: number;
    readonly filter?: Node | null;
    readonly sort?: string | null;
  }>;
  readonly kanban?: {
    readonly fields?: Keyed<{ readonly order?: number }>;
    readonly total?: string | null;
  } | null;
  readonly order?: number;
}

export interface FieldDemand {
  readonly when?: Node | null;
  readonly order?: number;
}
export interface ActionDemand {
  readonly min?: number;
  readonly when?: Node | null;
  readonly order?: number;
}
export interface Requirement {
  readonly fields?: Keyed<FieldDemand>;
  readonly actions?: Keyed<ActionDemand>;
  readonly statements?: Keyed<Statement>;
}

export type StageKind = "open" | "won" | "lost" | "hold";
export interface Stage {
  readonly label: Text;
  readonly kind?: StageKind;
  readonly order?: number;
  readonly help?: Text | null;
  readonly color?: string | null;
  readonly entry?: Requirement;
  readonly expected?: string | null;
  readonly archived?: boolean;
}
export interface FlowPath {
  readonly label: Text;
  readonly stages: Marks;
  readonly order?: number;
  readonly when?: Node | null;
}
export interface Transition {
  readonly label: Text;
  readonly from: Marks;
  readonly to: string;
  readonly order?: number;
  readonly when?: Node | null;
  readonly message?: Text | null;
  readonly roles?: Marks;
  readonly requires?: Requirement;
}
export interface FlowDoc {
  readonly id: string;
  readonly entity: string;
  readonly label: Text;
  readonly stages: Keyed<Stage>;
  readonly paths: Keyed<FlowPath>;
  readonly transitions: Keyed<Transition>;
}

export interface Person {
  readonly to?: "owner" | "role" | "field" | "roster";
  readonly role?: string | null;
  readonly field?: string | null;
  readonly roster?: string | null;
}

export type EventKind =
  | "created"
  | "edited"
  | "moved"
  | "acted"
  | "assigned"
  | "archived"
  | "path_changed"
  | "rolled_up"
  | "breached"
  | "refused";
export interface EventPattern {
  readonly entity: string;
  readonly kind: EventKind;
  readonly stage?: string | null;
  readonly from?: string | null;
  readonly action?: string | null;
  readonly duty?: string | null;
  readonly fields?: Marks;
  readonly when?: Node | null;
}

export interface ActionField {
  readonly order?: number;
  readonly target?: string | null;
  readonly property?: Property | null;
  readonly label?: Text | null;
  readonly required?: boolean;
  readonly required_when?: Node | null;
  readonly relevance?: Node | null;
  readonly default_rule?: Node | null;
}
export interface Evidence {
  readonly min?: number;
  readonly max?: number;
  readonly accept?: Marks;
  readonly label?: Text | null;
  readonly reuse?: "allow" | "flag" | "refuse";
  readonly camera?: boolean;
}
export interface Escalation {
  readonly after: string;
  readonly person: Person;
  readonly order?: number;
}
export interface Approver {
  readonly person: Person;
  readonly order?: number;
  readonly when?: Node | null;
}
export interface ApprovalStep {
  readonly label: Text;
  readonly approvers: Keyed<Approver>;
  readonly order?: number;
  readonly takes?: "one" | "all" | "in_order";
  readonly when?: Node | null;
  readonly fields?: Keyed<ActionField>;
  readonly within?: string | null;
  readonly calendar?: string | null;
  readonly on_timeout?: "remind" | "refuse";
  readonly escalate?: Keyed<Escalation>;
}
export interface ActionDoc {
  readonly id: string;
  readonly entity: string;
  readonly label: Text;
  readonly order?: number;
  readonly icon?: string | null;
  readonly help?: Text | null;
  readonly stages?: Marks;
  readonly roles?: Marks;
  readonly when?: Node | null;
  readonly message?: Text | null;
  readonly fields?: Keyed<ActionField>;
  readonly evidence?: Evidence | null;
  readonly requires?: Requirement;
  readonly creates?: { readonly entity: string; readonly link: string; readonly values?: Keyed<Node> } | null;
  readonly writes?: Keyed<Node>;
  readonly advances?: { readonly to: string } | null;
  readonly effective?: Node | null;
  readonly approval?: { readonly steps: Keyed<ApprovalStep>; readonly withdraw?: boolean } | null;
}

export interface Due {
  readonly after?: string | null;
  readonly calendar?: string | null;
  readonly field?: string | null;
  readonly at?: string | null;
  readonly variants?: Keyed<{
    readonly when: Node;
    readonly after: string;
    readonly calendar?: string | null;
    readonly order?: number;
  }>;
}
export interface DutyDoc {
  readonly id: string;
  readonly entity: string;
  readonly label: Text;
  readonly opens_when: EventPattern;
  readonly action: string;
  readonly due: Due;
  readonly order?: number;
  readonly help?: Text | null;
  readonly unit?: "days" | "hours" | "minutes" | "seconds";
  readonly counts?: Node | null;
  readonly owed_while?: Node | null;
  readonly repeats?: {
    readonly period: "each" | "since_last" | "day" | "week" | "month" | "quarter";
    readonly every?: string | null;
  } | null;
  readonly resets_on?: Keyed<{ readonly when?: Node | null }>;
  readonly assign?: Person;
  readonly remind?: Keyed<{
    readonly before: string;
    readonly person?: Person | null;
    readonly order?: number;
  }>;
  readonly escalate?: Keyed<Escalation>;
  readonly blocks?: Keyed<{ readonly when?: "open" | "breached" }>;
  readonly waive?: Marks;
}
export interface QueueDoc {
  readonly id: string;
  readonly label: Text;
  readonly duties?: Marks;
  readonly roles?: Marks;
  readonly order?: number;
  readonly help?: Text | null;
}

export type Effect = { readonly order?: number } & (
  | { readonly kind: "set"; readonly field: string; readonly value: Node }
  | {
      readonly kind: "create";
      readonly entity: string;
      readonly link?: string | null;
      readonly values?: Keyed<Node>;
    }
  | { readonly kind: "move"; readonly stage: string }
  | { readonly kind: "open"; readonly duty: string }
  | { readonly kind: "notify"; readonly person: Person; readonly text: Text }
  | { readonly kind: "webhook"; readonly endpoint: string }
  | { readonly kind: "assign"; readonly person: Person }
);
export interface TriggerDoc {
  readonly id: string;
  readonly label: Text;
  readonly on: EventPattern;
  readonly effects: Keyed<Effect>;
  readonly order?: number;
  readonly help?: Text | null;
}

export interface TableDoc {
  readonly id: string;
  readonly entity: string;
  readonly label: Text;
  readonly inputs: Keyed<{ readonly label: Text; readonly rule: Node; readonly order?: number }>;
  readonly rows: Keyed<{
    readonly output: Node;
    readonly cells?: Keyed<Node>;
    readonly order?: number;
    readonly note?: Text | null;
  }>;
  readonly output?: string | null;
  readonly otherwise?: Node | null;
  readonly order?: number;
  readonly help?: Text | null;
}

export type Scope = "own" | "unit" | "subtree" | "all";
export interface EntityAccess {
  readonly scope: Scope;
  readonly create?: boolean;
  readonly edit?: boolean;
  readonly assign?: boolean;
  readonly archive?: boolean;
  readonly imports?: boolean;
  readonly exports?: boolean;
  readonly fields?: Readonly<Record<string, "read" | "none">>;
}
export interface RoleDoc {
  readonly label: Text;
  readonly order?: number;
  readonly entities?: Keyed<EntityAccess>;
  readonly design?: boolean;
  readonly people?: boolean;
}

export interface AppDoc {
  readonly app: Manifest;
  readonly access: { readonly roles: Keyed<RoleDoc> };
  readonly entities: Keyed<EntityDoc>;
  readonly forms?: Keyed<FormDoc>;
  readonly lists?: Keyed<ListDoc>;
  readonly flows?: Keyed<FlowDoc>;
  readonly actions?: Keyed<ActionDoc>;
  readonly duties?: Keyed<DutyDoc>;
  readonly triggers?: Keyed<TriggerDoc>;
  readonly queues?: Keyed<QueueDoc>;
  readonly decision_tables?: Keyed<TableDoc>;
  /** Kept as they are; no section edits them yet. */
  readonly metrics?: Keyed<unknown>;
  readonly boards?: Keyed<unknown>;
}

/** The same documents, read by what they mean; an app that the server keeps always has this shape. */
export const documentsOf = (app: AppJson): AppDoc => app as unknown as AppDoc;
