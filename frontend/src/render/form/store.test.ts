import { describe, expect, it, vi } from "vitest";
import type { ActionDoc, EntityDoc } from "../../api/documents";
import { compileActionForm, compileForm } from "../../engine/form/plan";
import { FormStore } from "./store";
import { EVIDENCE, placeOf, planAt } from "./places";

const text = (zh: string) => ({ zh });
const line: EntityDoc = {
  entity: { id: "line", label: text("行"), title: "item", rows_of: "order" },
  properties: {
    item: { type: "string", field: { kind: "text", label: text("品名"), required: true } },
    price: { type: "integer", field: { kind: "money", label: text("单价") } },
    twice: {
      type: "integer",
      field: { kind: "formula", label: text("双价"), compute: { op: "mul", a: [{ f: "price" }, { v: 2 }] } },
    },
    cheap: {
      type: "boolean",
      field: {
        kind: "formula",
        label: text("低价"),
        compute: { op: "lt", a: [{ f: "price" }, { f: "product.price" }] },
      },
    },
    product: { type: "string", field: { kind: "reference", label: text("产品"), target: "product" } },
  },
};
const order: EntityDoc = {
  entity: { id: "order", label: text("订单"), title: "name" },
  properties: {
    name: { type: "string", field: { kind: "text", label: text("名称"), required: true, order: 1 } },
    rush: { type: "boolean", field: { kind: "boolean", label: text("加急"), order: 2 } },
    why: {
      type: "string",
      field: {
        kind: "text",
        label: text("原因"),
        order: 3,
        relevance: { op: "eq", a: [{ f: "rush" }, { v: true }] },
      },
    },
    amount: { type: "integer", field: { kind: "money", label: text("金额"), order: 4 } },
    lines: { field: { kind: "rows", label: text("明细"), target: "line", order: 5 } },
  },
};
const entities = { order, line };
const env = () => ({ now: "2026-03-05T00:00:00Z", today: "2026-03-05" });
const store = (values: Record<string, unknown> = {}, given: Record<string, unknown> = {}) =>
  new FormStore({ plan: compileForm(order, entities), values, given, env });

describe("changes", () => {
  it("are what differs from what is stored, null for what was emptied", () => {
    const form = store({ name: "A", amount: 500, rush: false });
    form.set("name", "B");
    form.set("amount", null);
    expect(form.changes()).toEqual({ name: "B", amount: null });
  });
  it("empty what a rule hides: a reason without a rush is no reason", () => {
    const form = store({ name: "A", rush: true, why: "客户催" });
    form.set("rush", false);
    expect(form.field("why").visible).toBe(false);
    expect(form.changes()).toEqual({ rush: false, why: null });
    form.set("rush", true);
    expect(form.changes()).toEqual({});
  });
  it("count defaults and prefills of a new record", () => {
    expect(store({}, { name: "A" }).changes()).toEqual({ name: "A" });
  });
  it("send rows without what is computed in them and without keys of the page", () => {
    const form = store({ name: "A", lines: [{ _id: "r1", item: "x", price: 5, twice: 10 }] });
    expect(form.changes()).toEqual({});
    form.set("lines", (before: unknown) => [...(before as object[]), { _key: "k", item: "y", price: 7 }]);
    expect(form.current().fields["lines"]?.rows?.[1]?.fields["twice"]?.value).toBe(14);
    expect(form.changes()).toEqual({
      lines: [
        { _id: "r1", item: "x", price: 5 },
        { item: "y", price: 7 },
      ],
    });
  });
});

describe("what is wrong", () => {
  it("is quiet until the hand has left the field or a submit was tried", () => {
    const form = store();
    expect(form.field("name").shown).toBeNull();
    form.touch("name");
    expect(form.field("name").shown?.code).toBe("required");
    expect(form.attempt()).toBe(false);
    expect(form.wrongs().map(({ path }) => path)).toEqual(["name"]);
  });
  it("typed text that means nothing counts as empty and says so until it is mended", () => {
    const form = store({ name: "A", amount: 500 });
    form.setUnread("amount", { code: "not_a_number", params: {} });
    form.touch("amount");
    expect(form.field("amount").shown?.code).toBe("not_a_number");
    expect(form.attempt()).toBe(false);
    form.setUnread("amount", null);
    expect(form.attempt()).toBe(true);
  });
  it("the server's refusals stand at their fields, rows included, until the field is touched again", () => {
    const form = store({ name: "A", lines: [{ item: "x" }] });
    form.refuse([
      { path: "name", code: "too_long", message: { zh: "太长" } },
      { path: "lines[0].item", code: "unknown_option", message: { zh: "没有这个" } },
    ]);
    expect(form.field("name").shown).toMatchObject({ message: { zh: "太长" } });
    expect(form.saidAt("lines[0].item")?.code).toBe("unknown_option");
    expect(form.wrongs().map(({ path }) => path)).toEqual(["name", "lines[0].item"]);
    form.set("lines", [{ item: "y" }]);
    expect(form.saidAt("lines[0].item")).toBeUndefined();
    expect(form.field("name").shown).not.toBeNull();
  });
  it("what is wrong inside rows has a place, and the place has a plan", () => {
    const form = store({ name: "A", lines: [{ item: "x" }, {}] });
    expect(form.attempt()).toBe(false);
    expect(form.wrongs().map(({ path }) => path)).toEqual(["lines[1].item"]);
    expect(planAt(form.plan, "lines[1].item")?.label.zh).toBe("品名");
  });
  it("a row's own typed text and references are its own", () => {
    const form = store({ name: "A", lines: [{ _key: "k", item: "x", price: 5, product: "p" }] });
    form.setRowContext("k", { "product.price": 9 });
    expect(form.current().fields["lines"]?.rows?.[0]?.fields["cheap"]?.value).toBe(true);
    form.setRowUnread("k", "price", { code: "not_a_number", params: {} });
    expect(form.attempt()).toBe(false);
  });
});

describe("drawing", () => {
  it("a field is the same object until something about it changes, so that others stay undrawn", () => {
    const form = store({ name: "A" });
    const before = form.field("amount");
    form.set("name", "B");
    expect(form.field("amount")).toBe(before);
    form.set("amount", 5);
    expect(form.field("amount")).not.toBe(before);
  });
  it("tells of input only what a person did, not what the page fetched", () => {
    const form = store({ name: "A" });
    const heard = vi.fn();
    form.watchInput(heard);
    form.setContext({ "customer.level": "a" });
    form.restore({ name: "C" });
    expect(heard).not.toHaveBeenCalled();
    form.set("name", "B");
    expect(heard).toHaveBeenCalledOnce();
  });
});

describe("rebase", () => {
  it("takes over what others changed and keeps what was typed here", () => {
    const form = store({ name: "A", amount: 100 });
    form.set("name", "mine");
    form.rebase({ name: "theirs", amount: 900 });
    expect(form.changes()).toEqual({ name: "mine" });
    expect(form.field("amount").value).toBe(900);
  });
});

describe("an action's inputs", () => {
  const act: ActionDoc = {
    id: "act",
    entity: "order",
    label: text("动作"),
    fields: {
      amount: { target: "amount", required: true, order: 1 },
      note: { order: 2, property: { type: "string", field: { kind: "text", label: text("附言") } } },
    },
  };
  it("show what the record holds, ask only for what is empty, and send only what was entered", () => {
    const plan = compileActionForm(act, entities);
    const form = new FormStore({ plan, values: {}, context: { amount: 700 }, env });
    expect(form.field("amount").value).toBe(700);
    expect(form.attempt()).toBe(true);
    expect(form.changes()).toEqual({});
    form.set("note", "你好");
    expect(form.changes()).toEqual({ note: "你好" });
    form.refuse([{ path: "inputs.amount", code: "too_small" }]);
    expect(form.field("amount").shown?.code).toBe("too_small");
  });
});

describe("placeOf", () => {
  const plan = compileForm(order, entities);
  const shown = plan.fields[0];
  const acts = { ...plan, fields: shown ? [...plan.fields, { ...shown, id: EVIDENCE }] : [] };
  it.each([
    ["inputs.amount", acts, "amount", "an action's inputs stand in its form by their own names"],
    ["files[2]", acts, EVIDENCE, "a picture refused is said at the evidence, not at a row"],
    ["files[2]", plan, "files[2]", "a form without evidence may have a field of that name"],
  ])("%s of a form (%#)", (path, form, place) => {
    expect(placeOf(form, path)).toBe(place);
  });
});
