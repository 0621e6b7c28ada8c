import { describe, expect, it } from "vitest";

import { random } from "../testing/random.ts";
import { aggregate, exactSum, whole } from "./sums.ts";

describe("sums of rows", () => {
  it.each([
    { why: "ten tenths", values: Array.from({ length: 10 }, () => 0.1), sum: 1 },
    { why: "what cancels leaves the rest", values: [1e15, 0.5, -1e15], sum: 0.5 },
    { why: "half to even, with a tail that decides", values: [2 ** 53, 1, 2 ** -60], sum: 2 ** 53 + 2 },
    { why: "half to even, without", values: [2 ** 53, 1], sum: 2 ** 53 },
    { why: "nothing", values: [], sum: 0 },
  ])("$why", ({ values, sum }) => {
    expect(exactSum(values)).toBe(sum);
  });

  it("does not depend on the order", () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const chance = random(seed);
      const values = Array.from(
        { length: 20 },
        () => (chance.below(2 ** 31) - 2 ** 30) / 10 ** chance.below(12),
      );
      const shuffled = [...values].sort(() => chance.below(3) - 1);
      expect(exactSum(shuffled), `seed ${seed}`).toBe(exactSum(values));
    }
  });

  it("nothing counts as 0 for count and sum, as empty else", () => {
    expect(["count", "sum", "min", "max", "avg"].map((op) => aggregate(op, []))).toEqual([
      0,
      0,
      null,
      null,
      null,
    ]);
  });

  it("whole rounds half away from zero, and has no minus zero", () => {
    expect([2.5, -2.5, 0.4, 1.4999999999999998].map(whole)).toEqual([3, -3, 0, 2]);
    expect(Object.is(whole(-0.4), 0)).toBe(true);
  });
});
