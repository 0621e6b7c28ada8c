/** serial, formula, rollup, lookup: set by the server; they print, and count in rules, by their JSON type. */

import type { Property } from "../../model/entity.ts";
import { FieldIssue } from "../issue.ts";
import type { Kind } from "../kind.ts";
import { BOOLEAN } from "./choice.ts";
import { MONEY, NUMBER } from "./numeric.ts";
import { DATE, INSTANT } from "./temporal.ts";
import { TEXT } from "./text.ts";

/** The kind whose values a derived field has. */
function like({ type, format, field }: Property): Kind {
  if (type === "boolean") return BOOLEAN;
  if (type === "number" || type === "integer") return field.currency ? MONEY : NUMBER;
  if (format === "date") return DATE;
  return format === "date-time" ? INSTANT : TEXT;
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
  format: (value, prop, lang, context) => like(prop).format(value, prop, lang, context),
  ruleType: (prop) => like(prop).ruleType(prop),
};
