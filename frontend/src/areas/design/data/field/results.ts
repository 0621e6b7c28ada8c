import type { Property } from "../../../../engine/model/entity";

/** What a formula can yield, and how its property says so. */
export const RESULTS = {
  number: { type: "number" },
  money: { type: "integer", currency: "CNY" },
  percent: { type: "number", format: "percent" },
  duration: { type: "integer", format: "duration" },
  date: { type: "string", format: "date" },
  instant: { type: "string", format: "date-time" },
  text: { type: "string" },
  boolean: { type: "boolean" },
} as const;

export type Result = keyof typeof RESULTS;

/** The members of a property whose value is of a sort; decimals belong to numbers alone. */
export function shapeOf(result: Result): Record<string, unknown> {
  const shape: { type: string; format?: string; currency?: string } = RESULTS[result];
  const decimals = result === "number" || result === "percent" ? { decimals: 2 } : { decimals: null };
  return {
    type: shape.type,
    format: shape.format ?? null,
    "field/currency": shape.currency ?? null,
    ...decimals,
  };
}

/** The sort a property declares. A whole number without a currency is a number. */
export function resultOf({ type, format, field }: Property): Result {
  const found = (Object.keys(RESULTS) as Result[]).find((id) => {
    const shape: { type: string; format?: string; currency?: string } = RESULTS[id];
    return (
      shape.type === type &&
      (shape.format ?? null) === (format ?? null) &&
      (shape.currency !== undefined) === (field.currency != null)
    );
  });
  return found ?? "number";
}

/** How a rollup of a field is declared: as money, time or share where the field is; a count is a number. */
export function rollupShape(value: Property | undefined): Record<string, unknown> {
  if (!value) return { type: "number", format: null, decimals: null, "field/currency": null };
  const { kind, currency } = value.field;
  const money = kind === "money" || (currency != null && value.type === "integer");
  const long = kind === "duration" || value.format === "duration";
  const share = kind === "percent" || value.format === "percent";
  return {
    type: money || long ? "integer" : "number",
    format: long ? "duration" : share ? "percent" : null,
    decimals: money || long ? null : (value.decimals ?? null),
    "field/currency": money ? (currency ?? "CNY") : null,
  };
}
