/** Options: finding one by what people write, and writing the ones chosen (core/fields/options.py). */

import type { Lang, Option, Property } from "../model/entity.ts";
import { textIn } from "../model/entity.ts";
import { own } from "../rules/ast.ts";
import { folded } from "./characters.ts";
import { FieldIssue } from "./issue.ts";

const BETWEEN_ITEMS = /[、，,;；\n|]/;
const BETWEEN_LEVELS = /\s*[/／>＞]\s*/g;

export const optionsOf = (prop: Property): Readonly<Record<string, Option>> => prop.field.options ?? {};

/** The label of an option; its id when the option is gone. */
export function optionLabel(id: string, prop: Property, lang: Lang): string {
  const option = own(optionsOf(prop), id);
  return option ? textIn(option.label, lang) || id : id;
}

/** The labels from the root of the tree down to the option, "价格/太贵". */
export function optionPath(id: string, prop: Property, lang: Lang): string {
  const way: string[] = [];
  const seen = new Set<string>();
  for (let at: string | null | undefined = id; at && !seen.has(at); at = own(optionsOf(prop), at)?.parent) {
    seen.add(at);
    way.unshift(optionLabel(at, prop, lang));
  }
  return way.join("/");
}

/** Option ids in the order the options are shown; unknown ones last. */
export function inOptionOrder(ids: readonly string[], prop: Property): string[] {
  const options = optionsOf(prop);
  const all = Object.keys(options).sort((a, b) => (options[a]?.order ?? 0) - (options[b]?.order ?? 0));
  const place = new Map(all.map((id, i) => [id, i]));
  const at = (id: string): number => place.get(id) ?? all.length;
  return [...ids].sort((a, b) => at(a) - at(b) || (a < b ? -1 : 1));
}

const LANGS: readonly Lang[] = ["zh", "en"];

/**
 * The live option a text names: by id, by label in either language, or by its way from the root; case, width and
 * spaces do not matter. Throws unknown_option, option_archived when only one that is no longer offered has the name, or
 * ambiguous_option when options of different branches carry the label.
 */
export function findOption(text: string, prop: Property): string {
  const wanted = folded(text);
  const ids = Object.keys(optionsOf(prop));
  const live = ids.filter((id) => optionsOf(prop)[id]?.archived !== true);
  if (live.includes(wanted)) return wanted;
  const way = wanted.replace(BETWEEN_LEVELS, "/");
  const named = ids.filter((id) => LANGS.some((lang) => folded(optionLabel(id, prop, lang)) === wanted));
  let found = named.filter((id) => live.includes(id));
  if (found.length === 0) {
    found = live.filter((id) => LANGS.some((lang) => folded(optionPath(id, prop, lang)) === way));
  }
  const parents = new Set(found.map((id) => optionsOf(prop)[id]?.parent ?? null));
  if (parents.size > 1) throw new FieldIssue("ambiguous_option", { value: text.trim() });
  const first = inOptionOrder(found, prop)[0];
  if (first === undefined) {
    const archived = named.length > 0 || ids.includes(wanted);
    throw new FieldIssue(archived ? "option_archived" : "unknown_option", { value: text.trim() });
  }
  return first;
}

/** The options of a text that may name several, split by 、，,;； | and line ends. */
export function findOptions(text: string, prop: Property): string[] {
  try {
    return [findOption(text, prop)]; // a label may itself hold a comma
  } catch (issue) {
    if (!(issue instanceof FieldIssue)) throw issue;
    const parts = text.split(BETWEEN_ITEMS).filter((part) => part.trim() !== "");
    return parts.map((part) => findOption(part, prop));
  }
}
