import { ordered } from "../../../api/documents";
import type { Bundle } from "../../../api/types";
import type { ReadField } from "../../../render/fields";

/** What an action asks, as it is read back in the timeline: each input with the field it is like. */
export function actionInputs(bundle: Bundle, action: string): ReadField[] {
  const doc = bundle.actions[action];
  if (!doc) return [];
  return ordered(doc.fields).flatMap(([id, input]): ReadField[] => {
    const [head = "", tail] = (input.target ?? "").split(".");
    const target =
      tail === undefined
        ? doc.entity
        : head === "new"
          ? doc.creates?.entity
          : bundle.entities[doc.entity]?.properties[head]?.field.target;
    const property = input.property ?? bundle.entities[target ?? ""]?.properties[tail ?? head];
    return property ? [{ id, label: input.label ?? property.field.label, property }] : [];
  });
}
