/** Collections keyed by id, in the order their members say: free ids, numbers, and the places between others. */

import type { AppDoc } from "../documents.ts";
import { read } from "../operations.ts";

const GAP = 10;

type Ordered = Readonly<Record<string, { readonly order?: number }>>;

/** The members at a path; none where nothing stands. */
export const membersAt = (app: AppDoc, path: string): Ordered =>
  (read(app, path) as Ordered | null | undefined) ?? {};

/** The number of a member that comes last. */
export const lastOrder = (of: Ordered): number =>
  Math.max(0, ...Object.values(of).map(({ order }) => order ?? 0)) + GAP;

/** An id is no longer than this. */
const LONGEST = 40;

/** A free id: `wish` itself, else with the first number that is not taken; the number counts for `longest`. */
export function freeId(
  taken: Readonly<Record<string, unknown>> | undefined,
  wish: string,
  longest = LONGEST,
): string {
  const plain = wish.replace(/[^a-z0-9_]/g, "").replace(/^[^a-z]+/, "") || "item";
  for (let n = 1; ; n += 1) {
    const number = n === 1 ? "" : `_${n}`;
    const id = plain.slice(0, longest - number.length).replace(/_+$/, "") + number;
    if (!Object.hasOwn(taken ?? {}, id)) return id;
  }
}

/** The next free id of a collection whose members have no names of their own: option_1, option_2, … */
export function numberedId(taken: Readonly<Record<string, unknown>> | undefined, stem: string): string {
  for (let n = 1; ; n += 1) if (!Object.hasOwn(taken ?? {}, `${stem}_${n}`)) return `${stem}_${n}`;
}

/** The numbers that `ids` need to stand in this order: only `id` gets one where there is room between its neighbours, else
 * all are numbered anew. */
export function numbered(of: Ordered, ids: readonly string[], id: string): Readonly<Record<string, number>> {
  const at = ids.indexOf(id);
  const orderOf = (index: number) => of[ids[index] ?? ""]?.order ?? 0;
  const before = at > 0 ? orderOf(at - 1) : 0;
  const after = at < ids.length - 1 ? orderOf(at + 1) : before + 2 * GAP;
  const between = Math.floor((before + after) / 2);
  if (between > before && between < after) return { [id]: between };
  const all = ids.map((one, index) => [one, (index + 1) * GAP] as const);
  return Object.fromEntries(all.filter(([one, order]) => of[one]?.order !== order));
}
