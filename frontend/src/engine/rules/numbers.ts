/** The one number type of rules: an IEEE double, capped. Every executor does exactly these steps, so results are bit-equal. */

/** The largest magnitude arithmetic may yield; what is larger is empty. */
export const NUMBER_CAP = 1e15;
/** No stored number but 0 is smaller. */
export const NUMBER_TINIEST = 1e-9;
/** The relative guard of `roundTo`, so that 2.675 (stored as 2.67499…) rounds as it is written. */
const GUARD = 1 + 2 ** -50;
/** From this scaled magnitude on a double has no digits left to round. */
const EXACT = 2 ** 48;

/** `x`, or `null` when it is not finite or beyond the cap. */
export function capped(x: number): number | null {
  return Math.abs(x) <= NUMBER_CAP ? x : null;
}

/** `x` rounded half away from zero to `digits` decimals, as it is written on 15 digits: 2.675 -> 2.68, -2.5 -> -3. */
export function roundTo(x: number, digits: number): number {
  const scale = 10 ** digits;
  const magnitude = Math.abs(x) * scale;
  if (magnitude >= EXACT) return x;
  const rounded = Math.floor(magnitude * GUARD + 0.5) / scale;
  return x < 0 ? -rounded : rounded;
}
