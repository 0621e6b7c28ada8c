/** Decimal texts of doubles: written without exponent, moved by powers of ten without any rounding. */

/** The shortest decimal text of a finite number, never with an exponent; -0 keeps its sign. */
export function plainText(value: number): string {
  const text = Object.is(value, -0) ? "-0" : String(value);
  const [, sign = "", whole = "0", fraction = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text) ?? [];
  return sign + moved(whole, fraction, Number(power));
}

function moved(whole: string, fraction: string, places: number): string {
  const digits = whole + fraction;
  const at = whole.length + places;
  const padded = at <= 0 ? "0".repeat(1 - at) + digits : digits.padEnd(at, "0");
  const point = Math.max(at, 1);
  const left = padded.slice(0, point).replace(/^0+(?=\d)/, "");
  const right = padded.slice(point).replace(/0+$/, "");
  return right === "" ? left : `${left}.${right}`;
}

/** A decimal text ("-12.5") times ten to the power of `places`, as text. */
export function shifted(text: string, places: number): string {
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  return sign + moved(whole === "" ? "0" : whole, fraction, places);
}
