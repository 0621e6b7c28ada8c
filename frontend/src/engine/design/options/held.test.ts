import { describe, expect, it } from "vitest";
import { heldOptions, taken, type HeldValues } from "./held";

const held = (sets: readonly (readonly string[])[]): HeldValues => {
  const texts = [...new Set(sets.flat())];
  return {
    values: texts.map((text) => ({ text, records: 1 })),
    sets: sets.map((set, n) => ({ values: set.map((text) => texts.indexOf(text)), records: 10 ** n })),
    distinct: texts.length,
    filled: 0,
    cut: false,
    withheld: false,
  };
};
const labels = (texts: readonly string[], tree: boolean) =>
  Object.values(heldOptions(texts, tree)).map(({ label, parent }) => [label.zh, parent ?? null]);

describe("options made of what records hold", () => {
  it("are called as the values are, in their order", () => {
    expect(heldOptions(["恒达", "A/B 测试"], false)).toEqual({
      option_1: { label: { zh: "恒达" }, order: 10 },
      option_2: { label: { zh: "A/B 测试" }, order: 20 },
    });
  });
  it("hang below each other in a tree, each once, and none is there twice by the same name", () => {
    expect(labels(["价格/太贵", "太贵", "服务", "价格 ／ 没预算", "价格"], true)).toEqual([
      ["价格", null],
      ["太贵", "option_1"],
      ["服务", null],
      ["没预算", "option_1"],
    ]);
  });
  it("take over what finds them, as the server reads it", () => {
    const one = held([["恒达"], ["ＡBB"], ["远方"]]);
    expect(taken(one, heldOptions(["恒达", "abb"], false), "choice")).toBe(11);
    expect(taken(one, {}, "choice")).toBe(0);
    const several = held([["恒达"], ["恒达", "顺丰"], ["顺丰"]]);
    expect(taken(several, heldOptions(["恒达"], false), "choices")).toBe(1);
    expect(taken(several, heldOptions(["恒达", "顺丰"], false), "choices")).toBe(111);
  });
  it("do not take over a name that two branches have", () => {
    const tree = held([["价格/太贵"], ["太贵"], ["服务/太贵"]]);
    expect(taken(tree, heldOptions(["价格/太贵", "太贵"], true), "tags")).toBe(11);
    expect(taken(tree, heldOptions(["价格/太贵", "太贵", "服务/太贵"], true), "tags")).toBe(101);
  });
});
