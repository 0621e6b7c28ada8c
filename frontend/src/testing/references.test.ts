import { describe, expect, it } from "vitest";
import { compileForm } from "../engine/form/plan";
import { BUNDLE, CUSTOMER, record } from "./small";
import { gather, pathsBeyond } from "../render/form/references";

describe("what lies behind references", () => {
  const deal = BUNDLE.entities["deal"];
  if (!deal) throw new Error("fixture");
  it("is asked for by the paths that rules and lookups name, and nothing else", () => {
    expect(pathsBeyond(compileForm(deal, BUNDLE.entities))).toEqual(["customer.level"]);
    const quote = BUNDLE.entities["quote"];
    expect(quote && pathsBeyond(compileForm(quote, BUNDLE.entities))).toEqual([]);
  });
  it("stands under its path, system fields included; two hops are followed", async () => {
    const fetched: string[] = [];
    const found = await gather(
      BUNDLE,
      "quote",
      { deal: "d1" },
      ["deal.customer.level", "deal._stage"],
      (entity, id) => {
        fetched.push(`${entity} ${id}`);
        return Promise.resolve(entity === "deal" ? record() : CUSTOMER);
      },
    );
    expect(fetched).toEqual(["deal d1", "customer c1"]);
    expect(found).toMatchObject({ "deal._stage": "contact", "deal.customer.level": "a" });
  });
  it("is empty where the record may not be seen", async () => {
    expect(
      await gather(BUNDLE, "deal", { customer: "c9" }, ["customer.level"], () => Promise.resolve(null)),
    ).toEqual({});
    expect(await gather(BUNDLE, "deal", {}, ["customer.level"], () => Promise.resolve(CUSTOMER))).toEqual({});
  });
});
