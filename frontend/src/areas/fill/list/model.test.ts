import { describe, expect, it } from "vitest";
import type { Bundle } from "../../../api/types";
import { BUNDLE, record } from "../../../testing/small";
import { ruleSentence } from "../../../render/conditions/words";
import {
  columnsFor,
  defaultSort,
  filterable,
  pathLabel,
  pathsFor,
  readRule,
  sortable,
  valueAt,
  viewsFor,
} from "./model";
import { readSearch } from "./search";

const deal = BUNDLE.entities["deal"];
if (!deal) throw new Error("the small app has deals");
const amount = deal.properties["amount"];
if (!amount) throw new Error("deals have an amount");

/** The small app with a list of deals whose amount is declared filterable. */
const LISTED: Bundle = {
  ...BUNDLE,
  entities: {
    ...BUNDLE.entities,
    deal: {
      ...deal,
      properties: { ...deal.properties, amount: { ...amount, field: { ...amount.field, filterable: true } } },
    },
  },
  lists: {
    deal: {
      id: "deal",
      entity: "deal",
      label: { zh: "商机" },
      columns: { amount: { order: 20 }, title: { order: 10 }, gone: { order: 5 }, _stage: { order: 30 } },
      sort: "-amount",
      views: { big: { label: { zh: "大单" }, filter: { op: "ge", a: [{ f: "amount" }, { v: 100 }] } } },
    },
  },
};
const paths = (bundle: Bundle, settings = {}) => columnsFor(bundle, "deal", settings).map(({ path }) => path);

describe("columns of a list", () => {
  it.each([
    ["the app's, in its order, without fields that are gone", LISTED, {}, ["title", "amount", "_stage"]],
    ["the reader's own", LISTED, { columns: ["_owner", "customer.name"] }, ["_owner", "customer.name"]],
    [
      "the app's again when nothing of the own is left",
      LISTED,
      { columns: ["gone"] },
      ["title", "amount", "_stage"],
    ],
    [
      "title, first fields and owner where the app has no list",
      BUNDLE,
      {},
      ["title", "customer", "level", "amount", "visited", "visited_on", "_owner"],
    ],
  ])("are %s", (_why, bundle, settings, expected) => {
    expect(paths(bundle, settings)).toEqual(expected);
  });

  it("are called by their way through the reference", () => {
    const info = pathsFor(BUNDLE, "deal").find(({ path }) => path === "customer.level");
    expect(info && [pathLabel(info, "zh"), pathLabel(info, "en")]).toEqual([
      "客户的客户等级",
      "en 客户 › en 客户等级",
    ]);
  });
});

describe("what rows can be narrowed and sorted by", () => {
  it.each([
    ["amount", true, true, "declared"],
    ["title", false, true, "a title sorts without being declared"],
    ["visited_on", false, false, "not declared"],
    ["level", false, false, "a lookup is not stored"],
    ["_stage", true, true, "a system field"],
    ["customer._owner", true, true, "the system field behind a reference"],
    ["customer.name", false, false, "only one's own title"],
  ])("%s: %s, %s (%s)", (path, narrows, sorts) => {
    expect([filterable(LISTED, "deal", path), sortable(LISTED, "deal", path)]).toEqual([narrows, sorts]);
  });

  it("the app's order holds only where the server can keep it", () => {
    expect([defaultSort(LISTED, "deal"), defaultSort(BUNDLE, "deal")]).toEqual(["-amount", "-_created_at"]);
  });
});

describe("views", () => {
  it("are everything, the app's, then the reader's own", () => {
    const own = { id: "own_1", name: "我的大单", filter: null, sort: "-amount" };
    expect(viewsFor(LISTED, "deal", { views: [own] }).map(({ id, own }) => [id, own])).toEqual([
      ["all", false],
      ["big", false],
      ["own_1", true],
    ]);
  });
});

describe("the address of a list", () => {
  it("keeps what is a list's own and reads JSON back as text", () => {
    const filter = { op: "is_empty", a: [{ f: "amount" }] };
    expect(readSearch({ q: 123, filter, view: "", other: "x" })).toEqual({
      q: "123",
      filter: JSON.stringify(filter),
    });
  });

  it.each([
    ["a rule", '{"f":"visited"}', { f: "visited" }],
    ["no JSON", "{", null],
    ["a list", "[1]", null],
  ])("a filter that is %s", (_why, text, expected) => {
    expect(readRule(text)).toEqual(expected);
  });
});

describe("a value of a row", () => {
  it.each([
    ["_stage", "contact"],
    ["_owner", "p1"],
    ["title", "核磁采购"],
    ["amount", null],
  ])("%s", (path, expected) => {
    expect(valueAt(record(), path)).toBe(expected);
  });
});

describe("a filter in words", () => {
  it("names people by name, the asking person as 我", () => {
    const rule = {
      op: "or",
      a: [
        { op: "eq", a: [{ f: "_owner" }, { p: "actor" }] },
        { op: "eq", a: [{ f: "_owner" }, { v: "p1" }] },
      ],
    };
    const titles: Record<string, string> = { p1: "李娜" };
    const words = ruleSentence(rule, pathsFor(BUNDLE, "deal"), "zh", "Asia/Shanghai", (id) => titles[id]);
    expect(words).toBe("负责人等于我，或负责人等于李娜");
  });
});
