/** text, long_text. */

import type { Property } from "../../model/entity.ts";
import { codePoints } from "../../rules/evaluator.ts";
import { cleanLine, cleanLines } from "../characters.ts";
import { FieldIssue } from "../issue.ts";
import type { Json, Kind } from "../kind.ts";

/** Checks `minLength` and `maxLength`, in code points, of a text that is not empty. */
function checkLength(text: string, { minLength, maxLength }: Property, longest: number): string {
  const length = codePoints(text);
  const max = Math.min(maxLength ?? longest, longest);
  if (length > max) throw new FieldIssue("too_long", { max, length });
  if (typeof minLength === "number" && length < minLength) {
    throw new FieldIssue("too_short", { min: minLength, length });
  }
  return text;
}

/** A kind of text: `clean` gives the stored form, "" when empty. */
export function textual(clean: (value: unknown) => string, longest: number): Kind {
  const normalise = (value: unknown, prop: Property): Json => {
    if (value === null || value === undefined) return null;
    const text = clean(value);
    return text === "" ? null : checkLength(text, prop, longest);
  };
  return {
    normalise,
    parse: normalise,
    format: (value) => (typeof value === "string" ? value : ""),
    ruleType: () => ({ type: "text" }),
  };
}

export const TEXT = textual(cleanLine, 2000);
export const LONG_TEXT = textual(cleanLines, 50_000);
