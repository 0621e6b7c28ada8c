/** What follows from a form's values: hidden fields empty, rows, rollups over them, formulas, lookups (core/run/derive.py). */

import type { Bindings, Env } from "../rules/ast.ts";
import { isEmpty, own } from "../rules/ast.ts";
import type { Issue } from "./issue.ts";
import { FieldIssue } from "./issue.ts";
import type { Json } from "./kind.ts";
import type { FieldPlan, FormPlan, RollupPlan } from "./plan.ts";
import { aggregate, kept, whole } from "./sums.ts";

/** A form, or a row of one, while it is worked out. */
export interface Work {
  readonly plan: FormPlan;
  /** Values as given, normalised, by field id. */
  readonly given: Readonly<Record<string, Json>>;
  /** Fields of which a value was given, an empty one included. */
  readonly entered: ReadonlySet<string>;
  readonly context: Bindings;
  /** What rules see: context, and the value of every field as it counts now, by path. */
  readonly bindings: Record<string, unknown>;
  readonly hidden: Set<string>;
  readonly bad: Map<string, Issue>;
  readonly rows: Map<string, readonly Work[]>;
}

const PARENT = "_parent";

/** The stored form of a given value; one that its kind refuses is recorded in `bad` and counts as empty. */
function accepted(field: FieldPlan, value: unknown, bad: Map<string, Issue>): Json {
  if (field.computed) return isEmpty(value) ? null : (value as Json);
  try {
    return field.kind.normalise(value, field.property);
  } catch (issue) {
    if (!(issue instanceof FieldIssue)) throw issue;
    bad.set(field.id, { code: issue.code, params: issue.params });
    return null;
  }
}

/** What lies around one row: values behind its own references (`product.list_price`), and typed text it could not read. */
export interface RowInput {
  readonly context?: Bindings | undefined;
  readonly unread?: Readonly<Record<string, Issue>> | undefined;
}
/** Asked for each row of a rows field, by the field's id and the row as given. */
export type RowInputs = (field: string, row: Readonly<Record<string, unknown>>) => RowInput;

const ALONE: RowInputs = () => ({});

function rowWorks(field: string, row: FormPlan, value: Json, inputs: RowInputs): Work[] {
  const rows = Array.isArray(value) ? (value as readonly Readonly<Record<string, unknown>>[]) : [];
  return rows.map((values) => {
    const { context = {}, unread = {} } = inputs(field, values);
    return start(row, values, { ...context, _id: values["_id"] ?? null }, unread);
  });
}

/** The values of a plan before anything is derived from them. */
export function start(
  plan: FormPlan,
  values: Readonly<Record<string, unknown>>,
  context: Bindings,
  unread: Readonly<Record<string, Issue>>,
  rowInputs: RowInputs = ALONE,
): Work {
  const given: Record<string, Json> = {};
  const bindings: Record<string, unknown> = { ...context };
  const bad = new Map<string, Issue>(Object.entries(unread));
  const rows = new Map<string, readonly Work[]>();
  for (const field of plan.fields) {
    const value = bad.has(field.id) ? null : accepted(field, own(values, field.id), bad);
    given[field.id] = value;
    if (field.row) rows.set(field.id, rowWorks(field.id, field.row, value, rowInputs));
    if (!field.entered) bindings[field.path] = field.lookup ? null : value;
  }
  const work = {
    plan,
    given,
    entered: new Set(Object.keys(values)),
    context,
    bindings,
    hidden: new Set<string>(),
    bad,
    rows,
  };
  for (const field of plan.fields) if (field.entered) enter(work, field);
  return work;
}

/** An input counts, or (hidden, refused, nothing entered) leaves the field it writes as it is on the record. */
function enter(work: Work, field: FieldPlan): boolean {
  const counts = work.entered.has(field.id) && !work.hidden.has(field.id) && !work.bad.has(field.id);
  const value = counts ? (work.given[field.id] ?? null) : null;
  const changed = put(work, field.path, counts ? value : (own(work.context, field.path) ?? null));
  return put(work, field.entered ?? field.path, value) || changed;
}

/** Lets a value count from now on; whether it differs from the one before. */
function put({ bindings }: Work, path: string, value: unknown): boolean {
  const before = bindings[path] ?? null;
  if (before === value || (typeof value === "object" && JSON.stringify(before) === JSON.stringify(value)))
    return false;
  bindings[path] = value;
  return true;
}

const derived = (field: FieldPlan): boolean =>
  field.compute !== null || field.lookup !== null || field.row !== null || overRows(field.rollup);
const overRows = (rollup: RollupPlan | null): boolean => rollup !== null && rollup.rows !== null;

/** A computed value as the field stores it; whole minor units, seconds and the like where its type is integer. */
function storedForm({ property }: FieldPlan, value: unknown): unknown {
  if (typeof value !== "number") return value;
  return kept(property.type === "integer" ? whole(value) : value);
}

function hide(work: Work, env: Env): boolean {
  let changed = false;
  for (const field of work.plan.fields) {
    if (!field.relevance) continue;
    if (field.relevance.holds(work.bindings, env)) {
      work.hidden.delete(field.id);
      if (field.entered) changed = enter(work, field) || changed;
      else if (!derived(field)) changed = put(work, field.path, work.given[field.id] ?? null) || changed;
    } else {
      work.hidden.add(field.id);
      changed = (field.entered ? enter(work, field) : put(work, field.path, null)) || changed;
    }
  }
  return changed;
}

function bindParent(row: Work, parent: Bindings): void {
  for (const [path, value] of Object.entries(parent)) row.bindings[`${PARENT}.${path}`] = value;
  row.bindings[PARENT] = parent["_id"] ?? null;
}

function storedRow(row: Work): Json {
  const id = row.bindings["_id"];
  const filled = row.plan.fields.map((field) => [field.id, row.bindings[field.path] ?? null] as const);
  const values = Object.fromEntries(filled.filter(([, value]) => value !== null)) as Record<string, Json>;
  return typeof id === "string" && id !== "" ? { _id: id, ...values } : values;
}

function rowsOf(work: Work, env: Env): boolean {
  let changed = false;
  for (const field of work.plan.fields) {
    const rows = work.rows.get(field.id);
    if (!rows || work.hidden.has(field.id)) continue;
    for (const row of rows) {
      bindParent(row, work.bindings);
      derive(row, env);
    }
    changed = put(work, field.path, rows.length === 0 ? null : rows.map(storedRow)) || changed;
  }
  return changed;
}

/** What each row that counts adds: its value as a number, 1 for a count; empty values add nothing. */
function contributions({ op, value, where }: RollupPlan, rows: readonly Work[], env: Env): number[] {
  const found: number[] = [];
  for (const row of rows) {
    if (where && !where.holds(row.bindings, env)) continue;
    const one = value === null ? 1 : row.bindings[value];
    if (!isEmpty(one)) found.push(op === "count" ? 1 : Number(one));
  }
  return found;
}

/** What a field that follows from others comes out as; undefined for one that does not. */
function computedValue(field: FieldPlan, work: Work, env: Env): unknown {
  const { rollup, compute, lookup } = field;
  if (rollup !== null && rollup.rows !== null) {
    const rows = work.hidden.has(rollup.rows) ? [] : (work.rows.get(rollup.rows) ?? []);
    return storedForm(field, aggregate(rollup.op, contributions(rollup, rows, env)));
  }
  if (lookup !== null) return own(work.bindings, lookup) ?? null;
  return compute ? storedForm(field, compute.value(work.bindings, env)) : undefined;
}

function compute(work: Work, env: Env): boolean {
  let changed = false;
  for (const field of work.plan.fields) {
    if (work.hidden.has(field.id)) continue;
    const value = computedValue(field, work, env);
    if (value !== undefined) changed = put(work, field.path, value) || changed;
  }
  return changed;
}

/** Brings the bindings in line with what is given and the rules; a cycle, which no published entity has, ends too. */
export function derive(work: Work, env: Env): void {
  for (let pass = 0; pass < work.plan.fields.length + 2; pass += 1) {
    let changed = hide(work, env);
    changed = rowsOf(work, env) || changed;
    changed = compute(work, env) || changed;
    if (!changed) return;
  }
}
