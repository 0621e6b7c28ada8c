import { describe, expect, it } from "vitest";

import { sentence } from "../rules/sentence.ts";
import { entityOf } from "../testing/property.ts";
import type { Model } from "./paths.ts";
import { labelsOf, pathsOf, scopeOf } from "./paths.ts";

const OPTIONS = { a: { label: { zh: "A类", en: "Class A" } } };
const MODEL: Model = {
  entities: {
    customer: entityOf("customer", {
      level: { kind: "choice", label: { zh: "客户等级", en: "Level" }, options: OPTIONS },
    }),
    deal: entityOf("deal", {
      amount: { kind: "money", label: { zh: "金额", en: "Amount" } },
      customer: { kind: "reference", target: "customer", label: { zh: "客户", en: "Customer" } },
      shown: {
        kind: "lookup",
        lookup: { via: "customer", value: "level" },
        label: { zh: "等级", en: "Shown" },
      },
      gone: {
        kind: "lookup",
        lookup: { via: "customer", value: "nothing" },
        label: { zh: "没有", en: "Gone" },
      },
    }),
    visit: entityOf("visit", {
      deal: { kind: "reference", target: "deal", label: { zh: "商机", en: "Deal" } },
    }),
  },
  flows: { f: { entity: "deal", stages: { quote: { label: { zh: "报价" } } }, paths: {} } },
  system: { _stage: { zh: "阶段", en: "Stage" }, _owner: { zh: "负责人", en: "Owner" } },
};

describe("paths of an entity", () => {
  it("own fields, system fields, then one reference deep", () => {
    expect(pathsOf("deal", MODEL, 1).map((p) => p.path)).toEqual([
      "amount",
      "customer",
      "shown",
      "_stage",
      "_owner",
      "customer.level",
      "customer._owner",
    ]);
  });

  it("two references deep, with the types of what is behind", () => {
    const scope = scopeOf(pathsOf("visit", MODEL, 2));
    expect(scope["deal.customer.level"]).toEqual({ type: "choice", options: ["a"] });
    expect(scope["deal._stage"]).toEqual({ type: "choice", options: ["quote"] });
    expect(scope["deal.amount"]).toEqual({ type: "number", unit: "money" });
    expect(scope["_stage"], "visits have no flow").toBeUndefined();
  });

  it("a lookup has the type and options of the field it shows; one that leads nowhere is not offered", () => {
    const shown = pathsOf("deal", MODEL, 0).find((p) => p.path === "shown");
    expect(shown).toMatchObject({ type: { type: "choice", options: ["a"] }, options: OPTIONS });
  });

  it("labels make sentences", () => {
    const paths = pathsOf("deal", MODEL, 1);
    const labels = labelsOf(paths, { zh: "的", en: " " });
    const rule = { op: "eq", a: [{ f: "customer.level" }, { v: "a" }] };
    expect(sentence(rule, scopeOf(paths), labels, "zh")).toBe("客户的客户等级等于A类");
    expect(sentence(rule, scopeOf(paths), labels, "en")).toBe("Customer Level is Class A");
  });
});
