import { describe, expect, it } from "vitest";

import type { Action } from "../model/action.ts";
import type { Env, Node } from "../rules/ast.ts";
import { entityOf, propertyOf } from "../testing/property.ts";
import { initialValues } from "./defaults.ts";
import { compileActionForm } from "./plan.ts";
import { formState } from "./state.ts";

const ENV: Env = { now: "2026-03-05T06:30:00Z", today: "2026-03-05" };
const eq = (path: string, v: string | boolean): Node => ({ op: "eq", a: [{ f: path }, { v }] });
const YES_NO = { yes: { label: { zh: "是" } }, no: { label: { zh: "否" } } };

const ENTITIES = {
  customer: entityOf("customer", { core_need: { kind: "text", maxLength: 15 }, role: { kind: "text" } }),
  deal: entityOf("deal", {
    amount: { kind: "money", minimum: 0 },
    quoted: { kind: "boolean" },
    discount: { kind: "percent", relevance: { f: "quoted" } },
    customer: { kind: "reference", target: "customer" },
  }),
  visit: entityOf("visit", { content: { kind: "long_text" } }),
};

const ACTION: Action = {
  id: "send_plan",
  entity: "deal",
  label: { zh: "发送方案PDF" },
  creates: { entity: "visit", link: "deal" },
  fields: {
    need: { order: 1, target: "customer.core_need", required: true },
    amount: { order: 2, target: "amount", required: true },
    discount: { order: 3, target: "discount", required: true },
    replied: { order: 4, property: propertyOf({ kind: "choice", options: YES_NO }) },
    content: {
      order: 5,
      target: "new.content",
      relevance: eq("act.replied", "yes"),
      required_when: { op: "gt", a: [{ f: "amount" }, { v: 1000 }] },
    },
    gone: { order: 6, target: "customer.secret" },
  },
};
const PLAN = compileActionForm(ACTION, ENTITIES);

interface Case {
  readonly name: string;
  readonly why: string;
  readonly values: Record<string, unknown>;
  readonly context: Record<string, unknown>;
  readonly hidden?: readonly string[];
  readonly shown: Record<string, unknown>;
  readonly wrong: Record<string, string>;
}

const CASES: readonly Case[] = [
  {
    name: "what the record holds is shown and counts",
    why: "a required input whose field is filled asks for nothing",
    values: {},
    context: { "customer.core_need": "降本", amount: 500, quoted: true, discount: 0.9 },
    hidden: ["content"],
    shown: { need: "降本", amount: 500, discount: 0.9 },
    wrong: {},
  },
  {
    name: "nothing there yet",
    why: "required inputs are asked for",
    values: {},
    context: { quoted: true },
    shown: {},
    wrong: { need: "required", amount: "required", discount: "required" },
  },
  {
    name: "emptied on purpose",
    why: "an empty answer replaces what the record holds",
    values: { need: "" },
    context: { "customer.core_need": "降本", amount: 500 },
    shown: { amount: 500 },
    wrong: { need: "required" },
  },
  {
    name: "a field hidden on its record",
    why: "the discount of a deal without quote is not asked for",
    values: { need: "x", amount: 5 },
    context: { quoted: false },
    shown: { need: "x", amount: 5 },
    wrong: {},
  },
  {
    name: "an input decides over another",
    why: "content is asked when the customer replied and the entered amount is high",
    values: { need: "x", amount: 2000, replied: "yes" },
    context: { amount: 1 },
    hidden: [],
    shown: { need: "x", amount: 2000, replied: "yes" },
    wrong: { content: "required" },
  },
  {
    name: "a refused value",
    why: "the record's value stays in force for the rules",
    values: { need: "x", amount: -5, replied: "yes" },
    context: { amount: 2000 },
    shown: { need: "x", amount: 2000, replied: "yes" },
    wrong: { amount: "too_small", content: "required" },
  },
];

describe("mini form of an action", () => {
  it("leaves out what this person may not see", () => {
    expect(PLAN.fields.map((field) => field.id)).toEqual([
      "need",
      "amount",
      "discount",
      "replied",
      "content",
    ]);
  });

  it.each(CASES)("$name: $why", ({ values, context, hidden, shown, wrong }) => {
    const state = formState(PLAN, { values, context, env: ENV });
    const errors = Object.entries(state.fields).flatMap(([id, f]) => f.errors.map((e) => [id, e.code]));
    expect(Object.fromEntries(errors)).toEqual(wrong);
    expect(state.values).toEqual(shown);
    const invisible = Object.keys(state.fields).filter((id) => state.fields[id]?.visible === false);
    if (hidden) expect(invisible).toEqual(hidden);
  });

  it("starts with defaults for fields the record leaves open, never over what it holds", () => {
    const plan = compileActionForm(
      { ...ACTION, fields: { amount: { target: "amount", default_rule: { v: 700 } } } },
      ENTITIES,
    );
    expect(initialValues(plan, {}, {}, ENV)).toEqual({ amount: 700 });
    expect(initialValues(plan, {}, { amount: 5 }, ENV)).toEqual({});
  });
});
