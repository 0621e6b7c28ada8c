/**
 * The state of a form: what is visible, required, computed and wrong, as a pure function of the plan, the values,
 * what lies behind references, extra requirements and the moment. The same reading as core/run (docs/gates.md):
 * hidden fields are empty and never required; formulas, rows and rollups are worked out to a fixed point.
 */

import type { Bindings, Env, Node } from "../rules/ast.ts";
import { isEmpty, own } from "../rules/ast.ts";
import type { RowInputs, Work } from "./derive.ts";
import { derive, start } from "./derive.ts";
import type { Issue } from "./issue.ts";
import type { Json } from "./kind.ts";
import type { FieldPlan, FormPlan } from "./plan.ts";
import { ruleOf } from "./plan.ts";

export type Values = Readonly<Record<string, Json>>;

/** Fields that must be filled besides those the entity asks for: by the next stage, or by an action. */
export interface Demands {
  readonly fields?: Readonly<Record<string, { readonly when?: Node | null }>> | undefined;
}

export interface FormInput {
  /** By field id, stored form; rows as a list of such objects. Values of server-kept fields are taken as they are. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What rules read beyond the fields: `customer.level`, `_stage`, `@actor`, for an action also the record's own fields. */
  readonly context?: Bindings | undefined;
  readonly demands?: Demands | undefined;
  /** Fields whose typed text could not be read, and why; their value counts as empty. */
  readonly unread?: Readonly<Record<string, Issue>> | undefined;
  /** The same for each row of a rows field. */
  readonly rows?: RowInputs | undefined;
  readonly env: Env;
}

export interface FieldState {
  readonly visible: boolean;
  readonly required: boolean;
  readonly value: Json;
  readonly errors: readonly Issue[];
  /** The states of a rows field's rows. */
  readonly rows?: readonly FormState[];
}

export interface FormState {
  readonly fields: Readonly<Record<string, FieldState>>;
  /** Values that count, by field id; empty ones left out. */
  readonly values: Values;
  /** Nothing is wrong and nothing required is empty. */
  readonly complete: boolean;
}

function errorsOf(field: FieldPlan, work: Work, required: boolean, env: Env): Issue[] {
  const bad = work.bad.get(field.id);
  if (bad) return [bad];
  if (isEmpty(work.bindings[field.path])) {
    return required ? [{ code: "required", params: { field: field.id } }] : [];
  }
  const badPaths = work.plan.fields.filter((f) => work.bad.has(f.id)).map((f) => f.path);
  return field.constraints
    .filter(
      ({ rule }) => !rule.reads.some((path) => badPaths.includes(path)) && !rule.holds(work.bindings, env),
    )
    .map(({ id, message }) => ({
      code: "constraint_failed",
      params: { statement: id, field: field.id, message },
    }));
}

function isRequired(field: FieldPlan, work: Work, demands: Demands, env: Env): boolean {
  if (work.hidden.has(field.id) || field.property.field.kind === "serial") return false;
  if (field.asked && !field.asked.holds(work.bindings, env)) return false;
  if (field.required || field.requiredWhen?.holds(work.bindings, env)) return true;
  const demand = own(demands.fields, field.path);
  return demand !== undefined && (ruleOf(demand.when)?.holds(work.bindings, env) ?? true);
}

function fieldState(field: FieldPlan, work: Work, demands: Demands, env: Env): FieldState {
  const visible = !work.hidden.has(field.id);
  const required = isRequired(field, work, demands, env);
  const state = {
    visible,
    required,
    value: visible ? ((work.bindings[field.path] ?? null) as Json) : null,
    errors: visible ? errorsOf(field, work, required, env) : [],
  };
  if (!field.row) return state;
  const rows = visible ? (work.rows.get(field.id) ?? []) : [];
  return { ...state, rows: rows.map((row) => finish(row, {}, env)) };
}

function finish(work: Work, demands: Demands, env: Env): FormState {
  const fields: Record<string, FieldState> = {};
  const values: Record<string, Json> = {};
  let complete = true;
  for (const field of work.plan.fields) {
    const state = fieldState(field, work, demands, env);
    fields[field.id] = state;
    if (state.value !== null) values[field.id] = state.value;
    complete &&= state.errors.length === 0 && (state.rows ?? []).every((row) => row.complete);
  }
  return { fields, values, complete };
}

/** Works a form out. Pure: the same input gives the same state. */
export function formState(
  plan: FormPlan,
  { values, context = {}, demands = {}, unread = {}, rows, env }: FormInput,
): FormState {
  const work = start(plan, values, context, unread, rows);
  derive(work, env);
  return finish(work, demands, env);
}

/** Every error with its place: `field`, or `rows_field[2].field`. */
export function allErrors(state: FormState, at = ""): Readonly<Record<string, readonly Issue[]>> {
  const found: Record<string, readonly Issue[]> = {};
  for (const [id, field] of Object.entries(state.fields)) {
    if (field.errors.length > 0) found[at + id] = field.errors;
    field.rows?.forEach((row, i) => Object.assign(found, allErrors(row, `${at}${id}[${i}].`)));
  }
  return found;
}
