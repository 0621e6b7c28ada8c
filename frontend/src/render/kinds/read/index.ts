import type { KindRead } from "../kind";
import { ReadChoice, ReadChoices } from "./choice";
import { ReadFiles } from "./files";
import { ReadEmail, ReadPhone, ReadUrl } from "./links";
import { ReadLongText } from "./longText";
import { ReadPerson } from "./person";
import { ReadPlace } from "./place";
import { Plain } from "./Plain";
import { ReadPolyReference, ReadReference } from "./reference";
import { ReadRows } from "./rows";

/** How each kind of the closed list is read; a test holds this list equal to the engine's. */
export const READS: Readonly<Record<string, KindRead>> = {
  text: { Read: Plain },
  long_text: { Read: ReadLongText },
  number: { Read: Plain, number: true },
  money: { Read: Plain, number: true },
  percent: { Read: Plain, number: true },
  boolean: { Read: Plain },
  date: { Read: Plain },
  instant: { Read: Plain },
  duration: { Read: Plain, number: true },
  choice: { Read: ReadChoice },
  choices: { Read: ReadChoices },
  tags: { Read: ReadChoices },
  person: { Read: ReadPerson },
  unit: { Read: Plain },
  phone: { Read: ReadPhone },
  email: { Read: ReadEmail },
  url: { Read: ReadUrl },
  region: { Read: ReadPlace },
  address: { Read: ReadPlace, wide: true },
  rating: { Read: Plain },
  file: { Read: ReadFiles, wide: true },
  image: { Read: ReadFiles, wide: true },
  reference: { Read: ReadReference },
  poly_reference: { Read: ReadPolyReference },
  rows: { Read: ReadRows, wide: true },
  serial: { Read: Plain },
  formula: { Read: Plain },
  rollup: { Read: Plain, number: true },
  lookup: { Read: Plain },
};

export function readOf(kind: string): KindRead {
  const found = Object.hasOwn(READS, kind) ? READS[kind] : undefined;
  if (!found) throw new Error(`no view of field kind ${kind}`);
  return found;
}
