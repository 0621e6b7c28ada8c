/** The fields a rule, a list or a filter of an entity may name, with their types and labels. */

import { kindOf } from "../form/kinds.ts";
import { optionsOf } from "../form/options.ts";
import type { Label, Labels } from "../rules/sentence.ts";
import { own } from "../rules/ast.ts";
import type { FieldType, Scope } from "../rules/types.ts";
import type { Mark, Property, Text } from "./entity.ts";
import { inOrder } from "./entity.ts";
import type { Entities } from "./lookup.ts";
import { shownProperty } from "./lookup.ts";

/** A flow, as far as its stages and paths can be named. */
export interface FlowNames {
  readonly entity: string;
  readonly stages: Readonly<Record<string, Mark & { readonly label: Text }>>;
  readonly paths: Readonly<Record<string, Mark & { readonly label: Text }>>;
}

export interface Model {
  readonly entities: Entities;
  readonly flows: Readonly<Record<string, FlowNames>>;
  /** Labels of system fields (`_stage`, `_owner`, …); one without a label is not offered. */
  readonly system: Readonly<Record<string, Text>>;
}

export interface PathInfo {
  readonly path: string;
  /** Labels from the first reference on; join them for display. */
  readonly labels: readonly Text[];
  readonly type: FieldType;
  /** The field it ends at, lookups followed; null for a system field. */
  readonly property: Property | null;
  readonly options: Readonly<Record<string, { readonly label: Text }>>;
}

const SYSTEM: Readonly<Record<string, FieldType>> = {
  _owner: { type: "ref", target: "_person" },
  _created_by: { type: "ref", target: "_person" },
  _unit: { type: "ref", target: "_unit" },
  _created_at: { type: "instant" },
  _updated_at: { type: "instant" },
};

function systemPaths(entity: string, { flows, system }: Model): PathInfo[] {
  const flow = Object.values(flows).find((one) => one.entity === entity);
  const found: PathInfo[] = [];
  for (const [path, label] of Object.entries(system)) {
    const options = path === "_stage" ? flow?.stages : path === "_path" ? flow?.paths : undefined;
    const chosen: FieldType | undefined = options && { type: "choice", options: Object.keys(options) };
    const type = path === "_id" ? { type: "ref" as const, target: entity } : (chosen ?? own(SYSTEM, path));
    if (type) found.push({ path, labels: [label], type, property: null, options: options ?? {} });
  }
  return found;
}

function ownPaths(entityId: string, { entities }: Model): PathInfo[] {
  const entity = own(entities, entityId);
  if (!entity) return [];
  const order = Object.entries(entity.properties).map(
    ([id, p]) => [id, { order: p.field.order ?? 0 }] as const,
  );
  const found: PathInfo[] = [];
  for (const id of inOrder(Object.fromEntries(order))) {
    const declared = entity.properties[id] as Property;
    const property = shownProperty(declared, entity, entities);
    if (!property) continue;
    const type = kindOf(property).ruleType(property);
    found.push({ path: id, labels: [declared.field.label], type, property, options: optionsOf(property) });
  }
  return found;
}

/** Every path of an entity, own fields first, then system fields, then those behind references, `hops` (0 to 2) deep. */
export function pathsOf(entityId: string, model: Model, hops: number): PathInfo[] {
  const mine = ownPaths(entityId, model);
  const behind: PathInfo[] = [];
  if (hops > 0) {
    for (const { path, labels, type, property } of mine) {
      if (property?.field.kind !== "reference" || type.target === undefined) continue;
      for (const inner of pathsOf(type.target, model, hops - 1)) {
        behind.push({ ...inner, path: `${path}.${inner.path}`, labels: [...labels, ...inner.labels] });
      }
    }
  }
  return [...mine, ...systemPaths(entityId, model), ...behind];
}

/** The type scope of these paths, for `checkRule` and `sentence`. */
export const scopeOf = (paths: readonly PathInfo[]): Scope =>
  Object.fromEntries(paths.map(({ path, type }) => [path, type]));

/** The labels of these paths, for `sentence`; references read "客户的客户等级" with `between` "的". */
export function labelsOf(paths: readonly PathInfo[], between: Text): Labels {
  const joined = (labels: readonly Text[]): Label => ({
    zh: labels.map((label) => label.zh).join(between.zh),
    en: labels.map((label) => label.en ?? label.zh).join(between.en ?? between.zh),
  });
  return Object.fromEntries(
    paths.map(({ path, labels, options }) => {
      const named = Object.entries(options).map(([id, { label }]) => [id, label] as const);
      return [path, { ...joined(labels), options: Object.fromEntries(named) }];
    }),
  );
}
