import { describe, expect, it } from "vitest";
import { DESIGNED } from "../../../testing/designed";
import type { AppDoc } from "../documents";
import { documentsOf } from "../documents";
import type { AppJson, Command } from "../operations";
import { apply, invert } from "../operations";
import { accessOf, applyPreset, setLevel } from "./access";
import { levelOf, mostOf, setLevels } from "./levels";

const json = (app: AppDoc) => app as unknown as AppJson;

/** The app after a command, which must apply, and taken back leave what was there. */
function after(app: AppDoc, command: Command): AppDoc {
  const done = apply(json(app), command.operations);
  expect(done.conflicts).toEqual([]);
  const back = apply(done.app, invert(command.operations));
  expect(back.conflicts).toEqual([]);
  expect(back.app).toEqual(json(app));
  return documentsOf(done.app);
}

const deal = DESIGNED.entities["deal"] as (typeof DESIGNED.entities)[string];
/** With fields nobody writes: a formula, what shows the level of the customer, and one that a decision table fills. */
const COMPUTED: AppDoc = {
  ...DESIGNED,
  entities: {
    ...DESIGNED.entities,
    deal: {
      ...deal,
      properties: {
        ...deal.properties,
        half: { field: { kind: "formula", label: { zh: "一半" }, compute: { f: "amount" } } },
        level: {
          field: { kind: "lookup", label: { zh: "等级" }, lookup: { via: "customer", value: "level" } },
        },
        rate: { field: { kind: "number", label: { zh: "折扣" } } },
        old: { field: { kind: "text", label: { zh: "旧" }, archived: true } },
      },
    },
  },
  decision_tables: {
    rate: { id: "rate", entity: "deal", output: "rate", label: { zh: "折扣" } },
  } as unknown as NonNullable<AppDoc["decision_tables"]>,
};

describe("what a role may do with a field", () => {
  it("is to read what is computed, filled by a table or retired", () => {
    for (const field of ["half", "level", "rate", "old"])
      expect(levelOf(COMPUTED, "rep", "deal", field)).toBe("read");
    expect(levelOf(COMPUTED, "rep", "deal", "amount")).toBe("write");
  });
  it("is to read all where the role changes no record, and nothing where it sees none", () => {
    const looks = after(DESIGNED, applyPreset(DESIGNED, "rep", "deal", "look"));
    expect(mostOf(looks, "rep", "deal", "amount")).toBe("read");
    const blind = after(DESIGNED, applyPreset(DESIGNED, "rep", "deal", "none"));
    expect(levelOf(blind, "rep", "deal", "amount")).toBe("none");
  });
  it("is nothing where what a lookup shows is hidden", () => {
    const hidden = after(COMPUTED, setLevel(COMPUTED, "rep", "customer", "level", "none"));
    expect(mostOf(hidden, "rep", "deal", "level")).toBe("none");
    expect(mostOf(hidden, "boss", "deal", "level")).toBe("read");
    const blind = after(COMPUTED, applyPreset(COMPUTED, "rep", "customer", "none"));
    expect(mostOf(blind, "rep", "deal", "level")).toBe("none");
  });
  it("and nothing where the role does not see the rows", () => {
    const rows: AppDoc = {
      ...DESIGNED,
      entities: {
        ...DESIGNED.entities,
        deal: {
          ...deal,
          properties: { lines: { field: { kind: "rows", label: { zh: "明细" }, target: "customer" } } },
        },
      },
    };
    expect(mostOf(rows, "rep", "deal", "lines")).toBe("write");
    const blind = after(rows, applyPreset(rows, "rep", "customer", "none"));
    expect(mostOf(blind, "rep", "deal", "lines")).toBe("none");
  });
});

describe("many fields at once", () => {
  const all = Object.keys(COMPUTED.entities["deal"]?.properties ?? {});
  it("are one command, and say no more than what is less", () => {
    const read = after(COMPUTED, setLevels(COMPUTED, "rep", "deal", all, "read"));
    expect(accessOf(read, "rep", "deal")?.fields).toEqual({
      title: "read",
      customer: "read",
      amount: "read",
      reason: "read",
    });
    const none = after(read, setLevels(read, "rep", "deal", all, "none"));
    expect(Object.keys(accessOf(none, "rep", "deal")?.fields ?? {}).sort()).toEqual([...all].sort());
    const write = after(none, setLevels(none, "rep", "deal", all, "write"));
    expect(accessOf(write, "rep", "deal")?.fields ?? {}).toEqual({});
    expect(levelOf(write, "rep", "deal", "half")).toBe("read");
  });
  it("leave the others alone", () => {
    const one = after(COMPUTED, setLevels(COMPUTED, "rep", "deal", ["amount"], "none"));
    expect(accessOf(one, "rep", "deal")?.fields).toEqual({ amount: "none" });
    expect(setLevels(one, "rep", "deal", ["amount"], "none").operations).toEqual([]);
  });
});
