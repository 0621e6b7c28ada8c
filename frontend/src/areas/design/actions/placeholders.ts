import type { AppDoc } from "../../../engine/design/documents";
import { propertyAt } from "../../../engine/design/places";
import { SYSTEM_LABELS } from "../../../engine/design/sentences/names";

/** Whether a message about a record of `entity` may name the path: a field, or a system field, through references. */
export function isKnown(app: AppDoc, entity: string, path: string): boolean {
  const steps = path.split(".");
  const last = steps.at(-1) ?? "";
  if (!Object.hasOwn(SYSTEM_LABELS, last)) return propertyAt(app, entity, path) !== undefined;
  if (steps.length === 1) return true;
  return propertyAt(app, entity, steps.slice(0, -1).join("."))?.field.kind === "reference";
}
