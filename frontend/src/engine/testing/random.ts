/** Seeded chance for property tests: a failing seed is repeated by its number. */

import type { Literal, Node } from "../rules/ast.ts";
import { OPERATORS } from "../rules/catalogue.ts";

export interface Random {
  /** A whole number from 0 to below `n`. */
  below(n: number): number;
  pick<T>(items: readonly T[]): T;
}

/** Mulberry32, a small generator good enough to vary test data. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const below = (n: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  };
  return { below, pick: <T>(items: readonly T[]): T => items[below(items.length)] as T };
}

const PATHS = ["amount", "level", "customer.level", "_stage", "_owner", "due", "tags", "flag"];
const LITERALS: readonly Literal[] = [0, 5, 1.5, "a", "甲", true, false, null, "", ["a", "b"], []];

/** A tree of the right shape and arity, types not regarded: enough for what only looks at form. */
export function randomRule(chance: Random, depth: number): Node {
  const roll = chance.below(10);
  if (depth === 0 || roll < 4) {
    if (roll === 0) return { p: "actor" };
    if (roll === 1) return { v: "2026-03-05", t: "date" };
    return roll < 6 ? { f: chance.pick(PATHS) } : { v: chance.pick(LITERALS) };
  }
  const operator = chance.pick([...OPERATORS.values()]);
  const { min, max } = operator.arity;
  let count = Math.min(min + chance.below(3), max ?? min + 2);
  if (operator.id === "case" && count % 2 === 0) count += 1;
  return { op: operator.id, a: Array.from({ length: count }, () => randomRule(chance, depth - 1)) };
}
