import type { Bundle } from "../../../api/types";
import { readOnlyFields } from "../../../render/form/plans";

/** Kinds too large to be edited inside a cell; they are edited on the record. */
const LARGE = new Set(["rows", "file", "image", "address", "long_text", "poly_reference"]);
const GIVEN = new Set(["serial", "formula", "rollup", "lookup"]);

/** Whether a cell may be edited where it stands: the role may, and a hand enters the field at all. */
export function quickEditable(bundle: Bundle, entity: string, path: string): boolean {
  const prop = bundle.entities[entity]?.properties[path];
  if (!prop || bundle.rights[entity]?.edit !== true) return false;
  const { kind, compute, archived } = prop.field;
  if (LARGE.has(kind) || GIVEN.has(kind) || archived === true || (compute !== undefined && compute !== null))
    return false;
  return !readOnlyFields(bundle, entity).has(path);
}
