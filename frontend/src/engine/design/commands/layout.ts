/** Where fields stand: on forms, lists and kanbans. Steps that several commands share. */

import { inOrder } from "../../model/entity.ts";
import type { AppDoc, FormDoc, ListDoc } from "../documents.ts";
import type { Edit } from "./edit.ts";

/** Where a field is put: before another field of the section (null: at its end). */
export interface Spot {
  readonly form: string;
  readonly section: string;
  readonly before?: string | null;
  readonly width?: "full" | "half";
}

/** Forms of an entity, in their order. */
export const formsOf = (app: AppDoc, entity: string): string[] =>
  inOrder(app.forms ?? {}).filter((id) => app.forms?.[id]?.entity === entity);

export const listsOf = (app: AppDoc, entity: string): string[] =>
  inOrder(app.lists ?? {}).filter((id) => app.lists?.[id]?.entity === entity);

/** Fields of an entity that are in use, in their own order. */
export const fieldsInOrder = (app: AppDoc, entity: string): string[] => {
  const properties = app.entities[entity]?.properties ?? {};
  const orders = Object.entries(properties)
    .filter(([, { field }]) => field.archived !== true)
    .map(([id, { field }]) => [id, { order: field.order ?? 0 }] as const);
  return inOrder(Object.fromEntries(orders));
};

/** The section of a form in which a field stands; null: in none. */
export const sectionOf = (form: FormDoc | undefined, field: string): string | null =>
  Object.keys(form?.sections ?? {}).find((id) => Object.hasOwn(form?.sections[id]?.fields ?? {}, field)) ??
  null;

/** Puts a field at a spot; wherever it stood on that form before, it stands there no more. */
export function putOnForm(edit: Edit, field: string, { form, section, before = null, width }: Spot): void {
  const home = sectionOf(edit.app.forms?.[form], field);
  const at = `form/${form}/sections/${section}/fields`;
  const found = home === null ? undefined : edit.app.forms?.[form]?.sections[home]?.fields[field];
  const wide = width ?? found?.width;
  const order = edit.place(at, field, before);
  if (home === section) return;
  if (home !== null) edit.remove(`form/${form}/sections/${home}/fields/${field}`);
  edit.set(`${at}/${field}`, { order, ...(wide === "half" ? { width: "half" } : {}) });
}

/** Takes a field off every form, or off those of `only`. */
export function takeOffForms(edit: Edit, entity: string, field: string, only?: string): void {
  for (const form of formsOf(edit.app, entity)) {
    if (only !== undefined && form !== only) continue;
    const section = sectionOf(edit.app.forms?.[form], field);
    if (section !== null) edit.remove(`form/${form}/sections/${section}/fields/${field}`);
  }
}

/** The field a path of a list ends at: its entity and id. A system field, and a path that leads nowhere: null. */
export function endOf(app: AppDoc, entity: string, path: string): { entity: string; field: string } | null {
  const [head = "", ...rest] = path.split(".");
  const property = app.entities[entity]?.properties[head];
  if (!property) return head === "_parent" ? parentEnd(app, entity, rest) : null;
  if (rest.length === 0) return { entity, field: head };
  return property.field.target ? endOf(app, property.field.target, rest.join(".")) : null;
}

function parentEnd(app: AppDoc, entity: string, rest: readonly string[]) {
  const parent = app.entities[entity]?.entity.rows_of;
  return parent && rest.length > 0 ? endOf(app, parent, rest.join(".")) : null;
}

/** Whether a path passes or ends at a field. */
export function passes(app: AppDoc, entity: string, path: string, of: string, field: string): boolean {
  const parts = path.split(".");
  return parts.some((_, i) => {
    const end = endOf(app, entity, parts.slice(0, i + 1).join("."));
    return end?.entity === of && end.field === field;
  });
}

const sortPath = (sort: string): string => sort.replace(/^-/, "");

/** Takes a field out of every column, card, sort and total, also where another entity shows it through a reference. */
export function takeOffLists(edit: Edit, entity: string, field: string): void {
  for (const [id, list] of Object.entries(edit.app.lists ?? {})) {
    const hit = (path: string): boolean => passes(edit.app, list.entity, path, entity, field);
    const at = `list/${id}`;
    for (const path of Object.keys(list.columns)) if (hit(path)) edit.remove(`${at}/columns/${path}`);
    for (const path of Object.keys(list.kanban?.fields ?? {}))
      if (hit(path)) edit.remove(`${at}/kanban/fields/${path}`);
    if (list.kanban?.total && hit(list.kanban.total)) edit.remove(`${at}/kanban/total`);
    if (list.sort && hit(sortPath(list.sort))) edit.remove(`${at}/sort`);
    for (const [name, view] of Object.entries(list.views ?? {}))
      if (view.sort && hit(sortPath(view.sort))) edit.remove(`${at}/views/${name}/sort`);
  }
}

/** Whether a list sorts by a path. */
export const sorts = ({ sort, views }: ListDoc): string[] =>
  [sort, ...Object.values(views ?? {}).map((view) => view.sort)].flatMap((one) =>
    one ? [sortPath(one)] : [],
  );
