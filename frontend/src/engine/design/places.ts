/** Where things stand in an app: the field at the end of a path, the flow of an entity, the target of an input. */

import { own } from "../rules/ast.ts";
import type { Property, Text } from "../model/entity.ts";
import type { ActionDoc, ActionField, AppDoc, FlowDoc } from "./documents.ts";

/** The flow of an entity; undefined: it has none. */
export const flowOf = (app: AppDoc, entity: string): FlowDoc | undefined =>
  Object.values(app.flows ?? {}).find((flow) => flow.entity === entity);

/** The property at the end of a field path (`amount`, `customer.level`); undefined where it leads nowhere. */
export function propertyAt(app: AppDoc, entity: string, path: string): Property | undefined {
  const [head = "", ...rest] = path.split(".");
  const found = own(own(app.entities, entity)?.properties ?? {}, head);
  if (rest.length === 0) return found;
  return found?.field.target ? propertyAt(app, found.field.target, rest.join(".")) : undefined;
}

/** The property an input writes, or its own. */
export function inputProperty(app: AppDoc, action: ActionDoc, input: ActionField): Property | undefined {
  const { target } = input;
  if (!target) return input.property ?? undefined;
  if (!target.startsWith("new.")) return propertyAt(app, action.entity, target);
  return propertyAt(app, action.creates?.entity ?? "", target.slice("new.".length));
}

/** The words of an input: its own label, else that of its field. */
export function inputLabel(
  app: AppDoc,
  action: ActionDoc | undefined,
  input: ActionField | undefined,
): Text | null {
  if (!action || !input) return null;
  return input.label ?? inputProperty(app, action, input)?.field.label ?? null;
}
