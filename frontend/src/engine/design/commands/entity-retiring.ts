/** How a business object goes: published it is retired with all that belongs to it, never published it is removed. */

import type { AppDoc } from "../documents.ts";
import type { Command } from "../operations.ts";
import { MEMBERS } from "../operations.ts";
import { softUses, usesOf } from "./act-uses.ts";
import { Edit } from "./edit.ts";
import { rowsUnder } from "./entities.ts";
import { placeWords, type Use } from "./uses.ts";
import { enOf, zhOf } from "./wording.ts";

/** The entity and its detail rows, theirs too. */
const whole = (app: AppDoc, entity: string): string[] => [
  entity,
  ...rowsUnder(app, entity).flatMap((rows) => whole(app, rows)),
];

/** Kinds of documents that belong to an entity, those that name others of them first. */
const KINDS = ["form", "list", "metric", "trigger", "duty", "action", "flow", "decision_table"] as const;
export type Owned = (typeof KINDS)[number];

type Doc = { readonly entity?: string; readonly on?: { readonly entity: string } };
const documents = (app: AppDoc, kind: string): Readonly<Record<string, Doc>> =>
  (app as unknown as Readonly<Record<string, Readonly<Record<string, Doc>>>>)[MEMBERS[kind] ?? ""] ?? {};
const ownerOf = (doc: Doc): string | undefined => doc.entity ?? doc.on?.entity;

/** What belongs to an entity and its detail rows: ids by kind of document. */
export function belongings(app: AppDoc, entity: string): Readonly<Record<Owned, readonly string[]>> {
  const mine = new Set(whole(app, entity));
  const of = (kind: string) =>
    Object.keys(documents(app, kind)).filter((id) => mine.has(ownerOf(documents(app, kind)[id] ?? {}) ?? ""));
  return Object.fromEntries(KINDS.map((kind) => [kind, of(kind)])) as Record<Owned, string[]>;
}

/** Nobody meets its records any more, nor its detail rows; what belongs to it rests until it is used again. */
export function retireEntity(app: AppDoc, entity: string): Command {
  const edit = new Edit(app);
  edit.set(`entity/${entity}/entity/archived`, true);
  const label = app.entities[entity]?.entity.label;
  return edit.told(`停用业务对象${zhOf(label, entity)}`, `Retire the entity ${enOf(label, entity)}`);
}

/** The entity and its detail rows but those whose field is out of use. */
const used = (app: AppDoc, entity: string): string[] => [
  entity,
  ...rowsUnder(app, entity)
    .filter((rows) =>
      Object.values(app.entities[entity]?.properties ?? {}).some(
        ({ field }) => field.target === rows && !field.archived,
      ),
    )
    .flatMap((rows) => used(app, rows)),
];

/** It is used again, with all that rested with it. Going back to a version marks detail rows too. */
export function reviveEntity(app: AppDoc, entity: string): Command {
  const edit = new Edit(app);
  for (const one of used(app, entity)) edit.remove(`entity/${one}/entity/archived`);
  const label = app.entities[entity]?.entity.label;
  return edit.told(`恢复业务对象${zhOf(label, entity)}`, `Use the entity ${enOf(label, entity)} again`);
}

/** Takes away an entity that was never published, with its detail rows and all that belongs to them. What others say of it
 * is left and found by the check: `usesOfEntity` tells it before. */
export function removeEntity(app: AppDoc, entity: string): Command {
  const edit = new Edit(app);
  const owned = belongings(app, entity);
  for (const kind of KINDS)
    for (const id of owned[kind]) {
      for (const path of softUses(edit.app, `${kind}/${id}`)) edit.remove(path);
      edit.remove(`${kind}/${id}`);
    }
  for (const one of whole(app, entity).reverse()) {
    for (const [role, { entities }] of Object.entries(edit.app.access.roles))
      if (entities?.[one]) edit.remove(`access/roles/${role}/entities/${one}`);
    edit.remove(`entity/${one}`);
  }
  const label = app.entities[entity]?.entity.label;
  return edit.told(`删除业务对象${zhOf(label, entity)}`, `Remove the entity ${enOf(label, entity)}`);
}

/** Members that name an entity by its id: of sums and of what is created, of fields. An input's own target is a field. */
const names = (at: string): boolean => at.endsWith("/entity") || at.endsWith("/field/target");

function naming(value: unknown, path: string, mine: ReadonlySet<string>, tell: (path: string) => void): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    const at = `${path}/${key}`;
    if (names(at) && typeof part === "string" && mine.has(part)) tell(at);
    else if (key === "targets" && typeof part === "object" && part !== null)
      Object.keys(part)
        .filter((one) => mine.has(one))
        .forEach((one) => tell(`${at}/${one}`));
    else naming(part, at, mine, tell);
  }
}

/** Places that make sense of records nobody meets: what is added up stays, and a reference of several kinds has others. */
const SENSIBLE = /\/field\/(rollup|targets)\//;

/**
 * What others say of an entity or of its detail rows that means nothing once it is gone: references, sums, what is created;
 * `retired`: once nobody meets its records. Fields out of use ask nothing.
 */
export function usesOfEntity(app: AppDoc, entity: string, retired = false): Use[] {
  const mine = new Set(whole(app, entity));
  const found: Use[] = [];
  const tell = (path: string): void => {
    if (!retired || !SENSIBLE.test(path)) found.push({ path, words: placeWords(app, path), what: "other" });
  };
  for (const [id, { properties }] of Object.entries(app.entities))
    for (const [key, { field }] of mine.has(id) ? [] : Object.entries(properties))
      if (!field.archived) naming(field, `entity/${id}/properties/${key}/field`, mine, tell);
  for (const [id, { entity: info, properties }] of Object.entries(app.entities))
    if (!mine.has(id) && info.belongs_to && mine.has(properties[info.belongs_to]?.field.target ?? ""))
      tell(`entity/${id}/entity/belongs_to`);
  for (const kind of Object.keys(MEMBERS).filter(
    (one) => one !== "entity" && one !== "access" && one !== "app",
  ))
    for (const [id, doc] of Object.entries(documents(app, kind)))
      if (!mine.has(ownerOf(doc) ?? "")) naming(doc, `${kind}/${id}`, mine, tell);
  if (!retired) for (const path of hard(app, entity, mine)) tell(path);
  return found;
}

/** Where documents of others name an action or a duty that goes: in what would mean something else without it. */
function hard(app: AppDoc, entity: string, mine: ReadonlySet<string>): string[] {
  const { action, duty } = belongings(app, entity);
  const gone = [...action.map((id) => `action/${id}`), ...duty.map((id) => `duty/${id}`)];
  const places = gone.flatMap((path) => usesOf(app, path)).filter(({ soft }) => !soft);
  return places
    .map(({ path }) => path)
    .filter((path) => {
      const [kind = "", id = ""] = path.split("/");
      return !mine.has(ownerOf(documents(app, kind)[id] ?? {}) ?? "");
    });
}
