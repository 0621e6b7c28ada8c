/** What the commands on fields, forms, lists and options are made with: steps, orders, words. */

import type { Text } from "../../model/entity.ts";
import { inOrder } from "../../model/entity.ts";
import type { Command } from "../operations.ts";
import { Edit } from "./edit.ts";

type Ordered = Readonly<Record<string, { readonly order?: number }>>;

/** A command in the making, with the steps of layouts. */
export class Steps extends Edit {
  /** Takes away what stands at a path. */
  remove(path: string): void {
    this.set(path, null);
  }

  /**
   * Puts `id` before another member of the ordered collection at `path` (null: last), whether it is in it or about to
   * be. Answers its order; the others move only where there is no number left between its neighbours.
   */
  place(path: string, id: string, before: string | null): number {
    const of = (this.read(path) ?? {}) as Ordered;
    const orders = placed(of, id, before);
    for (const [key, order] of Object.entries(orders))
      if (key !== id || Object.hasOwn(of, id)) this.set(`${path}/${key}/order`, order);
    return orders[id] as number;
  }

  told(zh: string, en: string): Command {
    return this.command({ zh, en });
  }
}

const STEP = 10;

/** The orders that change when `id` comes to stand before `before` (null: last); always that of `id` itself. */
export function placed(of: Ordered, id: string, before: string | null): Record<string, number> {
  const others = inOrder(of).filter((one) => one !== id);
  const found = before === null ? -1 : others.indexOf(before);
  const at = found === -1 ? others.length : found;
  const orderOf = (one: string | undefined): number | null =>
    one === undefined ? null : (of[one]?.order ?? 0);
  const left = orderOf(others[at - 1]);
  const right = orderOf(others[at]);
  if (right === null) return { [id]: left === null ? STEP : left + STEP };
  const between = Math.floor(((left ?? 0) + right) / 2);
  if (between > (left ?? 0) && between < right) return { [id]: between };
  const all = [...others.slice(0, at), id, ...others.slice(at)];
  return Object.fromEntries(
    all
      .map((one, i) => [one, (i + 1) * STEP] as const)
      .filter(([one, order]) => one === id || of[one]?.order !== order),
  );
}

/** Words of a document, quoted: 「客户」. */
export const zhOf = (text: Text | undefined, id: string): string => `「${text?.zh ?? id}」`;
export const enOf = (text: Text | undefined, id: string): string => `“${text?.en ?? text?.zh ?? id}”`;

/** A text with one language changed; null when nothing is left, English alone cannot stand. */
export function textWith(text: Text | null | undefined, lang: "zh" | "en", value: string): Text | null {
  const said = value.trim();
  if (lang === "zh") return said === "" ? null : { ...text, zh: said };
  if (!text) return said === "" ? null : { zh: said, en: said };
  return said === "" ? { zh: text.zh } : { ...text, en: said };
}

/** An id of a collection that is not taken: `stem`, else with the lowest number behind it. */
export function freeId(of: Readonly<Record<string, unknown>> | undefined, stem: string): string {
  const base = stem.slice(0, 36);
  if (!Object.hasOwn(of ?? {}, base)) return base;
  for (let n = 2; ; n += 1) if (!Object.hasOwn(of ?? {}, `${base}_${n}`)) return `${base}_${n}`;
}

/** The next free id of a collection whose members have no names of their own: option_1, option_2, … */
export function numberedId(of: Readonly<Record<string, unknown>> | undefined, stem: string): string {
  for (let n = 1; ; n += 1) if (!Object.hasOwn(of ?? {}, `${stem}_${n}`)) return `${stem}_${n}`;
}
