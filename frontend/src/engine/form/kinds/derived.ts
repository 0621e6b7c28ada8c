/** serial, formula, rollup, lookup: set by the server; they print, and count in rules, by their JSON type. */

import type { Property } from "../../model/entity.ts";
import { FieldIssue } from "../issue.ts";
import type { Kind } from "../kind.ts";
import { BOOLEAN } from "./choice.ts";
import { MONEY, NUMBER, PERCENT } from "./numeric.ts";
import { DATE, DURATION, INSTANT } from "./temporal.ts";
import { TEXT } from "./text.ts";

const BY_FORMAT: Readonly<Record<string, Kind>> = {
  "string date": DATE,
  "string date-time": INSTANT,
  "number percent": PERCENT,
  "integer duration": DURATION,
};
const BY_TYPE: Readonly<Record<string, Kind>> = { number: NUMBER, integer: NUMBER, boolean: BOOLEAN };

/** The kind a computed value reads and prints as; an undeclared type reads as text. */
export function standsFor({ type, format, field }: Property): Kind {
  const declared = typeof type === "string" ? type : "string";
  if (declared === "integer" && field.currency) return MONEY;
  return BY_FORMAT[`${declared} ${format ?? ""}`] ?? BY_TYPE[declared] ?? TEXT;
}

function refuse(value: unknown): null {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0))
    return null;
  throw new FieldIssue("computed_field");
}

export const DERIVED: Kind = {
  serverSet: true,
  normalise: refuse,
  parse: refuse,
  format: (value, prop, lang, context) => standsFor(prop).format(value, prop, lang, context),
  ruleType: (prop) => standsFor(prop).ruleType(prop),
};
