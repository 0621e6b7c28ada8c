import { fieldsInOrder } from "../../../../engine/design/commands/layout";
import { moveProperty } from "../../../../engine/design/commands/fields";
import { moveField } from "../../../../engine/design/commands/forms";
import type { AppDoc } from "../../../../engine/design/documents";
import type { Command } from "../../../../engine/design/operations";
import { inOrder, type Text } from "../../../../engine/model/entity";

/** The form of an entity, or its fields in their own order where it has none. */
export interface Layout {
  readonly entity: string;
  readonly form: string | null;
}

/** A group of fields as the canvas shows it; without a form there is one, with no name. */
export interface Group {
  readonly id: string;
  readonly label: Text | null;
  readonly folded: boolean;
  readonly fields: readonly string[];
}

/** Between which fields something goes: before one (null: at the end) of a group. */
export interface Gap {
  readonly group: string;
  readonly before: string | null;
}

/** The group there is where an entity has no form. */
export const ALL = "";

export function groupsOf(app: AppDoc, { entity, form }: Layout): Group[] {
  const doc = form === null ? undefined : app.forms?.[form];
  if (!doc) return [{ id: ALL, label: null, folded: false, fields: fieldsInOrder(app, entity) }];
  const known = app.entities[entity]?.properties ?? {};
  return inOrder(doc.sections).map((id) => ({
    id,
    label: doc.sections[id]?.label ?? null,
    folded: doc.sections[id]?.folded === true,
    fields: inOrder(doc.sections[id]?.fields ?? {}).filter((field) => known[field]),
  }));
}

/** Where a new field goes: after the selected one, else at the end of the selected group, else of the last. */
export function gapAfter(groups: readonly Group[], field: string | null, section: string | null): Gap | null {
  const home = groups.find((one) => field !== null && one.fields.includes(field));
  if (home && field !== null)
    return { group: home.id, before: home.fields[home.fields.indexOf(field) + 1] ?? null };
  const group = groups.find((one) => one.id === section) ?? groups.at(-1);
  return group ? { group: group.id, before: null } : null;
}

/** The command that moves a field into a gap; null: it is there already. */
export function moving(
  app: AppDoc,
  { entity, form }: Layout,
  field: string,
  { group, before }: Gap,
): Command | null {
  if (before === field) return null;
  const command =
    form === null
      ? moveProperty(app, entity, field, before)
      : moveField(app, field, { form, section: group, before });
  return command.operations.length > 0 ? command : null;
}

/** The gap one step up or down: past a neighbour, or into the group before or after. Null: there is none. */
export function gapBeside(groups: readonly Group[], field: string, by: -1 | 1): Gap | null {
  const at = groups.findIndex((one) => one.fields.includes(field));
  const home = groups[at];
  if (!home) return null;
  const place = home.fields.indexOf(field);
  if (by < 0 && place > 0) return { group: home.id, before: home.fields[place - 1] ?? null };
  if (by > 0 && place < home.fields.length - 1)
    return { group: home.id, before: home.fields[place + 2] ?? null };
  const next = groups[at + by];
  if (!next) return null;
  return { group: next.id, before: by < 0 ? null : (next.fields[0] ?? null) };
}
