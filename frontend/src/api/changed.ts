/** What has changed of a form since it was drawn (409 `app_changed`, docs/designing.md, "Under way"). */
import type { Text } from "./documents";
import type { ApiProblem } from "./http";

export interface FormChange {
  readonly place: Text;
  readonly words: Text;
  /** The field or input it is about; null: none of its own. */
  readonly field: string | null;
}

export const APP_CHANGED = "app_changed";

/** The changes a refusal tells of; none for any other refusal. */
export function changesOf(problem: Pick<ApiProblem, "code" | "params">): readonly FormChange[] {
  if (problem.code !== APP_CHANGED) return [];
  return (problem.params["changed"] as readonly FormChange[] | undefined) ?? [];
}
