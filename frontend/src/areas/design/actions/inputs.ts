import { freeId } from "../../../engine/design/commands/collection";
import type { ActionDoc, AppDoc } from "../../../engine/design/documents";
import { fieldChoices } from "../../../engine/design/fieldChoices";
import { propertyAt } from "../../../engine/design/places";
import type { Text } from "../../../i18n";

/** A field that can become an input. */
export interface Pick {
  /** As the input names it: `amount`, `customer.core_need`, `new.content`. */
  readonly target: string;
  readonly label: Text;
  readonly kind: string;
  /** The field is required by its entity: an input that creates it should be too. */
  readonly required: boolean;
}
export interface PickGroup {
  /** Whose fields: of the record itself, of what stands behind a reference, of the record that is created. */
  readonly kind: "own" | "behind" | "new";
  readonly label: Text;
  readonly picks: readonly Pick[];
}

function picksOf(app: AppDoc, entity: string, prefix: string, isNew: boolean): Pick[] {
  return fieldChoices(app, entity, 0, "written").map(({ path }) => {
    const field = propertyAt(app, entity, path)?.field;
    return {
      target: `${prefix}${path}`,
      label: field?.label ?? { zh: path },
      kind: field?.kind ?? "text",
      required: isNew && field?.required === true,
    };
  });
}

/** Fields that are not asked for yet, by where they stand. */
export function pickable(app: AppDoc, doc: ActionDoc): PickGroup[] {
  const used = new Set(Object.values(doc.fields ?? {}).map(({ target }) => target));
  const free = (picks: Pick[]) => picks.filter(({ target }) => !used.has(target));
  const entity = app.entities[doc.entity];
  const made = doc.creates;
  const groups: PickGroup[] = [];
  if (made) {
    const label = app.entities[made.entity]?.entity.label ?? { zh: "" };
    const picks = picksOf(app, made.entity, "new.", true).filter(
      ({ target }) => target !== `new.${made.link}`,
    );
    groups.push({ kind: "new", label, picks: free(picks) });
  }
  const label = entity?.entity.label ?? { zh: "" };
  groups.push({ kind: "own", label, picks: free(picksOf(app, doc.entity, "", false)) });
  for (const [id, { field }] of Object.entries(entity?.properties ?? {})) {
    if (field.kind !== "reference" || !field.target || field.archived) continue;
    groups.push({
      kind: "behind",
      label: field.label,
      picks: free(picksOf(app, field.target, `${id}.`, false)),
    });
  }
  return groups.filter(({ picks }) => picks.length > 0);
}

/** The key of an input for a field: the field's own name, unless it is taken (also by the approvers' inputs). */
export function keyFor(doc: ActionDoc, wish: string): string {
  const steps = Object.values(doc.approval?.steps ?? {}).flatMap((step) => Object.keys(step.fields ?? {}));
  const taken = { ...doc.fields, ...Object.fromEntries(steps.map((key) => [key, true])) };
  return freeId(taken, wish.split(".").at(-1) ?? "input");
}
