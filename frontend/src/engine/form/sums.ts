/** Rollups over a record's own rows, as the server computes them. */
import { capped, NUMBER_TINIEST } from "../rules/numbers.ts";

/** The exactly rounded sum of doubles, whatever their order (Shewchuk; Python's math.fsum). */
export function exactSum(values: readonly number[]): number {
  const partials: number[] = [];
  for (const value of values) {
    let x = value;
    let kept = 0;
    for (const partial of partials) {
      let y = partial;
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    partials.push(x);
  }
  return roundedSum(partials);
}

/** The sum of non-overlapping partials, smallest first, rounded once; halves go to even. */
function roundedSum(partials: readonly number[]): number {
  let at = partials.length - 1;
  let high = partials[at] ?? 0;
  let low = 0;
  while (at > 0 && low === 0) {
    at -= 1;
    const [x, y] = [high, partials[at] ?? 0];
    high = x + y;
    low = y - (high - x);
  }
  const rest = at > 0 ? (partials[at - 1] ?? 0) : 0;
  if ((low < 0 && rest < 0) || (low > 0 && rest > 0)) {
    const double = low * 2;
    const other = high + double;
    if (double === other - high) high = other;
  }
  return high;
}

/** The rollup of what the rows contribute; nothing counts as 0 for count and sum, as empty else. */
export function aggregate(op: string, values: readonly number[]): number | null {
  if (op === "count" || op === "sum") return exactSum(values);
  if (values.length === 0) return null;
  if (op === "min") return Math.min(...values);
  return op === "max" ? Math.max(...values) : exactSum(values) / values.length;
}

/** A computed number as a field of whole numbers stores it: half away from zero, as `round` of the rule language. */
export function whole(value: number): number {
  const size = Math.abs(value);
  // From 2^48 on the nudge would itself be worth a quarter.
  const rounded = Math.floor(size * (size < 2 ** 48 ? 1 + 2 ** -50 : 1) + 0.5);
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}

/** A computed number as a record keeps it: nothing beyond the cap, 0 where it is smaller than any stored number. */
export function kept(value: number): number | null {
  return Math.abs(value) < NUMBER_TINIEST ? 0 : capped(value);
}
