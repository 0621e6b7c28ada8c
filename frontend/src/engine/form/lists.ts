/** Lists inside a value: of options, files or rows. */

import type { Property } from "../model/entity.ts";
import { FieldIssue, wrongType } from "./issue.ts";
import type { Json } from "./kind.ts";

/** No list is longer; also the longest list a rule may name. */
const MOST_ITEMS = 200;

/** A JSON list; none for empty. Throws wrong_type. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === null || value === undefined || value === "") return [];
  if (!Array.isArray(value)) throw wrongType("list");
  return value as readonly unknown[];
}

/** The list within `minItems` and `maxItems`; null when it is empty. */
export function checkItems(items: readonly Json[], { minItems, maxItems }: Property): Json {
  if (items.length === 0) return null;
  const most = Math.min(maxItems ?? MOST_ITEMS, MOST_ITEMS);
  if (items.length > most) throw new FieldIssue("too_many_items", { max: most });
  if (typeof minItems === "number" && items.length < minItems)
    throw new FieldIssue("too_few_items", { min: minItems });
  return items;
}
