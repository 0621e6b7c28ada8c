import { ordered, type EntityDoc } from "../../../api/documents";
import type { Bundle } from "../../../api/types";

/** An entity whose records point at this one, and the field they do it with. */
export interface Relation {
  readonly entity: string;
  readonly via: string;
  readonly doc: EntityDoc;
}

/** Everything that refers to records of `entity`; detail rows are part of their record and not listed. */
export function relationsOf(bundle: Bundle, entity: string): Relation[] {
  const docs = Object.fromEntries(
    Object.entries(bundle.entities).map(([id, doc]) => [id, { doc, order: doc.entity.order ?? 0 }]),
  );
  return ordered(docs).flatMap(([id, { doc }]) =>
    doc.entity.rows_of != null
      ? []
      : Object.entries(doc.properties)
          .filter(
            ([, prop]) =>
              prop.field.kind === "reference" && prop.field.target === entity && !prop.field.archived,
          )
          .map(([via]) => ({ entity: id, via, doc })),
  );
}
