/** What a new record, row or mini form starts with (core/run/apply.py, `defaults`). */

import type { Bindings, Env } from "../rules/ast.ts";
import { isEmpty, own } from "../rules/ast.ts";
import { FieldIssue } from "./issue.ts";
import type { Json } from "./kind.ts";
import type { FieldPlan, FormPlan } from "./plan.ts";

function defaultOf(field: FieldPlan, bindings: Bindings, env: Env): Json {
  const fixed = field.property.field.default;
  const value = isEmpty(fixed) ? field.defaultRule?.value(bindings, env) : fixed;
  try {
    return isEmpty(value) ? null : field.kind.normalise(value, field.property);
  } catch (issue) {
    if (issue instanceof FieldIssue) return null; // a default that cannot be stored is left out
    throw issue;
  }
}

/** New rows, those without an id, completed like new records; their rules see the given values of their parent. */
function rowValues(row: FormPlan, rows: unknown, parent: Bindings, env: Env): unknown {
  if (!Array.isArray(rows)) return rows;
  const context = Object.fromEntries(
    Object.entries(parent).map(([path, value]) => [`_parent.${path}`, value]),
  );
  return (rows as readonly Readonly<Record<string, unknown>>[]).map((values) =>
    isEmpty(values["_id"]) ? initialValues(row, values, context, env) : values,
  );
}

/**
 * `given` completed by `default`, else `default_rule`, in field order, for fields of which no value was given (a
 * given empty value stays empty). To refresh defaults while a form is being filled, give only what was touched.
 */
export function initialValues(
  plan: FormPlan,
  given: Readonly<Record<string, unknown>>,
  context: Bindings,
  env: Env,
): Record<string, unknown> {
  const values: Record<string, unknown> = { ...given };
  const bindings: Record<string, unknown> = { ...context };
  for (const field of plan.fields) {
    const value = own(given, field.id);
    if (value === undefined) continue;
    bindings[field.path] = value;
    if (field.entered) bindings[field.entered] = value;
  }
  for (const field of plan.fields) {
    if (field.row && own(given, field.id))
      values[field.id] = rowValues(field.row, given[field.id], bindings, env);
  }
  for (const field of plan.fields) {
    if (Object.hasOwn(given, field.id) || field.computed || field.row || !isEmpty(bindings[field.path]))
      continue;
    const value = defaultOf(field, bindings, env);
    if (value === null) continue;
    values[field.id] = value;
    bindings[field.path] = value;
    if (field.entered) bindings[field.entered] = value;
  }
  return values;
}
