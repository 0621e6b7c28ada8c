/** The designer's routes (docs/designing.md, section 2). */
import type { Edit } from "../engine/design/sync";
import type { AppJson, Operation } from "../engine/design/operations";
import type { Text } from "./documents";
import { call } from "./http";
import type { EntityDoc } from "./documents";

/** What the check says of a place in the draft. */
export interface FindingView {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly path: string;
  readonly message: Text;
  readonly remedy: Text;
  /** What fills the places of its words: ids. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly example: Readonly<Record<string, unknown>> | null;
}

export interface AppCard {
  readonly app: string;
  readonly name: Text;
  readonly icon: string | null;
  /** The number of the version in force; null: never published. */
  readonly live: number | null;
  readonly draft: {
    readonly revision: number;
    /** Edits since the last publish. */
    readonly ahead: number;
    readonly updated_at: string;
    readonly by: { readonly id: string; readonly name: string } | null;
  } | null;
}

export interface TemplateCard {
  readonly key: string;
  readonly name: Text;
  readonly help: Text | null;
  readonly icon: string | null;
  readonly version: string;
}

export interface Designs {
  readonly apps: readonly AppCard[];
  readonly templates: readonly TemplateCard[];
  /** Whether I may start a new app. */
  readonly may_start: boolean;
}

export interface WorkbenchView {
  readonly app: string;
  readonly revision: number;
  readonly live: number | null;
  readonly ahead: number;
  readonly documents: AppJson;
  /** Those in force; null: never published. */
  readonly live_documents: AppJson | null;
  readonly findings: readonly FindingView[];
  readonly role: string;
}

export interface EditPage {
  readonly revision: number;
  readonly edits: readonly Edit[];
  readonly findings: readonly FindingView[];
}

export interface EditAnswer {
  readonly revision: number;
  readonly findings: readonly FindingView[];
}

/** Somebody else changed the same thing: what stands there now, by whom, since when. */
export interface ConflictView {
  readonly path: string;
  readonly was?: unknown;
  readonly now?: unknown;
  readonly by: { readonly id: string; readonly name: string } | null;
  readonly at: string | null;
}

export interface StartedApp {
  readonly app: string;
  /** The import of the rows it was started from, to be run once it is published. */
  readonly job: string | null;
}

export type StartFrom =
  | { readonly kind: "template"; readonly template: string }
  | { readonly kind: "app"; readonly app: string }
  | { readonly kind: "file"; readonly job: string }
  | { readonly kind: "blank"; readonly entity: Text };

/** A column of a file as the server understands it. */
export interface GuessedColumn {
  /** Its head in the file. */
  readonly name: string;
  readonly field: string;
  readonly kind: string;
  /** Why this kind. */
  readonly why: Text;
  readonly samples: readonly string[];
  readonly required: boolean;
  /** Labels of the options of a choice. */
  readonly options: readonly string[];
  /** It is better left out. */
  readonly skip?: boolean;
}

export interface Guess {
  readonly job: string;
  readonly entity: EntityDoc;
  readonly columns: readonly GuessedColumn[];
  /** The field that is called like stages; null or left out: none is. */
  readonly stages?: string | null;
  readonly rows: number;
}

const path = (...parts: readonly string[]): string =>
  ["/api/design", ...parts.map(encodeURIComponent)].join("/");

export const listDesigns = () => call<Designs>(path());
export const startApp = (start: StartFrom, name: Text, key?: string) =>
  call<StartedApp>(path(), { method: "POST", body: { start, name }, ...(key ? { key } : {}) });

/** What a person says differently of a guessed column. */
export interface ColumnChange {
  readonly label?: Text;
  readonly kind?: string;
  readonly required?: boolean;
  readonly skip?: boolean;
}
export interface GuessChanges {
  /** What a row is. */
  readonly label: Text;
  /** By field id; what is not named stays as it was guessed. */
  readonly columns: Readonly<Record<string, ColumnChange>>;
  /** The field whose options become the stages of a flow; null: no flow. */
  readonly stages: string | null;
  /** The field a record is called by; null: as it was guessed. */
  readonly title: string | null;
}
export const guessFile = (file: File) =>
  call<Guess>(path("guess"), {
    method: "POST",
    raw: file,
    headers: { "X-File-Name": encodeURIComponent(file.name) },
  });
export const confirmGuess = (job: string, changes: GuessChanges) =>
  call<Guess>(path("guess", job), { method: "PUT", body: changes });

export const readWorkbench = (app: string) => call<WorkbenchView>(path(app));
export const listEdits = (app: string, after: number) =>
  call<EditPage>(path(app, "edits"), { query: { after, limit: 100 } });
export const sendEdit = (app: string, key: string, edit: { label: Text; operations: readonly Operation[] }) =>
  call<EditAnswer>(path(app, "edits"), { method: "POST", body: edit, key });
