/** What a rule at a place of an app may name, with labels and types: the same as EntityScope of core/model/scope.py. */

import { kindOf } from "../form/kinds.ts";
import { optionsOf } from "../form/options.ts";
import type { Property, Text } from "../model/entity.ts";
import { inOrder } from "../model/entity.ts";
import { SYSTEM_NAMES } from "../model/naming.ts";
import type { Model, PathInfo } from "../model/paths.ts";
import { pathsOf } from "../model/paths.ts";
import { own } from "../rules/ast.ts";
import type { Scope } from "../rules/types.ts";
import type { ActionDoc, ActionField, AppDoc } from "./documents.ts";

/** Where a rule stands and what it may name. */
export interface RulePlace {
  /** The entity over whose record it is read. */
  readonly entity: string;
  /** The action whose inputs it may read too (`act.<key>`, `new.<field>`), and `@actor`, who acts. */
  readonly action?: string | undefined;
  /** The act is done: of its inputs only those kept with it, no `new.` and no `@actor`. */
  readonly done?: boolean | undefined;
  /** Parameters by name ("cell"), called by their names. */
  readonly params?: Scope | undefined;
  /** Parameters with labels; paths begin with "@". */
  readonly named?: readonly PathInfo[] | undefined;
}

const NAMES: Readonly<Record<string, Text>> = { ...SYSTEM_NAMES, _id: { zh: "本记录", en: "This record" } };
const ACT: Text = { zh: "本次动作", en: "This act" };
const PARENT: Text = { zh: "所属单据", en: "Parent" };
const ACTOR: PathInfo = {
  path: "@actor",
  labels: [{ zh: "操作人", en: "the acting person" }],
  type: { type: "ref", target: "_person" },
  property: null,
  options: {},
};
const HOPS = 2;

function recordPaths(app: AppDoc, entity: string): PathInfo[] {
  const model: Model = { entities: app.entities, flows: app.flows ?? {}, system: NAMES };
  const found = pathsOf(entity, model, HOPS);
  const parent = own(app.entities, entity)?.entity.rows_of;
  if (!parent || !own(app.entities, parent)) return found;
  const type = { type: "ref" as const, target: parent };
  const behind = pathsOf(parent, model, HOPS - 1);
  return [
    ...found,
    { path: "_parent", labels: [PARENT], type, property: null, options: {} },
    ...behind.map((one) => ({ ...one, path: `_parent.${one.path}`, labels: [PARENT, ...one.labels] })),
  ];
}

/** The fields of the mini form of an action and those its approvers fill in, by key. */
export function inputsOf(action: ActionDoc): Readonly<Record<string, ActionField>> {
  const steps = action.approval?.steps ?? {};
  const signed = inOrder(steps).flatMap((id) => Object.entries(steps[id]?.fields ?? {}));
  return { ...Object.fromEntries(signed), ...action.fields };
}

function propertyInfo(path: string, labels: readonly Text[], property: Property): PathInfo {
  return { path, labels, type: kindOf(property).ruleType(property), property, options: optionsOf(property) };
}

function inputPaths(app: AppDoc, action: ActionDoc, record: readonly PathInfo[], done: boolean): PathInfo[] {
  const created = action.creates
    ? pathsOf(action.creates.entity, { entities: app.entities, flows: {}, system: {} }, 0)
    : [];
  const inputs = inputsOf(action);
  const found = inOrder(inputs).flatMap((key): PathInfo[] => {
    const { target, property, label } = inputs[key] as ActionField;
    if (done && target) return [];
    const path = `act.${key}`;
    if (!target) return property ? [propertyInfo(path, [ACT, label ?? property.field.label], property)] : [];
    const behind = target.startsWith("new.")
      ? created.find((one) => one.path === target.slice("new.".length))
      : record.find((one) => one.path === target);
    return behind ? [{ ...behind, path, labels: [ACT, label ?? (behind.labels.at(-1) as Text)] }] : [];
  });
  if (done) {
    const effective: PathInfo = {
      path: "act._effective",
      labels: [ACT, { zh: "有效", en: "effective" }],
      type: { type: "boolean" },
      property: null,
      options: {},
    };
    return action.effective ? [...found, effective] : found;
  }
  const name = action.creates ? own(app.entities, action.creates.entity)?.entity.label : undefined;
  const made: Text = { zh: `新建的${name?.zh ?? ""}`, en: `new ${name?.en ?? name?.zh ?? ""}` };
  return [
    ...found,
    ...created.map((one) => ({ ...one, path: `new.${one.path}`, labels: [made, ...one.labels] })),
    ACTOR,
  ];
}

/** Everything a rule at a place may name: own fields first, inputs of the act, parameters. */
export function namesAt(app: AppDoc, place: RulePlace): readonly PathInfo[] {
  const record = recordPaths(app, place.entity);
  const action = place.action === undefined ? undefined : own(app.actions ?? {}, place.action);
  const params = Object.entries(place.params ?? {}).map(([name, type]): PathInfo => {
    const bare = name.replace(/^@/, "");
    return { path: `@${bare}`, labels: [{ zh: bare, en: bare }], type, property: null, options: {} };
  });
  const known = new Set((place.named ?? []).map(({ path }) => path));
  return [
    ...(place.named ?? []),
    ...(action ? inputPaths(app, action, record, place.done === true) : []),
    ...record,
    ...params.filter(({ path }) => !known.has(path)),
  ];
}

/** The names worth offering: fields in use, and of what is behind references only what a person would look for. */
export const offered = (paths: readonly PathInfo[]): PathInfo[] =>
  paths.filter(
    ({ path, property }) =>
      property?.field.archived !== true && !/\._(id|path|created_by|unit|updated_at)$/.test(path),
  );
