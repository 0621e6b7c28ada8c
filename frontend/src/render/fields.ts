import type { Property, Text } from "../api/documents";
import type { Bundle } from "../api/types";
import { inOrder } from "../engine/model/entity";
import { shownProperty } from "../engine/model/lookup";

/** A field as it is read: lookups stand for the field they show. */
export interface ReadField {
  readonly id: string;
  readonly label: Text;
  readonly property: Property;
}

const cache = new WeakMap<Bundle, Map<string, readonly ReadField[]>>();

/** The fields of an entity in order, archived ones left out. */
export function fieldsOf(bundle: Bundle, entity: string): readonly ReadField[] {
  const known = cache.get(bundle) ?? new Map<string, readonly ReadField[]>();
  cache.set(bundle, known);
  const found = known.get(entity);
  if (found) return found;
  const doc = bundle.entities[entity];
  const order = Object.fromEntries(
    Object.entries(doc?.properties ?? {}).map(([id, { field }]) => [id, { order: field.order ?? 0 }]),
  );
  const fields = inOrder(order).flatMap((id): ReadField[] => {
    const property = doc?.properties[id];
    if (!doc || !property || property.field.archived === true) return [];
    const shown = shownProperty(property, doc, bundle.entities) ?? property;
    return [{ id, label: property.field.label, property: shown }];
  });
  known.set(entity, fields);
  return fields;
}

/** The field that stands for a record of the entity, and the one below it. */
export function titleField(bundle: Bundle, entity: string): ReadField | undefined {
  const id = bundle.entities[entity]?.entity.title;
  return fieldsOf(bundle, entity).find((field) => field.id === id);
}

export function subtitleField(bundle: Bundle, entity: string): ReadField | undefined {
  const id = bundle.entities[entity]?.entity.subtitle;
  return id == null ? undefined : fieldsOf(bundle, entity).find((field) => field.id === id);
}
