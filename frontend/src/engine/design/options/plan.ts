/** What pasted lines would make of the options that are there; nothing is done yet. */

import type { Option } from "../../model/entity.ts";
import type { Line } from "./lines.ts";

type Options = Readonly<Record<string, Option>>;

/**
 * new: is added; known: there already, stays as it is; retired: there, no longer offered, and stays so; back: was retired
 * and is offered again; left: would hang below a retired one, and is left out.
 */
export type PlanState = "new" | "known" | "retired" | "back" | "left";

export interface Planned {
  readonly label: string;
  readonly en: string | null;
  readonly state: PlanState;
  /** The option that has this name in this place; null: none yet. */
  readonly id: string | null;
  /** A line names it itself, not only as what something hangs below. */
  readonly named: boolean;
  readonly below: readonly Planned[];
}

export interface Plan {
  readonly tree: readonly Planned[];
  /** How many of each; of the known ones those that lines name. */
  readonly counts: Readonly<Record<PlanState, number>>;
}

const folded = (text: string): string => text.normalize("NFKC").trim().toLowerCase().replace(/\s+/g, " ");

interface Growing extends Planned {
  en: string | null;
  named: boolean;
  readonly below: Growing[];
  readonly byName: Map<string, Growing>;
}

/** Options by what they hang below and their name; one that is offered goes before one that is retired. */
function byPlace(options: Options): (parent: string | null, label: string) => string | null {
  const found = new Map<string, string>();
  const key = (parent: string | null, label: string) => `${parent ?? ""}\n${folded(label)}`;
  for (const [id, { label, parent, archived }] of Object.entries(options)) {
    const place = key(parent ?? null, label.zh);
    const other = found.get(place);
    if (other === undefined || (options[other]?.archived === true && archived !== true)) found.set(place, id);
  }
  return (parent, label) => found.get(key(parent, label)) ?? null;
}

/** Plans lines into options: the same way twice is one. `revive`: retired ones that lines name are offered again. */
export function planOptions(options: Options, lines: readonly Line[], revive = false): Plan {
  const find = byPlace(options);
  const root: Growing = {
    label: "",
    en: null,
    state: "known",
    id: null,
    named: false,
    below: [],
    byName: new Map(),
  };
  const counts = { new: 0, known: 0, retired: 0, back: 0, left: 0 };
  const grow = (parent: Growing, label: string): Growing => {
    const there = parent === root || parent.id !== null ? find(parent.id, label) : null;
    const gone = there !== null && options[there]?.archived === true;
    const lost = parent.state === "retired" || parent.state === "left";
    const state = gone ? (revive ? "back" : "retired") : there !== null ? "known" : lost ? "left" : "new";
    const one = { label, en: null, state, id: there, named: false, below: [], byName: new Map() } as Growing;
    parent.below.push(one);
    parent.byName.set(folded(label), one);
    if (state !== "known") counts[state] += 1;
    return one;
  };
  for (const { way, en } of lines) {
    let at = root;
    for (const label of way) at = at.byName.get(folded(label)) ?? grow(at, label);
    if (at.state === "known" && !at.named) counts.known += 1;
    at.named = true;
    at.en ??= en;
  }
  return { tree: root.below, counts };
}

/** So many are taken in at once: an edit holds 500 operations, bringing one back is two, and a few starters may go. */
export const MOST_AT_ONCE = 490;

export const tooMany = ({ counts }: Plan): boolean => counts.new + 2 * counts.back > MOST_AT_ONCE;

/** All of a plan, parents before what hangs below them. */
export const planned = (tree: readonly Planned[]): readonly Planned[] =>
  tree.flatMap((one) => [one, ...planned(one.below)]);
