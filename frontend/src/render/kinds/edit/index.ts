import { late } from "../../../kit";
import type { KindEdit } from "../kind";
import { BOOLEAN } from "./boolean";
import { CHOICE } from "./choice";
import { CHOICES } from "./choices";
import { DATE } from "./date";
import { DURATION } from "./duration";
import { EMAIL } from "./email";
import { FILE } from "./file";
import { IMAGE } from "./image";
import { LONG_TEXT } from "./longText";
import { MONEY } from "./money";
import { NUMBER } from "./number";
import { PERCENT } from "./percent";
import { PHONE } from "./phone";
import type { RARE } from "./rare";
import { TEXT } from "./text";
import { URL_KIND } from "./url";

type Rare = keyof typeof RARE;

/** An editor of several controls, or of a list asked of the server: loaded behind the page. */
const rare = (kind: Rare): KindEdit => ({
  Edit: late(async () => ({ default: (await import("./rare")).RARE[kind].Edit })),
  group: true,
});

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
  instant: rare("instant"),
  duration: DURATION,
  choice: CHOICE,
  choices: CHOICES,
  tags: rare("tags"),
  person: rare("person"),
  unit: rare("unit"),
  phone: PHONE,
  email: EMAIL,
  url: URL_KIND,
  region: rare("region"),
  address: rare("address"),
  rating: rare("rating"),
  file: FILE,
  image: IMAGE,
  reference: rare("reference"),
  poly_reference: rare("poly_reference"),
  rows: { Edit: RowsEditor, group: true },
};

export function editOf(kind: string): KindEdit {
  const found = Object.hasOwn(EDITS, kind) ? EDITS[kind] : undefined;
  if (!found) throw new Error(`no editor of field kind ${kind}`);
  return found;
}
