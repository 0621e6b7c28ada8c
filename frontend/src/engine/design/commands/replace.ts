/** Another field in the place of one whose kind proved wrong: a field's kind never changes. */

import type { Option, Text } from "../../model/entity.ts";
import type { AppDoc } from "../documents.ts";
import type { Command } from "../operations.ts";
import { Edit } from "./edit.ts";
import { enOf, zhOf } from "./wording.ts";
import { entitiesInOrder } from "./entities.ts";
import { discard, fieldPath, insert, isPublished, retire, type Asked } from "./fields.ts";
import { KIND_INFO } from "./kinds.ts";
import { alike, repoint } from "./repoint.ts";
import { formsOf, listsOf, putOnForm, sectionOf } from "./layout.ts";

type Options = Readonly<Record<string, Option>>;

/** What a field keeps when another kind takes its place. */
const KEPT = ["help", "required", "required_when", "relevance"] as const;

/** The field whose values another kind would take over: this one, or (where it was never published) the one whose it was to
 * take over; null where values of its kind have no form in the other. */
export function copiedFrom(
  app: AppDoc,
  live: AppDoc | null,
  entity: string,
  field: string,
  kind: string,
): string | null {
  const properties = app.entities[entity]?.properties;
  const source = isPublished(live, entity, field) ? field : properties?.[field]?.field.copied_from;
  const was = source ? properties?.[source]?.field.kind : undefined;
  return source && was && KIND_INFO[was]?.becomes.includes(kind) ? source : null;
}

/** The business objects that a reference in the place of a field may point to, best first: those the field points to, else any. */
export function targetsFor(app: AppDoc, entity: string, field: string): string[] {
  const { target, targets } = app.entities[entity]?.properties[field]?.field ?? {};
  if (target) return [target];
  const named = Object.keys(targets ?? {});
  if (named.length > 0) return named;
  const all = entitiesInOrder(app).filter((one) => app.entities[one]?.entity.archived !== true);
  return [...all.filter((one) => one !== entity), ...all.filter((one) => one === entity)];
}

/** What a kind asks for of a field in the place of another: to point where that one does, else what the app suggests. */
function askedOf(app: AppDoc, entity: string, field: string, kind: string): Asked | undefined {
  const { target, targets } = app.entities[entity]?.properties[field]?.field ?? {};
  if (kind === "poly_reference" && (targets || target)) return { targets: targets ?? { [target ?? ""]: {} } };
  if (kind !== "reference") return undefined;
  const first = targetsFor(app, entity, field)[0];
  return first === undefined ? undefined : { target: first };
}

/**
 * Another field of another kind in the place of this one: on forms, as a column, with its rights and options, and named by
 * what named it, where that means the same. A published field is retired, one never published removed. With `copy` the
 * publication copies what records hold, as far as it has a form in the other kind. `options`: those the new field has where
 * the old one has none (none of them: those that its kind starts with).
 */
export function replaceField(
  app: AppDoc,
  live: AppDoc | null,
  entity: string,
  field: string,
  to: { id: string; kind: string; label: Text; asked?: Asked; copy?: boolean; options?: Options },
): Command {
  const edit = new Edit(app);
  const old = app.entities[entity]?.properties[field]?.field;
  const source = copiedFrom(app, live, entity, field, to.kind);
  const asked = to.asked ?? askedOf(app, entity, source ?? field, to.kind);
  insert(edit, { ...to, ...(asked ? { asked } : {}), entity, before: field });
  for (const member of KEPT)
    if (
      old?.[member] &&
      (member === "help" || member === "relevance" || KIND_INFO[to.kind]?.server_set === false)
    )
      edit.set(`${fieldPath(entity, to.id)}/field/${member}`, old[member]);
  const options = old?.options ?? to.options;
  if (options && Object.keys(options).length > 0 && KIND_INFO[to.kind]?.default.field.options)
    edit.set(`${fieldPath(entity, to.id)}/field/options`, options);
  if (source !== null && to.copy !== false) edit.set(`${fieldPath(entity, to.id)}/field/copied_from`, source);
  takePlaces(edit, entity, field, to.id);
  const [was, now] = [field, to.id].map((id) => edit.app.entities[entity]?.properties[id]);
  if (was && now) repoint(edit, { entity, from: field, to: to.id }, alike(was, now));
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
