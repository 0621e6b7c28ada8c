/** Writes and reads that lists and boards need beyond those of a single record. */
import { drawnFrom, type RowQuery, type Write } from "./endpoints";
import { address, call } from "./http";
import { withTrial } from "./trial";
import type { Issue, Need, RowPage, Values } from "./types";
import type { Text } from "./documents";

export type BulkAct =
  | { readonly kind: "edit"; readonly values: Values }
  | { readonly kind: "move"; readonly to: string; readonly values?: Values }
  | { readonly kind: "assign"; readonly owner: string; readonly unit: string; readonly reason: string }
  | { readonly kind: "archive"; readonly reason: string };

export interface BulkResult {
  readonly id: string;
  readonly ok: boolean;
  readonly version?: number | null;
  readonly code?: string | null;
  readonly message?: Text | null;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly needs: readonly Need[];
  readonly issues: readonly Issue[];
}

/** The same act on many records, each judged and stored by itself; at most 200 at a time. */
export const runBulk = (
  app: string,
  entity: string,
  items: readonly { readonly id: string; readonly version: number }[],
  act: BulkAct,
  key: string,
  drawn?: number,
) =>
  call<{ results: readonly BulkResult[] }>(`/api/apps/${app}/${entity}/bulk`, {
    method: "POST",
    body: { items: items.map(({ id, version }) => ({ id, version })), act },
    key,
    headers: drawnFrom(drawn),
  });

/** More rows of one column of a board. */
export const listColumn = (app: string, entity: string, query: RowQuery & { stage: string }) =>
  call<RowPage>(`/api/apps/${app}/${entity}`, { query: { ...query } });

/** Where the browser downloads a list as it is filtered, sorted and laid out. */
export const csvAddress = (app: string, entity: string, query: Omit<RowQuery, "after" | "limit">) =>
  withTrial(address(`/api/apps/${app}/${entity}/export.csv`, { ...query }));

/** The write as coming from another place than a form: events tell by which way a record was changed. */
export const through = (write: Write, entry: "list" | "board"): Write => ({
  ...write,
  body: { ...write.body, entry },
});
