/** Compiles what a form shows: fields with their rules, once per entity or action, for many evaluations. */

import type { Action, ActionField } from "../model/action.ts";
import type { Entity, Property, Statement, Text } from "../model/entity.ts";
import { inOrder } from "../model/entity.ts";
import type { Entities } from "../model/lookup.ts";
import { shownProperty } from "../model/lookup.ts";
import type { Bindings, Env, Node, Value } from "../rules/ast.ts";
import { fieldsOf, own } from "../rules/ast.ts";
import { compileRule } from "../rules/compile.ts";
import type { Kind } from "./kind.ts";
import { KINDS } from "./kinds.ts";

/** A rule ready to evaluate, with the paths it reads. */
export interface Rule {
  readonly node: Node;
  readonly reads: readonly string[];
  value(record: Bindings, env: Env): Value;
  holds(record: Bindings, env: Env): boolean;
}

export interface Constraint {
  readonly id: string;
  readonly rule: Rule;
  /** The words shown when it is false; null: the rule's own sentence. */
  readonly message: Text | null;
}

export interface RollupPlan {
  readonly op: string;
  readonly value: string | null;
  readonly where: Rule | null;
  /** The rows field whose rows it counts; null: other records, whose sum the server keeps. */
  readonly rows: string | null;
}

export interface FieldPlan {
  readonly id: string;
  /** The path its value has for rules: an entity's field its id, an input's the field it writes or `act.<key>`. */
  readonly path: string;
  /** `act.<key>` of an action's input: bound to what was entered, also where a field is written; null else. */
  readonly entered: string | null;
  readonly property: Property;
  readonly kind: Kind;
  readonly label: Text;
  readonly computed: boolean;
  readonly required: boolean;
  readonly relevance: Rule | null;
  /** Relevance of the record's own field that an input writes: one hidden on the record is not asked for. */
  readonly asked: Rule | null;
  readonly requiredWhen: Rule | null;
  readonly constraints: readonly Constraint[];
  readonly defaultRule: Rule | null;
  readonly compute: Rule | null;
  readonly rollup: RollupPlan | null;
  /** The path a lookup shows. */
  readonly lookup: string | null;
  /** The plan of one row of a rows field. */
  readonly row: FormPlan | null;
}

export interface FormPlan {
  /** In display order. */
  readonly fields: readonly FieldPlan[];
}

const PARENT = "_parent";

/** Compiles a rule; null for none. */
export function ruleOf(node: Node | null | undefined): Rule | null {
  if (!node) return null;
  const value = compileRule(node);
  return { node, reads: fieldsOf(node), value, holds: (record, env) => value(record, env) === true };
}

function constraintsOf(parts: Readonly<Record<string, Statement>> = {}): Constraint[] {
  return inOrder(parts).map((id) => {
    const { rule, message } = parts[id] as Statement;
    return { id, rule: ruleOf(rule) as Rule, message: message ?? null };
  });
}

function rollupOf(prop: Property, entity: Entity): RollupPlan | null {
  const { rollup } = prop.field;
  if (!rollup) return null;
  const rows = inOrder(mapFields(entity)).find((id) => {
    const { kind, target } = (entity.properties[id] as Property).field;
    return kind === "rows" && target === rollup.entity;
  });
  const over = rollup.via === PARENT ? (rows ?? null) : null;
  return { op: rollup.op, value: rollup.value ?? null, where: ruleOf(rollup.where), rows: over };
}

const mapFields = ({ properties }: Entity): Record<string, { order?: number }> =>
  Object.fromEntries(Object.entries(properties).map(([id, prop]) => [id, { order: prop.field.order ?? 0 }]));

function kindOf(name: string): Kind {
  const kind = own(KINDS, name);
  if (!kind) throw new Error(`unknown field kind ${name}`);
  return kind;
}

function fieldPlan(id: string, entity: Entity, entities: Entities): FieldPlan {
  const declared = entity.properties[id] as Property;
  const { field } = declared;
  const child = field.kind === "rows" && field.target ? own(entities, field.target) : undefined;
  const kind = kindOf(field.kind);
  return {
    id,
    path: id,
    entered: null,
    property: shownProperty(declared, entity, entities) ?? declared,
    kind,
    label: field.label,
    computed: kind.serverSet === true,
    required: field.required === true,
    relevance: ruleOf(field.relevance),
    asked: null,
    requiredWhen: ruleOf(field.required_when),
    constraints: constraintsOf(field.constraint),
    defaultRule: ruleOf(field.default_rule),
    compute: ruleOf(field.compute),
    rollup: rollupOf(declared, entity),
    lookup: field.lookup ? `${field.lookup.via}.${field.lookup.value}` : null,
    row: child ? compileForm(child, entities) : null,
  };
}

/** The form of an entity: all its fields that are not archived. */
export function compileForm(entity: Entity, entities: Entities): FormPlan {
  const ids = inOrder(mapFields(entity)).filter((id) => entity.properties[id]?.field.archived !== true);
  return { fields: ids.map((id) => fieldPlan(id, entity, entities)) };
}

/** The entity whose field an input writes, and that field's id. */
function targetOf(
  path: string,
  action: Action,
  entity: Entity,
  entities: Entities,
): [Entity | undefined, string] {
  const [head = "", tail] = path.split(".");
  if (tail === undefined) return [entity, head];
  const id = head === "new" ? action.creates?.entity : own(entity.properties, head)?.field.target;
  return [id ? own(entities, id) : undefined, tail];
}

function inputPlan(key: string, input: ActionField, action: Action, entities: Entities): FieldPlan | null {
  const entity = own(entities, action.entity);
  if (!entity) return null;
  const [home, id] = input.target ? targetOf(input.target, action, entity, entities) : [undefined, ""];
  const property = input.property ?? (home && own(home.properties, id));
  if (!property) return null;
  const ownField = home === entity && input.target === id;
  return {
    id: key,
    path: input.target ?? `act.${key}`,
    entered: `act.${key}`,
    property,
    kind: kindOf(property.field.kind),
    label: input.label ?? property.field.label,
    computed: false,
    required: input.required === true,
    relevance: ruleOf(input.relevance),
    asked: ownField ? ruleOf(property.field.relevance) : null,
    requiredWhen: ruleOf(input.required_when),
    // Constraints of a field behind a reference speak of that record's fields, which are not all here.
    constraints: ownField || !input.target ? constraintsOf(property.field.constraint) : [],
    defaultRule: ruleOf(input.default_rule),
    compute: null,
    rollup: null,
    lookup: null,
    row: null,
  };
}

/** The mini form of an action; an input whose field may not be seen by this person is left out. */
export function compileActionForm(action: Action, entities: Entities): FormPlan {
  const inputs = action.fields ?? {};
  const plans = inOrder(inputs).map((key) => inputPlan(key, inputs[key] as ActionField, action, entities));
  return { fields: plans.filter((plan) => plan !== null) };
}
