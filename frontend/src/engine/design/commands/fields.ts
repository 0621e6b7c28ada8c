/** What a supervisor does to the fields of an entity. */

import type { Field, Property, Text } from "../../model/entity.ts";
import type { AppDoc } from "../documents.ts";
import type { Command } from "../operations.ts";
import { numberedId } from "./collection.ts";
import { Edit, placed } from "./edit.ts";
import { enOf, zhOf } from "./wording.ts";
import { KIND_INFO } from "./kinds.ts";
import {
  fieldsInOrder,
  formsOf,
  listsOf,
  putOnForm,
  takeOffForms,
  takeOffLists,
  type Spot,
} from "./layout.ts";

export const fieldPath = (entity: string, field: string): string => `entity/${entity}/properties/${field}`;

const labelOf = (app: AppDoc, entity: string, field: string): Text | undefined =>
  app.entities[entity]?.properties[field]?.field.label;

/** Members that a kind asks for, chosen by the supervisor. */
export type Asked = Pick<Field, "target" | "targets" | "rollup" | "lookup" | "compute">;

/** A property of a kind as it starts: what kinds.json says, with its own label and what the kind asks for. */
export function startOf(kind: string, label: Text, order: number, asked: Asked = {}): Property {
  const start = structuredClone(KIND_INFO[kind]?.default) as Property;
  const { options } = start.field;
  const spread =
    options &&
    Object.fromEntries(Object.entries(options).map(([id, one], i) => [id, { ...one, order: (i + 1) * 10 }]));
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value != null));
  return {
    ...start,
    field: { ...start.field, label, order, ...(spread ? { options: spread } : {}), ...given },
  };
}

/** What a kind asks for, as far as the app suggests it; null: the app has nothing it could point to. */
export function suggested(app: AppDoc, entity: string, kind: string): Asked | null {
  const others = Object.keys(app.entities).filter((id) => {
    const info = app.entities[id]?.entity;
    return !info?.rows_of && info?.archived !== true;
  });
  const other = others.find((id) => id !== entity) ?? others[0];
  if (kind === "reference") return other ? { target: other } : null;
  if (kind === "poly_reference") return other ? { targets: { [other]: {} } } : null;
  if (kind === "formula") return { compute: { v: null } };
  if (kind === "rollup") return rollupsFor(app, entity)[0] ?? null;
  if (kind === "lookup") return lookupsFor(app, entity)[0] ?? null;
  return {};
}

/** Records that point here and can be counted: by reference, or as rows. */
export function rollupsFor(app: AppDoc, entity: string): Asked[] {
  return Object.entries(app.entities).flatMap(([id, doc]) => {
    const rows =
      doc.entity.rows_of === entity ? [{ rollup: { entity: id, via: "_parent", op: "count" } }] : [];
    const links = fieldsInOrder(app, id).filter((key) => {
      const { kind, target } = doc.properties[key]?.field ?? {};
      return kind === "reference" && target === entity;
    });
    return [...rows, ...links.map((via) => ({ rollup: { entity: id, via, op: "count" } }))];
  });
}

/** References of an entity with the title of what is behind them. */
export function lookupsFor(app: AppDoc, entity: string): Asked[] {
  return fieldsInOrder(app, entity).flatMap((via) => {
    const { kind, target } = app.entities[entity]?.properties[via]?.field ?? {};
    const value = target ? app.entities[target]?.entity.title : undefined;
    return kind === "reference" && value ? [{ lookup: { via, value } }] : [];
  });
}

/** How a lookup declares what it shows. */
export function lookupShape(
  app: AppDoc,
  entity: string,
  lookup: { via: string; value: string },
): Partial<Property> {
  const target = app.entities[entity]?.properties[lookup.via]?.field.target;
  const shown = target ? app.entities[target]?.properties[lookup.value] : undefined;
  return shown?.type ? { type: shown.type } : {};
}

export interface NewField {
  readonly entity: string;
  readonly id: string;
  readonly kind: string;
  readonly label: Text;
  readonly asked?: Asked;
  /** Where on a form; without it the field comes last and on no form. */
  readonly at?: Spot;
  /** Without a form: the field before which it comes. */
  readonly before?: string | null;
}

/** Puts a field of an entity before another (null: last); they are ordered a level deeper than other collections. */
function placeProperty(edit: Edit, entity: string, field: string, before: string | null): number {
  const orders = placed(ordersOf(edit.app, entity), field, before);
  for (const [id, order] of Object.entries(orders))
    if (id !== field) edit.set(`${fieldPath(entity, id)}/field/order`, order);
  return orders[field] ?? edit.app.entities[entity]?.properties[field]?.field.order ?? 0;
}

const ordersOf = (app: AppDoc, entity: string) =>
  Object.fromEntries(
    Object.entries(app.entities[entity]?.properties ?? {}).map(([id, { field }]) => [
      id,
      field.order === undefined ? {} : { order: field.order },
    ]),
  );

/** Puts a new field among those of its entity, and on a form where `at` says so. */
export function insert(edit: Edit, { entity, id, kind, label, asked, at, before }: NewField): void {
  const order = placeProperty(edit, entity, id, before ?? null);
  const start = startOf(kind, label, order, asked ?? suggested(edit.app, entity, kind) ?? {});
  const shape = start.field.lookup ? lookupShape(edit.app, entity, start.field.lookup) : {};
  edit.set(fieldPath(entity, id), { ...shape, ...start });
  if (at) putOnForm(edit, id, at);
}

/** A new field, and its place on the form. */
export function addField(app: AppDoc, what: NewField): Command {
  const edit = new Edit(app);
  insert(edit, what);
  return edit.told(`添加字段${zhOf(what.label, what.id)}`, `Add the field ${enOf(what.label, what.id)}`);
}

/** A setting of a field: a member of its property ("maxLength") or of its `field` ("field/required"); null takes it away. */
export const setField = (
  app: AppDoc,
  entity: string,
  field: string,
  member: string,
  value: unknown,
  words: Text,
): Command => setFields(app, entity, field, { [member]: value }, words);

/** Several settings of a field at once. */
export function setFields(
  app: AppDoc,
  entity: string,
  field: string,
  members: Readonly<Record<string, unknown>>,
  words: Text,
): Command {
  const edit = new Edit(app);
  const label = labelOf(app, entity, field);
  for (const [member, value] of Object.entries(members))
    // A flag that is off is not written; of a default "no" is a value.
    edit.set(
      `${fieldPath(entity, field)}/${member}`,
      value === false && member !== "field/default" ? null : value,
    );
  return edit.told(`${zhOf(label, field)}：${words.zh}`, `${enOf(label, field)}: ${words.en ?? words.zh}`);
}

export function renameField(app: AppDoc, entity: string, field: string, label: Text): Command {
  const edit = new Edit(app);
  const was = labelOf(app, entity, field);
  edit.set(`${fieldPath(entity, field)}/field/label/zh`, label.zh);
  edit.set(`${fieldPath(entity, field)}/field/label/en`, label.en ?? null);
  return edit.told(
    `${zhOf(was, field)}改名为${zhOf(label, field)}`,
    `Rename ${enOf(was, field)} to ${enOf(label, field)}`,
  );
}

/** Moves a field of an entity that has no form: before another field (null: last). */
export function moveProperty(app: AppDoc, entity: string, field: string, before: string | null): Command {
  const edit = new Edit(app);
  edit.set(`${fieldPath(entity, field)}/field/order`, placeProperty(edit, entity, field, before));
  const label = labelOf(app, entity, field);
  return edit.told(`移动字段${zhOf(label, field)}`, `Move the field ${enOf(label, field)}`);
}

/** Whether a version in force has the field: then data may refer to it, and it can only be archived. */
export const isPublished = (live: AppDoc | null, entity: string, field: string): boolean =>
  live?.entities[entity]?.properties[field] !== undefined;

/** Retires a field: it leaves forms and lists, its values stay with the records. The title of records cannot go. */
export function archiveField(app: AppDoc, entity: string, field: string): Command {
  const edit = new Edit(app);
  const label = labelOf(app, entity, field);
  retire(edit, entity, field);
  return edit.told(`停用字段${zhOf(label, field)}`, `Retire the field ${enOf(label, field)}`);
}

/** Takes a field out of use. */
export function retire(edit: Edit, entity: string, field: string): void {
  takeOffForms(edit, entity, field);
  takeOffLists(edit, entity, field);
  edit.set(`${fieldPath(entity, field)}/field/archived`, true);
}

/** Brings a retired field back, at the end of the entity's first form. */
export function restoreField(app: AppDoc, entity: string, field: string): Command {
  const edit = new Edit(app);
  const label = labelOf(app, entity, field);
  edit.remove(`${fieldPath(entity, field)}/field/archived`);
  const [form] = formsOf(app, entity);
  const section = form === undefined ? undefined : lastSection(app, form);
  if (form !== undefined && section !== undefined) putOnForm(edit, field, { form, section });
  return edit.told(`恢复字段${zhOf(label, field)}`, `Bring back the field ${enOf(label, field)}`);
}

const lastSection = (app: AppDoc, form: string): string | undefined =>
  Object.entries(app.forms?.[form]?.sections ?? {})
    .sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0))
    .at(-1)?.[0];

/** Removes a field that was never published, with its places on forms, lists and in rights. */
export function removeField(app: AppDoc, entity: string, field: string): Command {
  const edit = new Edit(app);
  const label = labelOf(app, entity, field);
  discard(edit, entity, field);
  return edit.told(`删除字段${zhOf(label, field)}`, `Remove the field ${enOf(label, field)}`);
}

/** Takes a field away with its places on forms, lists and in rights, and the rows behind it. */
export function discard(edit: Edit, entity: string, field: string): void {
  const property = edit.app.entities[entity]?.properties[field];
  takeOffForms(edit, entity, field);
  takeOffLists(edit, entity, field);
  const info = edit.app.entities[entity]?.entity;
  for (const member of ["subtitle", "belongs_to"] as const)
    if (info?.[member] === field) edit.remove(`entity/${entity}/entity/${member}`);
  for (const [role, { entities }] of Object.entries(edit.app.access.roles))
    if (entities?.[entity]?.fields?.[field])
      edit.remove(`access/roles/${role}/entities/${entity}/fields/${field}`);
  edit.remove(fieldPath(entity, field));
  const child = property?.field.kind === "rows" ? property.field.target : null;
  if (child && edit.app.entities[child]?.entity.rows_of === entity) dropRows(edit, child);
}

/** The rows of a field that is removed: their entity, its form and the rights on it. */
function dropRows(edit: Edit, child: string): void {
  for (const [role, { entities }] of Object.entries(edit.app.access.roles))
    if (entities?.[child]) edit.remove(`access/roles/${role}/entities/${child}`);
  for (const form of formsOf(edit.app, child)) edit.remove(`form/${form}`);
  for (const list of listsOf(edit.app, child)) edit.remove(`list/${list}`);
  edit.remove(`entity/${child}`);
}

/** One more condition the value must meet, with the words shown when it does not. */
export function addConstraint(
  app: AppDoc,
  entity: string,
  field: string,
  statement: { rule: unknown; message?: Text | null },
): Command {
  const edit = new Edit(app);
  const at = `${fieldPath(entity, field)}/field/constraint`;
  const id = numberedId(edit.read(at) as Record<string, unknown> | undefined, "check");
  const order = edit.place(at, id, null);
  edit.set(`${at}/${id}`, {
    rule: statement.rule,
    ...(statement.message ? { message: statement.message } : {}),
    order,
  });
  const label = labelOf(app, entity, field);
  return edit.told(`${zhOf(label, field)}：添加校验`, `${enOf(label, field)}: add a constraint`);
}
