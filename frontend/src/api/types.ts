/**
 * What goes over the wire. The shapes are those generated from the served OpenAPI document (`npm run api`); here they get
 * their short names, and the members OpenAPI can only call "object" (texts, documents) their own types.
 */
import type { Calendar, ZoneTable } from "../engine/rules/ast";
import type {
  ActionDoc,
  DutyDoc,
  EntityDoc,
  EntityRights,
  FlowDoc,
  FormDoc,
  ListDoc,
  Text,
} from "./documents";
import type { ApprovalView } from "./approvals";
import type { Owed, OwedToday } from "./owed";
import type { components } from "./schema";

type Wire = components["schemas"];
/** `T` with the members of `M` in place of its own. */
type With<T, M> = Omit<T, keyof M> & M;

/** A field value: JSON-like and normalised; empty is null (docs/contract.md, section 1). */
export type Value = unknown;
export type Values = Record<string, Value>;
/** Names of references, persons, units and files by field and id. */
export type Titles = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Someone as pickers and timelines name them; the rest is given for oneself and to who manages people. */
export type Person = Wire["PersonRef"] & Partial<Wire["PersonView"]>;
export type Session = With<Wire["SessionView"], { readonly person: Person }>;
export type UnitNode = Wire["UnitView"];

export type AppInfo = With<
  Wire["AppView"],
  {
    readonly name: Text;
    readonly help: Text | null;
    /** What I may do with the app as a whole. */
    readonly rights?: { readonly design?: boolean };
    /** Roles I may give to people. */
    readonly roles: Readonly<Record<string, Text>>;
    readonly entities: readonly With<Wire["EntityLink"], { readonly label: Text }>[];
  }
>;

export type Bundle = With<
  Wire["Bundle"],
  {
    readonly name: Text;
    readonly entities: Readonly<Record<string, EntityDoc>>;
    readonly forms: Readonly<Record<string, FormDoc>>;
    readonly lists: Readonly<Record<string, ListDoc>>;
    readonly flows: Readonly<Record<string, FlowDoc>>;
    readonly actions: Readonly<Record<string, ActionDoc>>;
    /** Duties of the entities this role sees, as far as their words are needed. */
    readonly duties: Readonly<Record<string, DutyDoc>>;
    readonly rights: Readonly<Record<string, EntityRights>>;
    /** The organisation's zone and the working calendars, as rules read them. */
    readonly offsets: ZoneTable;
    readonly calendars: Readonly<Record<string, Calendar>>;
  }
>;

export type RowView = Readonly<Wire["RowView"]>;
export type RecordView = Readonly<
  With<
    Wire["RecordView"],
    { readonly obligations?: readonly Owed[]; readonly approvals?: readonly ApprovalView[] }
  >
>;
export type RowPage = With<Wire["RowPage"], { readonly rows: RowView[] }>;
export type BoardColumn = With<Wire["BoardColumnView"], { readonly rows: RowView[] }>;
export type Board = With<Wire["BoardView"], { readonly columns: BoardColumn[] }>;
export type Count = Wire["CountView"];
export type OptionView = Wire["OptionView"];
export type FileView = Wire["FileView"];

/** One thing that must exist before a gate opens (core/run/acts.py, Need), in words. */
export type Need = With<Wire["NeedView"], { readonly label: Text; readonly message: Text }>;
export type NextTo = With<Wire["WayView"], { readonly label: Text; readonly needs: readonly Need[] }>;
export type NextAction = With<
  Wire["OfferView"],
  { readonly label: Text; readonly needs: readonly Need[]; readonly reason?: Text | null }
>;
export type NextStep = With<
  Wire["NextView"],
  { readonly owed: readonly Need[]; readonly to: readonly NextTo[]; readonly actions: readonly NextAction[] }
>;
export type RecordAnswer = With<
  Wire["RecordAnswer"],
  { readonly record: RecordView; readonly next: NextStep }
>;
export type Answer = With<Wire["Answer"], { readonly record: RecordView; readonly next: NextStep }>;

export type TodayItem = With<
  Wire["TodayItem"],
  { readonly record: RowView; readonly next: With<Wire["TodayNext"], { readonly label: Text }> }
>;
export interface Today {
  readonly owed: OwedToday;
  /** How many decisions wait for me. */
  readonly approvals: number;
  readonly worker: { readonly stale: boolean; readonly seen_at: string | null };
  readonly groups: readonly With<
    Wire["TodayGroup"],
    { readonly label: Text; readonly items: readonly TodayItem[] }
  >[];
}

export type EventView = With<
  Wire["EventView"],
  { readonly changes: Readonly<Record<string, readonly Value[]>> }
>;
export type EventPage = With<Wire["EventPage"], { readonly events: readonly EventView[] }>;

export interface Issue {
  readonly path: string;
  readonly code: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly message?: Text;
}

/** The envelope of every refusal (web/problems.py). */
export interface Problem {
  readonly code: string;
  readonly message: Text;
  readonly remedy?: Text;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly issues?: readonly Issue[];
  readonly needs?: readonly Need[];
}
