import { late } from "../../../kit";
import type { KindEdit } from "../kind";
import { ADDRESS } from "./address";
import { BOOLEAN } from "./boolean";
import { CHOICE } from "./choice";
import { CHOICES } from "./choices";
import { DATE } from "./date";
import { DURATION } from "./duration";
import { EMAIL } from "./email";
import { FILE } from "./file";
import { IMAGE } from "./image";
import { INSTANT } from "./instant";
import { LONG_TEXT } from "./longText";
import { MONEY } from "./money";
import { NUMBER } from "./number";
import { PERCENT } from "./percent";
import { PERSON } from "./person";
import { PHONE } from "./phone";
import { POLY_REFERENCE } from "./polyReference";
import { RATING } from "./rating";
import { REFERENCE } from "./reference";
import { REGION } from "./region";
import { TAGS } from "./tags";
import { TEXT } from "./text";
import { UNIT } from "./unit";
import { URL_KIND } from "./url";

// Only forms with detail rows pay for the table.
const RowsEditor = late(() => import("../../rows/RowsEditor"));

/**
 * How each kind that takes a value is edited; serial, formula, rollup and lookup take none and are only read.
 * A test holds this list equal to the engine's.
 */
export const EDITS: Readonly<Record<string, KindEdit>> = {
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
  image: IMAGE,
  reference: REFERENCE,
  poly_reference: POLY_REFERENCE,
  rows: { Edit: RowsEditor, group: true },
};

export function editOf(kind: string): KindEdit {
  const found = Object.hasOwn(EDITS, kind) ? EDITS[kind] : undefined;
  if (!found) throw new Error(`no editor of field kind ${kind}`);
  return found;
}
