import { afterEach, describe, expect, it, vi } from "vitest";
import type { AppDoc } from "../../../engine/design/documents";
import { DESIGNED } from "../../../testing/designed";
import { newFieldId, newId } from "./newId";

afterEach(() => vi.unstubAllGlobals());

const suggest = (id: string) =>
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ id }))));
const LONG = "a_very_long_name_of_an_entity_as_it_goes";
const with_ = (...fields: string[]): AppDoc => {
  const deal = DESIGNED.entities["deal"];
  if (!deal) throw new Error("no deals");
  const properties = Object.fromEntries(
    fields.map((id) => [id, { type: "string", field: { kind: "text", label: { zh: id } } }]),
  );
  return { ...DESIGNED, entities: { [LONG]: { ...deal, properties } } };
};

describe("an id for something new", () => {
  it("of a field leaves room for its entity's, the number that tells it apart included", async () => {
    suggest("kehudengjihefenlei_xin");
    const first = await newFieldId("small", with_(), LONG, { zh: "客户等级和分类" }, "text");
    expect(first).toBe("kehudengjihefenlei_x");
    const second = await newFieldId("small", with_(first), LONG, { zh: "客户等级和分类" }, "text");
    expect(second).toBe("kehudengjihefenlei_2");
    expect(second.length + LONG.length).toBe(60);
  });
  it("is made of the label's letters, or of the kind, where nobody can be asked", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    const of = (text: { zh: string; en?: string }) =>
      newId("small", DESIGNED, text, "entity/deal/properties", "choice");
    expect(await of({ zh: "渠道", en: "Sales channel" })).toBe("sales_channel");
    expect(await of({ zh: "渠道" })).toBe("choice");
  });
});
