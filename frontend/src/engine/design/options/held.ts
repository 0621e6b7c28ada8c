/** Options made of what records hold in the field whose place theirs takes. */

import { folded } from "../../form/characters.ts";
import { FieldIssue } from "../../form/issue.ts";
import { findOption } from "../../form/options.ts";
import type { Option, Property } from "../../model/entity.ts";

type Options = Readonly<Record<string, Option>>;

/** What a field holds, as the server reads it (GET …/values). */
export interface HeldValues {
  readonly values: readonly { readonly text: string; readonly records: number }[];
  /** Which of them one record names together; of those that name nothing else. */
  readonly sets: readonly { readonly values: readonly number[]; readonly records: number }[];
  readonly distinct: number;
  readonly filled: number;
  /** Not all were looked at: more records may hold the values. */
  readonly cut: boolean;
  readonly withheld: boolean;
}

const BETWEEN_LEVELS = /\s*[/／>＞]\s*/;

/**
 * An option for each text; of a tree "价格/太贵" is one below another. A text that alone is the name of one below another is
 * none of its own: it would be two with one name, of which neither would be found.
 */
export function heldOptions(texts: readonly string[], tree: boolean): Options {
  const ways = texts.map((text) => (tree ? text.split(BETWEEN_LEVELS).filter(Boolean) : [text]));
  const below = new Set(ways.flatMap((way) => way.slice(1).map(folded)));
  const options: Record<string, Option> = {};
  const put = (label: string, parent: string | null): string => {
    const there = Object.keys(options).find(
      (id) =>
        folded(options[id]?.label.zh ?? "") === folded(label) && (options[id]?.parent ?? null) === parent,
    );
    const n = Object.keys(options).length + 1;
    const id = there ?? `option_${n}`;
    options[id] ??= { label: { zh: label }, order: n * 10, ...(parent === null ? {} : { parent }) };
    return id;
  };
  for (const way of ways) {
    if (way.length === 1 && below.has(folded(way[0] ?? ""))) continue;
    let parent: string | null = null;
    for (const label of way) parent = put(label, parent);
  }
  return options;
}

/** How many of the values find their option, or all they name: as they are read when they are copied. */
export function taken({ values, sets }: HeldValues, options: Options, kind: string): number {
  const property = { type: "string", field: { kind, label: { zh: "" }, options } } as Property;
  const found = values.map(({ text }) => finds(text, property));
  return sets
    .filter((set) => set.values.every((n) => found[n]))
    .reduce((sum, { records }) => sum + records, 0);
}

function finds(text: string, property: Property): boolean {
  try {
    findOption(text, property);
    return true;
  } catch (issue) {
    if (issue instanceof FieldIssue) return false;
    throw issue;
  }
}
