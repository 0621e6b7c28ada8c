/** Another field in the place of one whose kind proved wrong: a field's kind never changes. */

import type { Text } from "../../model/entity.ts";
import type { AppDoc } from "../documents.ts";
import type { Command } from "../operations.ts";
import { Edit } from "./edit.ts";
import { enOf, zhOf } from "./wording.ts";
import { discard, fieldPath, insert, isPublished, retire, type Asked } from "./fields.ts";
import { KIND_INFO } from "./kinds.ts";
import { formsOf, listsOf, putOnForm, sectionOf } from "./layout.ts";

/** What a field keeps when another kind takes its place. */
const KEPT = ["help", "required", "required_when", "relevance"] as const;

/**
 * Another field of another kind in the place of this one: on forms, as a column, with its rights. A published field is
 * retired, one never published removed. Values are not carried over: they are exported and imported.
 */
export function replaceField(
  app: AppDoc,
  live: AppDoc | null,
  entity: string,
  field: string,
  to: { id: string; kind: string; label: Text; asked?: Asked },
): Command {
  const edit = new Edit(app);
  const old = app.entities[entity]?.properties[field]?.field;
  insert(edit, { ...to, entity, before: field });
  for (const member of KEPT)
    if (
      old?.[member] &&
      (member === "help" || member === "relevance" || KIND_INFO[to.kind]?.server_set === false)
    )
      edit.set(`${fieldPath(entity, to.id)}/field/${member}`, old[member]);
  takePlaces(edit, entity, field, to.id);
  const info = app.entities[entity]?.entity;
  for (const member of ["title", "subtitle"] as const)
    if (info?.[member] === field) edit.set(`entity/${entity}/entity/${member}`, to.id);
  if (isPublished(live, entity, field)) retire(edit, entity, field);
  else discard(edit, entity, field);
  return edit.told(
    `用新字段${zhOf(to.label, to.id)}替换${zhOf(old?.label, field)}`,
    `Replace ${enOf(old?.label, field)} by the new field ${enOf(to.label, to.id)}`,
  );
}

function takePlaces(edit: Edit, entity: string, from: string, to: string): void {
  for (const form of formsOf(edit.app, entity)) {
    const section = sectionOf(edit.app.forms?.[form], from);
    const width =
      section === null ? undefined : edit.app.forms?.[form]?.sections[section]?.fields[from]?.width;
    if (section !== null) putOnForm(edit, to, { form, section, before: from, ...(width ? { width } : {}) });
  }
  for (const list of listsOf(edit.app, entity)) {
    for (const member of ["columns", "kanban/fields"]) {
      const at = `list/${list}/${member}`;
      const column = edit.read(`${at}/${from}`);
      if (column !== undefined) edit.set(`${at}/${to}`, column);
    }
  }
  for (const [role, { entities }] of Object.entries(edit.app.access.roles)) {
    const right = entities?.[entity]?.fields?.[from];
    if (right) edit.set(`access/roles/${role}/entities/${entity}/fields/${to}`, right);
  }
}
