/** Collections keyed by id, in the order their members say: what every editor of a list does to one. */

import { inOrder } from "../../model/entity.ts";
import type { AppDoc } from "../documents.ts";
import { replacing } from "../difference.ts";
import type { Operation } from "../operations.ts";
import { read } from "../operations.ts";

const GAP = 10;

type Ordered = Readonly<Record<string, { readonly order?: number }>>;

/** The members at a path; none where nothing stands. */
export const membersAt = (app: AppDoc, path: string): Ordered =>
  (read(app, path) as Ordered | null | undefined) ?? {};

/** The number of a member that comes last. */
export const lastOrder = (of: Ordered): number =>
  Math.max(0, ...Object.values(of).map(({ order }) => order ?? 0)) + GAP;

/** A free id: `wish` itself, else with the first number that is not taken. */
export function freeId(taken: Readonly<Record<string, unknown>>, wish: string): string {
  const plain = wish.replace(/[^a-z0-9_]/g, "").replace(/^[^a-z]+/, "") || "item";
  const base = plain.slice(0, 36);
  if (!Object.hasOwn(taken, base)) return base;
  let n = 2;
  while (Object.hasOwn(taken, `${base}_${n}`)) n += 1;
  return `${base}_${n}`;
}

/** A member more, at the end unless it says its order. */
export function added(app: AppDoc, path: string, id: string, value: object): Operation[] {
  const order = lastOrder(membersAt(app, path));
  return replacing(app, `${path}/${id}`, { order, ...value });
}

/** A member less. */
export const removed = (app: AppDoc, path: string, id: string): Operation[] =>
  replacing(app, `${path}/${id}`, null);

/** Numbers for `ids` in this order: only `id` moves where there is room between its neighbours, else all anew. */
function numbers(of: Ordered, ids: readonly string[], id: string): Readonly<Record<string, number>> {
  const at = ids.indexOf(id);
  const orderOf = (index: number) => of[ids[index] ?? ""]?.order ?? 0;
  const before = at > 0 ? orderOf(at - 1) : 0;
  const after = at < ids.length - 1 ? orderOf(at + 1) : before + 2 * GAP;
  const between = Math.floor((before + after) / 2);
  if (between > before && between < after) return { [id]: between };
  return Object.fromEntries(ids.map((one, index) => [one, (index + 1) * GAP]));
}

/** The member takes the place `to` (0 is the first) among its neighbours. */
export function moved(app: AppDoc, path: string, id: string, to: number): Operation[] {
  const of = membersAt(app, path);
  const before = inOrder(of);
  const ids = before.filter((one) => one !== id);
  ids.splice(Math.max(0, Math.min(to, ids.length)), 0, id);
  if (ids.every((one, index) => one === before[index])) return [];
  return Object.entries(numbers(of, ids, id)).flatMap(([one, order]) =>
    replacing(app, `${path}/${one}/order`, order),
  );
}

/** A set of marks says exactly `ids`, each mark an operation of its own; marks that stay keep what they say. */
export function marked(app: AppDoc, path: string, ids: readonly string[]): Operation[] {
  const of = membersAt(app, path);
  return [...new Set([...Object.keys(of), ...ids])].flatMap((id) =>
    replacing(app, `${path}/${id}`, ids.includes(id) ? (of[id] ?? {}) : null),
  );
}
