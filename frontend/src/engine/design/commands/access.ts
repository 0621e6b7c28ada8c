/** What a supervisor does to the rights of roles (docs/gates.md, section 1): rows, fields, steps and actions. */

import type { Text } from "../../model/entity.ts";
import { inOrder } from "../../model/entity.ts";
import { own } from "../../rules/ast.ts";
import { lastOrder } from "./collection.ts";
import { putting, replacing } from "./edit.ts";
import type { AppDoc, EntityAccess, RoleDoc, Scope } from "../documents.ts";
import { read, type Command } from "../operations.ts";
import { command } from "./wording.ts";

/** Rights on the records of an entity that are either held or not. */
export const RIGHTS = ["create", "edit", "assign", "archive", "imports", "exports"] as const;
export type Right = (typeof RIGHTS)[number];
export type Level = "write" | "read" | "none";

/** Scopes from the narrowest to the widest. */
export const SCOPES: readonly Scope[] = ["own", "unit", "subtree", "all"];

const ALL: Readonly<Record<Right, true>> = {
  create: true,
  edit: true,
  assign: true,
  archive: true,
  imports: true,
  exports: true,
};

/** Rights as they are usually given, by name; null: the entity is invisible. */
export const PRESETS: Readonly<Record<string, EntityAccess | null>> = {
  none: null,
  look: { scope: "all" },
  own: { scope: "own", create: true, edit: true },
  team: { scope: "subtree", create: true, edit: true, assign: true, archive: true, exports: true },
  all: { scope: "all", ...ALL },
};

/** The preset that an access is, apart from its fields; "" for one of its own. */
export function presetOf(access: EntityAccess | undefined): string {
  const same = (preset: EntityAccess | null) =>
    preset === null
      ? access === undefined
      : access !== undefined &&
        preset.scope === access.scope &&
        RIGHTS.every((right) => (preset[right] ?? false) === (access[right] ?? false));
  return Object.keys(PRESETS).find((name) => same(PRESETS[name] ?? null)) ?? "";
}

const roleOf = (app: AppDoc, role: string): Text | undefined => own(app.access.roles, role)?.label;
const at = (role: string): string => `access/roles/${role}`;
const accessAt = (role: string, entity: string): string => `${at(role)}/entities/${entity}`;

/** The access of a role to an entity; undefined: invisible to it. */
export const accessOf = (app: AppDoc, role: string, entity: string): EntityAccess | undefined =>
  own(own(app.access.roles, role)?.entities ?? {}, entity);

/** Gives a role a usual set of rights on an entity; restricted fields stay restricted. */
export function applyPreset(app: AppDoc, role: string, entity: string, preset: string): Command {
  const chosen = PRESETS[preset] ?? null;
  const fields = accessOf(app, role, entity)?.fields;
  const value = chosen && fields ? { ...chosen, fields } : chosen;
  return onEntity(app, role, entity, replacing(app, accessAt(role, entity), value));
}

/** How wide a role sees the records of an entity. */
export const setScope = (app: AppDoc, role: string, entity: string, scope: Scope): Command =>
  onEntity(app, role, entity, replacing(app, `${accessAt(role, entity)}/scope`, scope));

/** Whether a role holds a right on the records of an entity it sees. */
export const setRight = (app: AppDoc, role: string, entity: string, right: Right, held: boolean): Command =>
  onEntity(app, role, entity, replacing(app, `${accessAt(role, entity)}/${right}`, held ? true : null));

/** What a role may do with a field: "write" as the record, "read" it only, or "none": it is hidden. */
export function setLevel(app: AppDoc, role: string, entity: string, field: string, level: Level): Command {
  const place = `${accessAt(role, entity)}/fields/${field}`;
  const label = own(own(app.entities, entity)?.properties ?? {}, field)?.field.label;
  return command(
    "改角色{}对字段{2}的权限",
    "Change the rights of {} on the field {2}",
    roleOf(app, role),
    replacing(app, place, level === "write" ? null : level),
    label,
  );
}

const onEntity = (app: AppDoc, role: string, entity: string, operations: Command["operations"]): Command =>
  command(
    "改角色{}对{2}的权限",
    "Change the rights of {} on {2}",
    roleOf(app, role),
    operations,
    own(app.entities, entity)?.entity.label,
  );

/** A role with the rights of another, or with none. */
export function addRole(app: AppDoc, id: string, label: Text, like: string | null): Command {
  const model = like === null ? undefined : own(app.access.roles, like);
  const value: RoleDoc = { ...model, label, order: lastOrder(app.access.roles) };
  return command("添加角色{}", "Add the role {}", label, replacing(app, at(id), value));
}

/** The sets of roles in which there is no other: without this one what they guard would be open to everybody. */
export const onlyFor = (app: AppDoc, role: string): string[] =>
  roleMentions(app, role)
    .map((path) => path.slice(0, path.lastIndexOf("/")))
    .filter((set) => set.endsWith("/roles") && Object.keys(read(app, set) ?? {}).length === 1);

/**
 * Takes a role away with every mention of it. Its holders have no role in the app any more; what only it was admitted to
 * admits `instead` (null: there is no other role).
 */
export function removeRole(app: AppDoc, role: string, instead: string | null): Command {
  const alone = instead === null ? [] : onlyFor(app, role);
  const operations = putting(app, {
    ...Object.fromEntries(roleMentions(app, role).map((path) => [path, null])),
    ...Object.fromEntries(alone.map((set) => [`${set}/${instead ?? ""}`, {}])),
    [at(role)]: null,
  });
  return command("去掉角色{}", "Remove the role {}", roleOf(app, role), operations);
}

export const renameRole = (app: AppDoc, role: string, label: Text): Command =>
  command("角色改名为{}", "Rename the role to {}", label, replacing(app, `${at(role)}/label`, label));

/** Whether a role may design the app, or manage people and units. */
export const setDuty = (app: AppDoc, role: string, right: "design" | "people", held: boolean): Command =>
  command(
    right === "design" ? "改角色{}的设计权限" : "改角色{}的人员管理权限",
    right === "design" ? "Change whether {} may design" : "Change whether {} manages people",
    roleOf(app, role),
    replacing(app, `${at(role)}/${right}`, held ? true : null),
  );

/** A step or an action whose roles can be named: none named means everybody who may edit the record. */
export interface Admission {
  /** The document path of its set of roles. */
  readonly path: string;
  readonly kind: "action" | "transition";
  readonly entity: string;
  readonly label: Text;
  readonly roles: readonly string[];
}

/** Everything of an entity that roles are admitted to, in order. */
export function admissions(app: AppDoc, entity: string): Admission[] {
  const flow = Object.values(app.flows ?? {}).find((one) => one.entity === entity);
  const steps = inOrder(flow?.transitions ?? {}).map((id): Admission => {
    const { label, roles = {} } = flow?.transitions[id] as NonNullable<typeof flow>["transitions"][string];
    const path = `flow/${flow?.id ?? ""}/transitions/${id}/roles`;
    return { path, kind: "transition", entity, label, roles: Object.keys(roles) };
  });
  const mine = Object.fromEntries(
    Object.entries(app.actions ?? {}).filter(([, one]) => one.entity === entity),
  );
  const actions = inOrder(mine).map((id): Admission => {
    const { label, roles = {} } = mine[id] as NonNullable<AppDoc["actions"]>[string];
    return { path: `action/${id}/roles`, kind: "action", entity, label, roles: Object.keys(roles) };
  });
  return [...steps, ...actions];
}

/** Admits a role to a step or an action, or not. From "everybody" on, shutting one out names all the others. */
export function admit(
  app: AppDoc,
  { path, entity, label, roles }: Admission,
  role: string,
  admitted: boolean,
): Command {
  const everybody = Object.keys(app.access.roles).filter((one) => accessOf(app, one, entity)?.edit === true);
  const before = roles.length > 0 ? roles : everybody;
  const after = admitted ? [...new Set([...before, role])] : before.filter((one) => one !== role);
  const all =
    everybody.length > 0 &&
    everybody.length === after.length &&
    everybody.every((one) => after.includes(one));
  const value = all || after.length === 0 ? null : Object.fromEntries(after.map((one) => [one, {}]));
  return command("改谁可以{}", "Change who may {}", label, replacing(app, path, value));
}

/** Places that name a role, apart from its own rights: whoever takes it away takes them along. */
export function roleMentions(app: AppDoc, role: string): string[] {
  const found: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    for (const [key, part] of Object.entries(value)) {
      const place = `${path}/${key}`;
      if ((key === "roles" || key === "waive") && Object.hasOwn((part ?? {}) as object, role))
        found.push(`${place}/${role}`);
      else walk(part, place);
    }
  };
  for (const [kind, documents] of [
    ["flow", app.flows],
    ["action", app.actions],
    ["duty", app.duties],
    ["queue", app.queues],
  ] as const)
    for (const [id, document] of Object.entries(documents ?? {})) walk(document, `${kind}/${id}`);
  return found;
}
