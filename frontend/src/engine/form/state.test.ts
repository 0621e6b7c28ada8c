import { describe, expect, it } from "vitest";

import vectors from "../../../../schemas/conformance/forms/state.json" with { type: "json" };
import type { Env } from "../rules/ast.ts";
import type { Flat } from "../testing/property.ts";
import { entityOf } from "../testing/property.ts";
import { initialValues } from "./defaults.ts";
import type { Issue } from "./issue.ts";
import { compileForm } from "./plan.ts";
import type { Demands } from "./state.ts";
import { allErrors, formState } from "./state.ts";

type Fields = Record<string, Flat>;

interface Case {
  readonly name: string;
  readonly fields: Fields;
  readonly entities?: Record<string, { readonly fields: Fields; readonly rows_of?: string }>;
  readonly refs?: Record<string, Record<string, unknown>>;
  readonly system?: Record<string, unknown>;
  readonly demands?: Demands;
  readonly create?: boolean;
  readonly values: Record<string, unknown>;
  readonly now?: string;
  readonly today?: string;
  readonly expect: {
    readonly values: Record<string, unknown>;
    readonly required?: readonly string[];
    readonly hidden?: readonly string[];
    readonly errors: Record<string, readonly Issue[]>;
  };
}

const CASES = vectors.cases as unknown as readonly Case[];

function run(one: Case) {
  const entities = Object.fromEntries(
    Object.entries(one.entities ?? {}).map(([id, e]) => [id, entityOf(id, e.fields, e.rows_of ?? null)]),
  );
  const plan = compileForm(entityOf("form", one.fields), entities);
  const env: Env = { now: one.now ?? "2026-03-05T06:30:00Z", today: one.today ?? "2026-03-05" };
  const behind = Object.entries(one.refs ?? {}).flatMap(([ref, values]) =>
    Object.entries(values).map(([id, value]): [string, unknown] => [`${ref}.${id}`, value]),
  );
  const context: Record<string, unknown> = { ...one.system, ...Object.fromEntries(behind) };
  const values = one.create === true ? initialValues(plan, one.values, context, env) : one.values;
  return formState(plan, { values, context, env, demands: one.demands });
}

describe("form state", () => {
  it.each(CASES)("$name", (one) => {
    const state = run(one);
    const named = (key: "required" | "hidden") =>
      Object.keys(state.fields)
        .filter((id) =>
          key === "required" ? state.fields[id]?.required : state.fields[id]?.visible === false,
        )
        .sort();
    expect(state.values).toEqual(one.expect.values);
    expect(allErrors(state)).toEqual(one.expect.errors);
    if (one.expect.required) expect(named("required")).toEqual(one.expect.required);
    if (one.expect.hidden) expect(named("hidden")).toEqual(one.expect.hidden);
    expect(state.complete).toBe(Object.keys(one.expect.errors).length === 0);
  });
});
