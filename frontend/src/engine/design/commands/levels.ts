/** What roles may do with the single fields of an entity: what is so where nothing is said, and many set at once. */

import { own } from "../../rules/ast.ts";
import type { AppDoc } from "../documents.ts";
import { isWritten } from "../fieldChoices.ts";
import type { Command } from "../operations.ts";
import { accessOf, type Level } from "./access.ts";
import { putting } from "./edit.ts";
import { command } from "./wording.ts";

/** Lookups may read lookups; deeper than this none is followed. */
const DEEPEST = 8;

/**
 * The most a role may do with a field, which is what it may where its rights say nothing of the field: "write" where it
 * changes records and the field takes values, "read" for what is computed or retired, "none" where the role does not see
 * the entity, or not what the field shows (the source of a lookup, the entity of rows).
 */
export function mostOf(app: AppDoc, role: string, entity: string, field: string, deep = 0): Level {
  const access = accessOf(app, role, entity);
  const property = own(own(app.entities, entity)?.properties ?? {}, field);
  if (!access || !property || deep > DEEPEST) return "none";
  const { kind, target, lookup, archived } = property.field;
  if (kind === "rows" && (!target || !accessOf(app, role, target))) return "none";
  if (kind === "lookup" && lookup) {
    const via = own(own(app.entities, entity)?.properties ?? {}, lookup.via)?.field;
    const sources = [...(via?.target ? [via.target] : []), ...Object.keys(via?.targets ?? {})];
    if (sources.some((source) => levelOf(app, role, source, lookup.value, deep + 1) === "none"))
      return "none";
  }
  const changes = access.create === true || access.edit === true || access.imports === true;
  return changes && archived !== true && isWritten(app, entity, field) ? "write" : "read";
}

/** What a role may do with a field: the most it may, or the less that its rights say. */
export function levelOf(app: AppDoc, role: string, entity: string, field: string, deep = 0): Level {
  const most = mostOf(app, role, entity, field, deep);
  return most === "none" ? most : (own(accessOf(app, role, entity)?.fields ?? {}, field) ?? most);
}

/** A role may do the same with all these fields, each as far as it can at all: one step to take back. */
export function setLevels(
  app: AppDoc,
  role: string,
  entity: string,
  fields: readonly string[],
  level: Level,
): Command {
  const said = (field: string) =>
    level === "none" || (level === "read" && mostOf(app, role, entity, field) === "write") ? level : null;
  const at = `access/roles/${role}/entities/${entity}/fields`;
  return command(
    "改角色{}对{2}多个字段的权限",
    "Change the rights of {} on several fields of {2}",
    own(app.access.roles, role)?.label,
    putting(app, Object.fromEntries(fields.map((field) => [`${at}/${field}`, said(field)]))),
    own(app.entities, entity)?.entity.label,
  );
}
