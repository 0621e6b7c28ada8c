/** Runs one case of schemas/conformance/forms/state.json: for the tests, and for the process that answers generated ones. */

import { initialValues } from "../form/defaults.ts";
import type { Issue } from "../form/issue.ts";
import { compileForm } from "../form/plan.ts";
import type { Demands, Values } from "../form/state.ts";
import { allErrors, formState } from "../form/state.ts";
import { zoneTable } from "../form/zone.ts";
import type { Env } from "../rules/ast.ts";
import type { Flat } from "./property.ts";
import { entityOf } from "./property.ts";

type Fields = Readonly<Record<string, Flat>>;

export interface FormCase {
  readonly name: string;
  readonly fields: Fields;
  readonly entities?: Readonly<Record<string, { readonly fields: Fields; readonly rows_of?: string }>>;
  readonly refs?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly system?: Readonly<Record<string, unknown>>;
  readonly demands?: Demands;
  readonly create?: boolean;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface FormResult {
  readonly values: Values;
  readonly required: readonly string[];
  readonly hidden: readonly string[];
  readonly errors: Readonly<Record<string, readonly Issue[]>>;
  readonly complete: boolean;
}

const ENV: Env = { now: "2026-03-05T06:30:00Z", today: "2026-03-05", zone: zoneTable("Asia/Shanghai") };

export function runFormCase(one: FormCase): FormResult {
  const entities = Object.fromEntries(
    Object.entries(one.entities ?? {}).map(([id, e]) => [id, entityOf(id, e.fields, e.rows_of ?? null)]),
  );
  const plan = compileForm(entityOf("form", one.fields), entities);
  const behind = Object.entries(one.refs ?? {}).flatMap(([ref, values]) =>
    Object.entries(values).map(([id, value]): [string, unknown] => [`${ref}.${id}`, value]),
  );
  const context: Record<string, unknown> = { ...one.system, ...Object.fromEntries(behind) };
  const values = one.create === true ? initialValues(plan, one.values, context, ENV) : one.values;
  const state = formState(plan, { values, context, env: ENV, demands: one.demands });
  const ids = Object.keys(state.fields).sort();
  return {
    values: state.values,
    required: ids.filter((id) => state.fields[id]?.required),
    hidden: ids.filter((id) => state.fields[id]?.visible === false),
    errors: allErrors(state),
    complete: state.complete,
  };
}
