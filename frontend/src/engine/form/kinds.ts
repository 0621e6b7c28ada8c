/** The closed list of field kinds and the three things the browser does with a value: normalise, parse, format. */

import type { Lang, Property } from "../model/entity.ts";
import { own } from "../rules/ast.ts";
import type { FieldType } from "../rules/types.ts";
import { printable } from "./characters.ts";
import type { Issue } from "./issue.ts";
import { FieldIssue } from "./issue.ts";
import type { Json, Kind, PrintContext, ReadContext } from "./kind.ts";
import { BOOLEAN, CHOICE, CHOICES, TAGS } from "./kinds/choice.ts";
import { EMAIL, PHONE, URL_KIND } from "./kinds/contact.ts";
import { DERIVED } from "./kinds/derived.ts";
import { FILE, PERSON, POLY_REFERENCE, REFERENCE, ROWS, UNIT } from "./kinds/links.ts";
import { MONEY, NUMBER, PERCENT, RATING } from "./kinds/numeric.ts";
import { ADDRESS, REGION } from "./kinds/place.ts";
import { DATE, DURATION, INSTANT } from "./kinds/temporal.ts";
import { LONG_TEXT, TEXT } from "./kinds/text.ts";

export const KINDS: Readonly<Record<string, Kind>> = {
  text: TEXT,
  long_text: LONG_TEXT,
  number: NUMBER,
  money: MONEY,
  percent: PERCENT,
  boolean: BOOLEAN,
  date: DATE,
  instant: INSTANT,
  duration: DURATION,
  choice: CHOICE,
  choices: CHOICES,
  tags: TAGS,
  person: PERSON,
  unit: UNIT,
  phone: PHONE,
  email: EMAIL,
  url: URL_KIND,
  region: REGION,
  address: ADDRESS,
  rating: RATING,
  file: FILE,
  image: FILE,
  reference: REFERENCE,
  poly_reference: POLY_REFERENCE,
  rows: ROWS,
  serial: DERIVED,
  formula: DERIVED,
  rollup: DERIVED,
  lookup: DERIVED,
};

/** A stored value (null: empty), or why there is none. */
export type Outcome =
  | { readonly value: Json; readonly issue?: undefined }
  | { readonly issue: Issue; readonly value?: undefined };

export function kindOf(prop: Property): Kind {
  const kind = own(KINDS, prop.field.kind);
  if (!kind) throw new Error(`unknown field kind ${prop.field.kind}`);
  return kind;
}

function outcome(read: () => Json): Outcome {
  try {
    return { value: read() };
  } catch (issue) {
    if (!(issue instanceof FieldIssue)) throw issue;
    return { issue: { code: issue.code, params: issue.params } };
  }
}

/** The stored form of a JSON value. */
export const normalise = (value: unknown, prop: Property): Outcome =>
  outcome(() => kindOf(prop).normalise(value, prop));

/** What typed text means in a field, checked like any other value. */
export const parse = (text: string, prop: Property, context: ReadContext = {}): Outcome =>
  outcome(() => kindOf(prop).parse(printable(text), prop, context));

/** A stored value as people read it; "" when empty. */
export const format = (
  value: Json | undefined,
  prop: Property,
  lang: Lang,
  context: PrintContext = {},
): string => (value === undefined || value === null ? "" : kindOf(prop).format(value, prop, lang, context));

/** The type rules see of a field. */
export const ruleType = (prop: Property): FieldType => kindOf(prop).ruleType(prop);
