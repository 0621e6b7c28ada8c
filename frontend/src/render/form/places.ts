import type { Issue as WireIssue } from "../../api/types";
import type { Issue } from "../../engine/form/issue";
import type { FieldPlan, FormPlan } from "../../engine/form/plan";

/** Something wrong at a place of the form: the engine's finding or the server's (then with its own words). */
export type Wrong = Issue | WireIssue;

/** A row while it is edited: its stored id, else a key of this page. */
export function rowKey(row: Readonly<Record<string, unknown>>): string {
  const id = row["_id"] ?? row["_key"];
  return typeof id === "string" ? id : "";
}

/** The evidence of an act stands in its form as one more field; no input can have this id. */
export const EVIDENCE = "_files";

/** Where a form shows what the server says of a place of the act: `inputs.amount` is `amount`, `files[0]` the evidence. */
export function placeOf(plan: FormPlan, path: string): string {
  const evidence = /^files\[\d+\]$/.test(path) && plan.fields.some(({ id }) => id === EVIDENCE);
  return evidence ? EVIDENCE : path.replace(/^inputs\./, "");
}

/** The plan of a place: `lines[2].quantity` is the quantity of a row. */
export function planAt(plan: FormPlan, path: string): FieldPlan | undefined {
  const [head, ...rest] = path.replace(/\[\d+\]/g, "").split(".");
  const field = plan.fields.find((one) => one.id === head);
  return rest.length > 0 && field?.row ? planAt(field.row, rest.join(".")) : field;
}
