/** Before a draft goes into force, and putting it there (docs/designing.md, section 2). */
import type { HeldValues } from "../engine/design/options/held";
import type { AppJson, Operation } from "../engine/design/operations";
import type { EditAnswer } from "./design";
import type { Text } from "./documents";
import { call } from "./http";
import type { components } from "./schema";

type Wire = components["schemas"];
type With<T, M> = Omit<T, keyof M> & M;

/** One change in business words; `before` and `after` are the two sides by themselves. */
export type Change = With<
  Wire["ChangeView"],
  { readonly place: Text; readonly words: Text; readonly before: Text; readonly after: Text }
>;
export type ChangeGroup = With<
  Wire["ChangeGroup"],
  { readonly kind: string; readonly label: Text; readonly changes: readonly Change[] }
>;
/** A business object that going back keeps with its records, out of everybody's sight; detail rows say whose. */
export type Hidden = With<Wire["HiddenView"], { readonly label: Text; readonly rows_of: Text | null }>;
export interface Changes {
  readonly groups: readonly ChangeGroup[];
  readonly hidden?: readonly Hidden[];
}

interface Said {
  readonly message: Text;
}
/** A record in the flow that the draft touches. */
export type Touched = With<
  Wire["TouchedRecord"],
  {
    readonly path: Text | null;
    readonly stage: Text | null;
    readonly needs: readonly Said[];
    readonly issues: readonly (Said & { readonly path: string })[];
  }
>;
export type StageLeft = With<
  Wire["StageLeft"],
  {
    readonly label: Text;
    readonly path_label: Text | null;
    readonly offered: readonly { readonly id: string; readonly label: Text }[];
  }
>;
export type TouchedCount = With<Wire["TouchedCount"], { readonly label: Text }>;
/** Records in the flow as far as they have been looked at: `looked` of `total`; `done`: all of them. */
export interface InFlight {
  readonly counts: readonly TouchedCount[];
  readonly touched: readonly Touched[];
  readonly mappings_needed: readonly StageLeft[];
  /** Rules over fields that one does not see are left out. */
  readonly withheld: boolean;
  readonly looked: number;
  readonly total: number;
  readonly done: boolean;
}
interface Slice {
  readonly counts: readonly TouchedCount[];
  readonly touched: readonly Touched[];
  readonly mappings_needed: readonly StageLeft[];
  readonly withheld: boolean;
  readonly total: number | null;
  readonly next: string | null;
}

export type CopyForeseen = With<
  Wire["CopyForeseen"],
  {
    readonly label: Text;
    readonly field: Text;
    readonly source: Text;
    readonly examples: readonly With<Wire["LostValue"], { readonly value: Text }>[];
  }
>;
export type MergeForeseen = With<
  Wire["MergeForeseen"],
  {
    readonly label: Text;
    readonly field: Text;
    readonly options: readonly { readonly label: Text; readonly into: Text }[];
  }
>;
/** What would be copied into fields that come in place of others, as far as the values have been looked at, and what options
 * would be merged. */
export interface Copies {
  readonly copies: readonly CopyForeseen[];
  readonly merges: readonly MergeForeseen[];
  readonly done: boolean;
}

/** What a field in force holds, as options of a field of `kind` that would take its place. */
export const readHeld = (
  app: string,
  query: { entity: string; field: string; kind: string },
  signal: AbortSignal,
): Promise<HeldValues> => call<Wire["HeldValuesView"]>(path(app, "values"), { query, signal });

export type Asking = With<
  Wire["AskingView"],
  { readonly label: Text; readonly fields: readonly With<Wire["AskedField"], { readonly label: Text }>[] }
>;
export type Later = With<
  Wire["LaterView"],
  { readonly label: Text; readonly asked_at: Text; readonly stage: Text | null }
>;
export type Burden = With<
  Wire["BurdenView"],
  { readonly places: readonly Asking[]; readonly could_wait: readonly Later[] }
>;

export type Version = Wire["VersionView"];
export type Published = Wire["PublishedView"];
/** Entity -> stage (or "stage/path") that is no more -> stage its records go to. */
export type Mapping = Readonly<Record<string, Readonly<Record<string, string>>>>;

const path = (app: string, ...parts: readonly string[]): string =>
  ["/api/design", ...[app, ...parts].map(encodeURIComponent)].join("/");

/** What the draft (or version `to`) says differently from the version in force (or `from`). */
export const readChanges = (app: string, sides: { from?: number; to?: number } = {}) =>
  call<Changes>(path(app, "changes"), { query: { ...sides } });
/** Every record in the flow, a slice to a request until `signal`; `onto` is told how far it is. */
export async function readInFlight(
  app: string,
  onto: (far: InFlight) => void,
  signal: AbortSignal,
): Promise<InFlight> {
  let far = NOTHING;
  let after: string | null = "";
  while (after !== null) {
    const slice: Slice = await call<Slice>(path(app, "in_flight"), {
      query: after === "" ? {} : { after },
      signal,
    });
    far = joined(far, slice);
    after = slice.next;
    if (after !== null) onto(far);
  }
  return far;
}

const NOTHING: InFlight = {
  counts: [],
  touched: [],
  mappings_needed: [],
  withheld: false,
  looked: 0,
  total: 0,
  done: false,
};
/** So many records of an entity are named. */
const NAMED = 500;

function joined(far: InFlight, slice: Slice): InFlight {
  const counts = new Map(far.counts.map((one) => [one.entity, one]));
  for (const one of slice.counts) {
    const was = counts.get(one.entity);
    counts.set(one.entity, {
      ...one,
      looked_at: one.looked_at + (was?.looked_at ?? 0),
      touched: one.touched + (was?.touched ?? 0),
      stage_lost: one.stage_lost + (was?.stage_lost ?? 0),
      path: one.path + (was?.path ?? 0),
      needs: one.needs + (was?.needs ?? 0),
      issues: one.issues + (was?.issues ?? 0),
    });
  }
  const named = new Map<string, number>();
  const touched = [...far.touched, ...slice.touched].filter(({ entity }) => {
    named.set(entity, (named.get(entity) ?? 0) + 1);
    return (named.get(entity) ?? 0) <= NAMED;
  });
  return {
    counts: [...counts.values()],
    touched,
    mappings_needed: [...far.mappings_needed, ...slice.mappings_needed],
    withheld: far.withheld || slice.withheld,
    looked: far.looked + slice.counts.reduce((sum, { looked_at }) => sum + looked_at, 0),
    total: far.total + (slice.total ?? 0),
    done: slice.next === null,
  };
}

/** Every value that would be copied, a slice to a request until `signal`; `onto` is told how far it is. */
export async function readCopies(
  app: string,
  onto: (far: Copies) => void,
  signal: AbortSignal,
): Promise<Copies> {
  let far: Copies = { copies: [], merges: [], done: false };
  let after: string | null = "";
  while (after !== null) {
    const slice: Omit<Copies, "done"> & { readonly next: string | null } = await call(path(app, "copies"), {
      query: after === "" ? {} : { after },
      signal,
    });
    far = {
      copies: added(far.copies, slice.copies),
      merges: [...far.merges, ...slice.merges],
      done: slice.next === null,
    };
    after = slice.next;
    if (after !== null) onto(far);
  }
  return far;
}

/** So many values that cannot be copied are named. */
const LOST_NAMED = 5;

function added(far: readonly CopyForeseen[], slice: readonly CopyForeseen[]): CopyForeseen[] {
  const found = new Map(far.map((one) => [one.path, one]));
  for (const one of slice) {
    const was = found.get(one.path);
    found.set(one.path, {
      ...one,
      looked_at: one.looked_at + (was?.looked_at ?? 0),
      lost: one.lost + (was?.lost ?? 0),
      examples: [...(was?.examples ?? []), ...one.examples].slice(0, LOST_NAMED),
    });
  }
  return [...found.values()];
}

export const readBurden = (app: string) => call<Burden>(path(app, "burden"));
export const publishDraft = (app: string, body: { revision: number; note: string; mapping: Mapping }) =>
  call<Published>(path(app, "publish"), { method: "POST", body });

/** A publication that takes effect later. */
export type Planned = Wire["PlannedView"];
export const readPlanned = (app: string) => call<{ readonly planned: Planned | null }>(path(app, "planned"));
export const planDraft = (
  app: string,
  body: { revision: number; note: string; mapping: Mapping; at: string },
) => call<Planned>(path(app, "planned"), { method: "POST", body });
export const takeBackPlan = (app: string) => call<undefined>(path(app, "planned"), { method: "DELETE" });

export const listVersions = (app: string) => call<Version[]>(path(app, "versions"));
export const readVersion = (app: string, number: number) =>
  call<{ readonly documents: AppJson }>(path(app, "versions", String(number)));
export const restoreVersion = (app: string, number: number, revision: number) =>
  call<EditAnswer>(path(app, "versions", String(number), "restore"), { method: "POST", body: { revision } });
export const discardDraft = (app: string, revision: number) =>
  call<EditAnswer>(path(app, "discard"), { method: "POST", body: { revision } });

/** What a zip of documents would change in the draft: nothing is done yet. */
export interface Folder extends Changes {
  readonly revision: number;
  readonly operations: readonly Operation[];
}
export const exportAddress = (app: string): string => path(app, "export");
export const readFolder = (app: string, file: File) =>
  call<Folder>(path(app, "import"), { method: "POST", raw: file });
