import { describe, expect, it } from "vitest";
import { DESIGNED } from "../../testing/designed";
import type { Node } from "../rules/ast.ts";
import type { AppDoc } from "./documents.ts";
import { neededFor, referencesIn, sampleOf, typeableFor } from "./sample.ts";

const env = { now: "2026-03-02T01:00:00Z", today: "2026-03-02" };
const number = (id: string, order: number, compute: Node, more: object = {}) => ({
  [id]: { type: "number", field: { kind: "formula", label: { zh: id }, order, compute, ...more } },
});
const times = (f: string, v: number): Node => ({ op: "mul", a: [{ f }, { v }] });
const deal = DESIGNED.entities["deal"] as AppDoc["entities"][string];
const APP = {
  ...DESIGNED,
  entities: {
    ...DESIGNED.entities,
    deal: {
      ...deal,
      properties: {
        ...deal.properties,
        ...number("double", 100, times("amount", 2)),
        ...number("four", 110, times("double", 2)),
        ...number("big", 120, times("amount", 1), {
          relevance: { op: "gt", a: [{ f: "amount" }, { v: 100 }] },
        }),
        ...number("round", 130, times("round", 1)),
        level: {
          type: "string",
          field: { kind: "lookup", label: { zh: "等级" }, lookup: { via: "customer", value: "level" } },
        },
      },
    },
  },
} as unknown as AppDoc;

const at = (stored: Record<string, unknown>, typed: Record<string, unknown>, keys: readonly string[]) =>
  sampleOf(
    { app: APP, entity: "deal", stored: (path) => stored[path], typed, env },
    neededFor(APP, "deal", keys),
  );

describe("what a rule is tried on", () => {
  it("needs what computed fields are worked out from, whatever stands between", () => {
    expect(neededFor(APP, "deal", ["four"])).toEqual(["four", "double", "amount"]);
    expect(neededFor(APP, "deal", ["big", "title"])).toEqual(["big", "title", "amount"]);
    expect(neededFor(APP, "deal", ["level"])).toEqual(["level", "customer.level"]);
    expect(typeableFor(APP, "deal", ["level", "double"])).toEqual(["level", "double", "amount"]);
  });

  it("computed fields follow the draft, not what is stored of them", () => {
    expect(at({ amount: 50, double: 7, four: 9 }, {}, ["four"])).toEqual({
      amount: 50,
      double: 100,
      four: 200,
    });
  });

  it("what is typed counts instead, and what follows from it", () => {
    expect(at({ amount: 50 }, { amount: 3 }, ["four"])).toMatchObject({ four: 12 });
    expect(at({ amount: 50 }, { double: 5 }, ["four"])).toMatchObject({ amount: 50, double: 5, four: 10 });
  });

  it("a computed field over something my role does not see is as stored", () => {
    expect(at({ double: 7 }, {}, ["four"])).toEqual({ double: 7, four: 14 });
  });

  it("a hidden field is empty; a circle ends", () => {
    expect(at({ amount: 50, big: 50 }, {}, ["big"])).toMatchObject({ big: null });
    expect(at({ amount: 500 }, {}, ["big"])).toMatchObject({ big: 500 });
    expect(at({ round: 4 }, {}, ["round"])).toEqual({ round: 4 });
  });

  it("a lookup follows its reference where that is read, and is as stored where it is not", () => {
    expect(at({ level: "a", "customer.level": "b" }, {}, ["level"])).toMatchObject({ level: "b" });
    expect(at({ level: "a" }, {}, ["level"])).toEqual({ level: "a" });
  });

  it("the result of a decision table is that of the draft", () => {
    const table = {
      id: "t",
      entity: "deal",
      label: { zh: "t" },
      output: "reason",
      inputs: { a: { label: { zh: "a" }, rule: { f: "amount" } } },
      rows: { r: { output: { v: "much" }, cells: { a: { op: "gt", a: [{ p: "cell" }, { v: 10 }] } } } },
      otherwise: { v: "little" },
    };
    const plain = { ...deal.properties["reason"], field: { kind: "text", label: { zh: "r" } } };
    const app = {
      ...APP,
      decision_tables: { t: table },
      entities: { ...APP.entities, deal: { ...deal, properties: { ...deal.properties, reason: plain } } },
    } as unknown as AppDoc;
    const needed = neededFor(app, "deal", ["reason"]);
    expect(needed).toEqual(["reason", "amount"]);
    const tried = (amount: number) =>
      sampleOf({ app, entity: "deal", stored: () => amount, typed: {}, env }, needed)["reason"];
    expect([tried(11), tried(3)]).toEqual(["much", "little"]);
  });

  it("knows the references on the way, the nearest first", () => {
    expect(referencesIn(APP, "deal", ["customer.level", "title", "_stage", "@actor", "gone.x"])).toEqual([
      { path: "customer", entity: "customer" },
    ]);
  });
});
