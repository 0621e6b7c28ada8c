import type { Unit } from "../../../api/manage";
import type { Choice } from "../../../kit";

/** A unit and how deep it stands, parents before children. */
export interface Placed {
  readonly unit: Unit;
  readonly depth: number;
}

export function flat(units: readonly Unit[], depth = 0): Placed[] {
  return units.flatMap((unit) => [{ unit, depth }, ...flat(unit.children, depth + 1)]);
}

/** Units to choose from, indented; `without`: a unit that may not go under itself or what is below it. */
export function unitChoices(units: readonly Unit[], without: string | null = null): Choice[] {
  const open = units.filter((unit) => unit.id !== without);
  return open.flatMap((unit) => [
    ...(unit.active ? [{ id: unit.id, label: unit.name }] : []),
    ...unitChoices(unit.children, without).map((child) => ({ ...child, label: `\u3000${child.label}` })),
  ]);
}
