/** What goes over the wire (docs/contract.md, section 4). */
import type { ActionDoc, EntityDoc, EntityRights, FlowDoc, FormDoc, ListDoc, Text } from "./documents";

/** A field value: JSON-like and normalised; empty is null (docs/contract.md, section 1). */
export type Value = unknown;
export type Values = Record<string, Value>;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly unit?: string | null;
  readonly unit_name?: string;
  readonly login?: string | null;
  /** The password was set by someone else and must be changed before anything else. */
  readonly must_change?: boolean;
  /** Role by app; given for oneself and to who manages people. */
  readonly roles?: Readonly<Record<string, string>>;
  readonly manages?: boolean;
}

export interface Session {
  readonly person: Person;
  readonly csrf: string;
  readonly organisation: { readonly name: string; readonly zone: string };
}

export interface AppInfo {
  readonly key: string;
  readonly name: Text;
  readonly icon?: string | null;
  readonly help?: Text | null;
  readonly version: number;
  readonly entities: readonly { id: string; label: Text; icon?: string | null; order?: number }[];
  readonly role: string;
}

export interface Bundle {
  readonly key: string;
  readonly name: Text;
  readonly version: number;
  readonly digest: string;
  readonly zone: string;
  readonly role?: string;
  readonly entities: Readonly<Record<string, EntityDoc>>;
  readonly forms: Readonly<Record<string, FormDoc>>;
  readonly lists: Readonly<Record<string, ListDoc>>;
  readonly flows: Readonly<Record<string, FlowDoc>>;
  readonly actions: Readonly<Record<string, ActionDoc>>;
  readonly rights: Readonly<Record<string, EntityRights>>;
}

/** Names of references, persons and units by field and id. */
export type Titles = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface RowView {
  readonly id: string;
  readonly version: number;
  readonly stage: string | null;
  readonly path: string | null;
  readonly owner: string | null;
  readonly unit: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly values: Values;
  readonly titles: Titles;
}

export interface RecordView extends RowView {
  readonly entity: string;
  readonly title: string;
  readonly archived: boolean;
  readonly created_by: string | null;
  readonly milestones: {
    readonly acts: Readonly<Record<string, number>>;
    readonly stage_first_at: Readonly<Record<string, string>>;
  };
}

/** One thing that must exist before a gate opens (core/run/acts.py, Need) in words. */
export interface Need {
  readonly kind: "field" | "action" | "statement";
  readonly at: string;
  readonly entity: string;
  readonly record: string;
  readonly field?: string | null;
  readonly action?: string | null;
  readonly min?: number;
  readonly done?: number;
  readonly statement?: string | null;
  /** The input of an action's mini form that is empty. */
  readonly input?: string | null;
  readonly explain?: unknown;
  readonly by?: readonly string[];
  readonly label: Text;
  readonly message: Text;
  readonly record_title?: string | null;
}

export interface NextTo {
  readonly transition: string;
  readonly stage: string;
  readonly label: Text;
  readonly open: boolean;
  readonly needs: readonly Need[];
}

export interface NextAction {
  readonly action: string;
  readonly label: Text;
  readonly offered: boolean;
  readonly done: number;
  /** What must come first, where it is not offered for that. */
  readonly needs?: readonly Need[];
  readonly reason?: Text | null;
}

export interface NextStep {
  readonly stage: string | null;
  readonly path?: string | null;
  /** What the record owes where it stands. */
  readonly owed?: readonly Need[];
  readonly to: readonly NextTo[];
  readonly actions: readonly NextAction[];
}

export interface RecordAnswer {
  readonly record: RecordView;
  readonly next: NextStep;
  readonly rights: { readonly edit: boolean; readonly assign: boolean; readonly archive: boolean };
}

export interface Answer {
  readonly record: RecordView;
  readonly next: NextStep;
  readonly created: { readonly entity: string; readonly id: string } | null;
  readonly moved: readonly string[];
}

export interface TodayItem {
  readonly record: RowView;
  readonly title: string;
  readonly needs: number;
  readonly next: {
    readonly kind: string;
    readonly action?: string | null;
    readonly to?: string | null;
    readonly label: Text;
  };
}

export interface Today {
  readonly groups: readonly {
    readonly entity: string;
    readonly stage: string | null;
    readonly label: Text;
    /** May exceed the items shown. */
    readonly count: number;
    readonly items: readonly TodayItem[];
  }[];
}

export interface RowPage {
  readonly rows: readonly RowView[];
  readonly next: string | null;
}

export interface BoardColumn {
  readonly stage: string;
  readonly count: number;
  readonly total: number | null;
  readonly rows: readonly RowView[];
  readonly next: string | null;
}

export interface OptionView {
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string | null;
}

export interface EventView {
  readonly seq: number;
  readonly at: string;
  readonly actor: Person | null;
  readonly kind: string;
  readonly name: string | null;
  readonly from_stage: string | null;
  readonly to_stage: string | null;
  readonly changes: Readonly<Record<string, readonly [Value, Value]>>;
  readonly data: Readonly<Record<string, Value>>;
  readonly version: number;
  readonly titles?: Titles;
}

export interface EventPage {
  readonly events: readonly EventView[];
  readonly next: number | string | null;
}

export interface Issue {
  readonly path: string;
  readonly code: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly message?: Text;
}

export interface Problem {
  readonly code: string;
  readonly message: Text;
  readonly remedy?: Text;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly issues?: readonly Issue[];
  readonly needs?: readonly Need[];
}

export interface FileView {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly size: number;
}

export interface UnitNode {
  readonly id: string;
  readonly name: string;
  readonly parent?: string | null;
  readonly children?: readonly UnitNode[];
}
