/** What a supervisor does to entities: new ones, detail rows, and what stands for a record. */

import type { Text } from "../../model/entity.ts";
import { inOrder } from "../../model/entity.ts";
import type { AppDoc, EntityAccess, EntityDoc, RoleDoc } from "../documents.ts";
import type { Command } from "../operations.ts";
import { freeId } from "./collection.ts";
import { Edit } from "./edit.ts";
import { enOf, zhOf } from "./wording.ts";
import { formWith } from "./forms.ts";
import { startOf } from "./fields.ts";
import { putOnForm, type Spot } from "./layout.ts";
import { listWith } from "./lists.ts";

const SCHEMA = "https://json-schema.org/draft/2020-12/schema";
const NAME: Text = { zh: "名称", en: "Name" };

interface Info {
  readonly id: string;
  readonly label: Text;
  readonly order?: number;
  readonly rows_of?: string;
}

/** An entity with one field, the one that stands for it. */
function startOfEntity(info: Info): EntityDoc {
  const name = startOf("text", NAME, 10);
  const doc = {
    $schema: SCHEMA,
    type: "object",
    entity: { ...info, title: "name" },
    properties: {
      name: {
        ...name,
        // Of a line nobody has to say how it is called.
        field: info.rows_of ? name.field : { ...name.field, required: true, filterable: true },
      },
    },
  };
  return doc;
}

const lastOrder = (app: AppDoc): number =>
  Math.max(0, ...Object.values(app.entities).map(({ entity }) => entity.order ?? 0)) + 10;

/** What a role starts with on a new entity: all of it for who designs, else as wide as what it works with most. */
function startingAccess(role: RoleDoc): EntityAccess {
  if (role.design)
    return {
      scope: "all",
      create: true,
      edit: true,
      assign: true,
      archive: true,
      imports: true,
      exports: true,
    };
  const scopes = Object.values(role.entities ?? {})
    .filter((access) => access.edit)
    .map((access) => access.scope);
  const count = (scope: string) => scopes.filter((one) => one === scope).length;
  const usual = [...scopes].sort((a, b) => count(b) - count(a))[0];
  return usual ? { scope: usual, create: true, edit: true } : { scope: "own", create: true, edit: true };
}

/** A new entity with its form, its list and the rights of the roles there are. */
export function addEntity(app: AppDoc, what: { id: string; label: Text; icon?: string | null }): Command {
  const edit = new Edit(app);
  const { id, label, icon } = what;
  const doc = startOfEntity({ id, label, order: lastOrder(app), ...(icon ? { icon } : {}) });
  edit.set(`entity/${id}`, doc);
  edit.set(`form/${freeId(app.forms, id)}`, formWith(edit.app, id, freeId(app.forms, id)));
  edit.set(`list/${freeId(app.lists, id)}`, listWith(edit.app, id, freeId(app.lists, id)));
  for (const [role, info] of Object.entries(app.access.roles))
    edit.set(`access/roles/${role}/entities/${id}`, startingAccess(info));
  return edit.told(`添加业务对象${zhOf(label, id)}`, `Add the entity ${enOf(label, id)}`);
}

export interface NewRows {
  /** The entity that gets the rows, the id and label of the field. */
  readonly entity: string;
  readonly id: string;
  readonly label: Text;
  readonly at?: Spot;
}

/** The id of the entity behind a rows field: that of its parent with the field's own, as far as ids go. */
export const rowsId = (app: AppDoc, entity: string, field: string): string =>
  freeId(app.entities, `${entity}_${field}`.slice(0, 30).replace(/_+$/, ""));

/** A field of detail rows with the entity behind it. Who may see or change the parent may do so with its rows. */
export function addRows(app: AppDoc, { entity, id, label, at }: NewRows): Command {
  const edit = new Edit(app);
  const child = rowsId(app, entity, id);
  const order =
    Math.max(
      0,
      ...Object.values(app.entities[entity]?.properties ?? {}).map(({ field }) => field.order ?? 0),
    ) + 10;
  edit.set(`entity/${child}`, startOfEntity({ id: child, label, rows_of: entity }));
  edit.set(`entity/${entity}/properties/${id}`, startOf("rows", label, order, { target: child }));
  if (at) putOnForm(edit, id, at);
  for (const [role, { entities }] of Object.entries(app.access.roles)) {
    const held = entities?.[entity];
    if (!held) continue;
    const change = { ...(held.create ? { create: true } : {}), ...(held.edit ? { edit: true } : {}) };
    edit.set(`access/roles/${role}/entities/${child}`, { scope: held.scope, ...change });
  }
  return edit.told(`添加明细${zhOf(label, id)}`, `Add the rows ${enOf(label, id)}`);
}

export function renameEntity(app: AppDoc, entity: string, label: Text): Command {
  const edit = new Edit(app);
  const was = app.entities[entity]?.entity.label;
  edit.set(`entity/${entity}/entity/label/zh`, label.zh);
  edit.set(`entity/${entity}/entity/label/en`, label.en ?? null);
  return edit.told(
    `业务对象${zhOf(was, entity)}改名为${zhOf(label, entity)}`,
    `Rename the entity ${enOf(was, entity)} to ${enOf(label, entity)}`,
  );
}

export type EntityMember = "icon" | "help" | "title" | "subtitle" | "belongs_to";

/** The icon, the help, the field that is the title, … of an entity; null takes it away (a title there always is). */
export function setEntity(
  app: AppDoc,
  entity: string,
  member: EntityMember,
  value: unknown,
  words: Text,
): Command {
  const edit = new Edit(app);
  if (member !== "title" || value) edit.set(`entity/${entity}/entity/${member}`, value);
  const label = app.entities[entity]?.entity.label;
  return edit.told(`${zhOf(label, entity)}：${words.zh}`, `${enOf(label, entity)}: ${words.en ?? words.zh}`);
}

/** Puts an entity before another in menus (null: last). */
export function moveEntity(app: AppDoc, entity: string, before: string | null): Command {
  const edit = new Edit(app);
  const orders = Object.fromEntries(
    entitiesInOrder(app).map((id, i) => [id, { order: (i + 1) * 10 }] as const),
  );
  const ids = Object.keys(orders).filter((id) => id !== entity);
  const at = before === null ? ids.length : ids.indexOf(before);
  const next = [...ids.slice(0, at), entity, ...ids.slice(at)];
  next.forEach((id, i) => edit.set(`entity/${id}/entity/order`, (i + 1) * 10));
  const label = app.entities[entity]?.entity.label;
  return edit.told(`移动业务对象${zhOf(label, entity)}`, `Move the entity ${enOf(label, entity)}`);
}

const inTheirOrder = (app: AppDoc): string[] =>
  inOrder(
    Object.fromEntries(
      Object.entries(app.entities).map(([id, { entity }]) => [id, { order: entity.order ?? 0 }]),
    ),
  );

/** All entities in their order, each with its detail rows after it. */
export const everyEntity = (app: AppDoc): string[] => {
  const under = (id: string): string[] => [id, ...rowsUnder(app, id).flatMap(under)];
  const found = entitiesInOrder(app).flatMap(under);
  return [...found, ...inTheirOrder(app).filter((id) => !found.includes(id))];
};

/** Entities whose records people meet, in their order, detail rows too. */
export const entitiesInUse = (app: AppDoc): string[] => everyEntity(app).filter((id) => !rests(app, id));

/** Whether nobody meets the records of an entity: it says so, or what they are detail rows of does. */
export function rests(app: AppDoc, entity: string): boolean {
  const info = app.entities[entity]?.entity;
  return info !== undefined && (info.archived === true || (info.rows_of != null && rests(app, info.rows_of)));
}

/** Entities that are no detail rows, as menus show them. */
export const entitiesInOrder = (app: AppDoc): string[] =>
  inTheirOrder(app).filter((id) => !app.entities[id]?.entity.rows_of);

/** Entities that are detail rows of another. */
export const rowsUnder = (app: AppDoc, entity: string): string[] =>
  Object.keys(app.entities)
    .filter((id) => app.entities[id]?.entity.rows_of === entity)
    .sort();
