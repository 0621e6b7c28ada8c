/** Before a draft goes into force, and putting it there (docs/designing.md, section 2). */
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
export interface Changes {
  readonly groups: readonly ChangeGroup[];
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
    readonly issues: readonly Said[];
  }
>;
export type StageLeft = With<
  Wire["StageLeft"],
  { readonly label: Text; readonly offered: readonly { readonly id: string; readonly label: Text }[] }
>;
export interface InFlight {
  readonly counts: readonly With<Wire["TouchedCount"], { readonly label: Text }>[];
  readonly touched: readonly Touched[];
  readonly mappings_needed: readonly StageLeft[];
}

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
/** Entity -> stage that is no more -> stage its records go to. */
export type Mapping = Readonly<Record<string, Readonly<Record<string, string>>>>;

const path = (app: string, ...parts: readonly string[]): string =>
  ["/api/design", ...[app, ...parts].map(encodeURIComponent)].join("/");

/** What the draft (or version `to`) says differently from the version in force (or `from`). */
export const readChanges = (app: string, sides: { from?: number; to?: number } = {}) =>
  call<Changes>(path(app, "changes"), { query: { ...sides } });
export const readInFlight = (app: string) => call<InFlight>(path(app, "in_flight"));
export const readBurden = (app: string) => call<Burden>(path(app, "burden"));
export const publishDraft = (app: string, body: { revision: number; note: string; mapping: Mapping }) =>
  call<Published>(path(app, "publish"), { method: "POST", body });

export const listVersions = (app: string) => call<Version[]>(path(app, "versions"));
export const readVersion = (app: string, number: number) =>
  call<{ readonly documents: AppJson }>(path(app, "versions", String(number)));
export const restoreVersion = (app: string, number: number, revision: number) =>
  call<EditAnswer>(path(app, "versions", String(number), "restore"), { method: "POST", body: { revision } });
export const discardDraft = (app: string, revision: number) =>
  call<EditAnswer>(path(app, "discard"), { method: "POST", body: { revision } });

/** What a zip of documents would change in the draft: nothing is done yet. */
export interface Folder {
  readonly revision: number;
  readonly operations: readonly Operation[];
}
export const exportAddress = (app: string): string => path(app, "export");
export const readFolder = (app: string, file: File) =>
  call<Folder>(path(app, "import"), { method: "POST", raw: file });
