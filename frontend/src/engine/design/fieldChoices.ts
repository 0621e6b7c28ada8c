/** Which fields of an entity are offered where one is picked: in use, own first, then those behind references. */

import { pathsOf, type Model, type PathInfo } from "../model/paths.ts";
import type { AppDoc } from "./documents.ts";
import { propertyAt } from "./places.ts";

/** What stands between the labels of a path: "客户的等级". */
export const BETWEEN = { zh: "的", en: " › " } as const;

/** "dated": dates and instants; "person": who is in it; "written": what an act may write. */
export type FieldFilter = "any" | "dated" | "person" | "written";

const COMPUTED = new Set(["formula", "rollup", "lookup", "serial"]);

/** Whether a field takes values: not computed by its kind, not filled by a decision table. */
export function isWritten(app: AppDoc, entity: string, path: string): boolean {
  const property = propertyAt(app, entity, path);
  if (!property || COMPUTED.has(property.field.kind)) return false;
  return !Object.values(app.decision_tables ?? {}).some(
    (table) => table.entity === entity && table.output === path,
  );
}

function offered(
  app: AppDoc,
  entity: string,
  { path, type, property }: PathInfo,
  only: FieldFilter,
): boolean {
  if (property?.field.archived === true) return false;
  if (only === "dated") return type.type === "date" || type.type === "instant";
  if (only === "person") return type.type === "ref" && type.target === "_person";
  if (only === "written") return isWritten(app, entity, path) && property?.field.kind !== "rows";
  return true;
}

/** The fields to choose from, `hops` references deep. */
export function fieldChoices(
  app: AppDoc,
  entity: string,
  hops: number,
  only: FieldFilter = "any",
): PathInfo[] {
  const system = {
    _owner: { zh: "负责人", en: "Owner" },
    _created_by: { zh: "创建人", en: "Created by" },
    _created_at: { zh: "创建时间", en: "Created" },
  };
  const model: Model = {
    entities: app.entities,
    flows: app.flows ?? {},
    system:
      only === "any"
        ? { ...system, _stage: { zh: "阶段", en: "Stage" }, _unit: { zh: "部门", en: "Unit" } }
        : system,
  };
  return pathsOf(entity, model, hops).filter((one) => offered(app, entity, one, only));
}
