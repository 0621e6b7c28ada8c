/** What a property stands for once its lookups are followed. */

import { own } from "../rules/ast.ts";
import type { Entity, Field, Property } from "./entity.ts";

export type Entities = Readonly<Record<string, Entity>>;

/** Lookups may read lookups; deeper than rules may go there is nothing to show. */
const DEEPEST = 3;

/** The field a lookup shows, followed through lookups of lookups; any other property is itself. Null: it leads nowhere. */
export function shownProperty(prop: Property, entity: Entity, entities: Entities): Property | null {
  let [at, home]: [Property | undefined, Entity | undefined] = [prop, entity];
  for (let hops = 0; hops <= DEEPEST && at && home; hops += 1) {
    const lookup: Field["lookup"] = at.field.lookup;
    if (!lookup) return at;
    const target: string | null | undefined = own(home.properties, lookup.via)?.field.target;
    home = target ? own(entities, target) : undefined;
    at = home && own(home.properties, lookup.value);
  }
  return null;
}
