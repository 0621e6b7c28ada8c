/** Imports: a file of rows, where its columns go, what is open, what became of each row. */
import { at } from "./endpoints";
import { call } from "./http";
import { withTrial } from "./trial";
import type { Text } from "./documents";

export interface ValueAnswer {
  readonly use?: string | null;
  readonly create?: boolean;
  readonly empty?: boolean;
}

export interface ColumnMapping {
  readonly column: number;
  /** A field, or `_stage`, `_owner`, `_unit`. */
  readonly to: string;
  readonly date_order?: "ymd" | "dmy" | "mdy" | null;
  readonly decimal?: "." | "," | null;
  /** What a text that names nothing exactly stands for. */
  readonly values?: Readonly<Record<string, ValueAnswer>>;
  readonly others?: "create" | "empty" | "refuse" | null;
}

export interface Mapping {
  readonly columns: readonly ColumnMapping[];
  /** The field by which a row finds the record it changes; null: every row is a new record. */
  readonly match?: string | null;
  readonly blanks?: "keep" | "empty";
}

export interface ImportColumn {
  readonly index: number;
  readonly name: string;
  readonly samples: readonly string[];
  readonly filled: number;
  readonly distinct: number;
  readonly suggestion: string | null;
  readonly confidence: number;
}

export interface ImportTarget {
  readonly id: string;
  readonly label: Text;
  readonly kind: string;
  readonly required: boolean;
  readonly can_match: boolean;
}

export interface ImportQuestion {
  readonly kind: "date_order" | "decimal" | "value" | "required";
  readonly answer?: unknown;
  readonly column?: number | null;
  readonly target?: string | null;
  readonly label?: Text | null;
  readonly value?: string | null;
  readonly rows?: number;
  readonly samples?: readonly string[];
  readonly choices?: readonly string[];
  readonly suggestions?: readonly { readonly id: string; readonly title: string }[];
  readonly can_create?: boolean;
  /** Further texts of the column that are not listed: answered together. */
  readonly more?: number;
}

export type RowState = "waiting" | "ok" | "error" | "created" | "updated" | "unchanged" | "skipped";

export interface ImportSummary {
  readonly id: string;
  readonly app: string;
  readonly entity: string;
  readonly name: string;
  /** read, mapped, checked, done or failed; `step` says what is going on besides. */
  readonly state: string;
  readonly step: string | null;
  readonly progress: { readonly done: number; readonly total: number };
  readonly rows: number;
  readonly counts: Readonly<Record<RowState, number>>;
  readonly error: { readonly code: string; readonly message: Text; readonly remedy: Text } | null;
  readonly created_at: string;
}

export interface ProblemCount {
  readonly code: string;
  readonly column: number | null;
  readonly field: string | null;
  readonly message: Text;
  readonly count: number;
}

export interface ImportJob extends ImportSummary {
  readonly columns: readonly ImportColumn[];
  readonly targets: readonly ImportTarget[];
  readonly mapping: Mapping;
  readonly questions: readonly ImportQuestion[];
  /** Questions without an answer. */
  readonly open: number;
  readonly problems: readonly ProblemCount[];
}

export interface RowProblem {
  readonly column: number | null;
  readonly field: string | null;
  readonly code: string;
  readonly message: Text;
  readonly remedy: Text;
  readonly value: string | null;
}

export interface ImportRow {
  readonly n: number;
  readonly state: RowState;
  readonly cells: readonly string[];
  readonly problems: readonly RowProblem[];
  readonly record: string | null;
}

export const uploadSheet = (app: string, entity: string, file: File) =>
  call<ImportJob>(at("/api/apps/{app}/{entity}/imports", { app, entity }), {
    method: "POST",
    raw: new Blob([file], { type: file.type || "application/octet-stream" }),
    headers: { "X-File-Name": encodeURIComponent(file.name) },
  });
export const templateAddress = (app: string, entity: string) =>
  at("/api/apps/{app}/{entity}/imports/template", { app, entity });
export const listImports = () => call<readonly ImportSummary[]>(at("/api/imports", {}));
export const readImport = (job: string) => call<ImportJob>(at("/api/imports/{job}", { job }));
export const mapImport = (job: string, mapping: Mapping) =>
  call<ImportJob>(at("/api/imports/{job}/mapping", { job }), { method: "PUT", body: mapping });
export const checkImport = (job: string) =>
  call<ImportJob>(at("/api/imports/{job}/check", { job }), { method: "POST", body: {} });
export const runImport = (job: string, atomic: boolean) =>
  call<ImportJob>(at("/api/imports/{job}/run", { job }), { method: "POST", body: { atomic } });
export const listImportRows = (job: string, state: RowState | null, after: number) =>
  call<{ rows: readonly ImportRow[]; next: number | null }>(at("/api/imports/{job}/rows", { job }), {
    query: { state, after },
  });
export const mendRow = (
  job: string,
  n: number,
  body: { readonly cells?: Readonly<Record<string, string>>; readonly skip?: boolean },
) => call<ImportRow>(at("/api/imports/{job}/rows/{n}", { job, n: String(n) }), { method: "PATCH", body });
export const errorsAddress = (job: string) => withTrial(at("/api/imports/{job}/errors.xlsx", { job }));
