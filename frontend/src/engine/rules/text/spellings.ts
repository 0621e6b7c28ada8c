/** How operators are spelled: both languages and the aliases of operators.json are read, whatever language is written. */

import type { Operator } from "../catalogue.ts";
import { OPERATORS } from "../catalogue.ts";

const ALL = [...OPERATORS.values()];
const spellings = (operator: Operator): string[] => [
  operator.spelling.zh,
  operator.spelling.en,
  operator.id,
  ...(operator.aliases ?? []),
];

function table(of: (operator: Operator) => boolean): ReadonlyMap<string, Operator> {
  const found = new Map<string, Operator>();
  for (const operator of ALL.filter(of))
    for (const spelling of spellings(operator)) if (!found.has(spelling)) found.set(spelling, operator);
  return found;
}

/** Signs and words between two operands. */
export const INFIX = table((operator) => operator.notation === "infix");
/** Signs and words before an operand. */
export const PREFIX = table((operator) => operator.notation === "prefix");
/** What may stand before brackets: every operator, also those written with signs (`且({a})` is an "and" of one). */
export const CALLS = table(() => true);
/** Conditions of two or one arguments that people also write between or behind: `{名称} 包含 "主任"`, `{电话} 为空`. */
export const BESIDE = table(
  ({ notation, result, arity }) =>
    notation === "call" && result === "boolean" && arity.min === arity.max && arity.max <= 2,
);

/** Words of fixed values. */
export const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ["是", true],
  ["否", false],
  ["真", true],
  ["假", false],
  ["yes", true],
  ["no", false],
  ["true", true],
  ["false", false],
  ["空", null],
  ["empty", null],
  ["null", null],
]);

export const COMPARE = 4;
