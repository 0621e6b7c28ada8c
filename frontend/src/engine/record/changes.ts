/** What changed between two states of a record, for reading: the timeline, a conflict, a preview before saving. */

import type { Json, PrintContext } from "../form/kind.ts";
import { format } from "../form/kinds.ts";
import type { Entity, Lang, Property } from "../model/entity.ts";
import { inOrder, textIn } from "../model/entity.ts";
import type { Entities } from "../model/lookup.ts";
import { shownProperty } from "../model/lookup.ts";
import { isEmpty, own } from "../rules/ast.ts";

/** Changed values by field id: [old, new]; null is empty. The form in which events carry them. */
export type Changes = Readonly<Record<string, readonly [Json, Json]>>;

/** One change in words; a set also says which members came and went, rows say theirs by row. */
export interface Change {
  readonly field: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
  readonly rows?: readonly RowChange[];
}

export interface RowChange {
  readonly what: "added" | "removed" | "changed";
  /** Place among the rows, from 1: the new place, for a removed row the old one. */
  readonly place: number;
  readonly changes: readonly Change[];
}

type Row = Readonly<Record<string, Json>>;

const valueOf = (value: unknown): Json => (isEmpty(value) ? null : (value as Json));

const same = (a: Json, b: Json): boolean => canonical(a) === canonical(b);

/** JSON text with sorted keys, empties left out: two objects that mean the same are equal. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => !isEmpty(member));
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
}

/** The fields in which two states of a record differ. */
export function changesBetween(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Changes {
  const changes: Record<string, readonly [Json, Json]> = {};
  for (const id of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [valueOf(own(before, id)), valueOf(own(after, id))];
    if (!same(old, now)) changes[id] = [old, now];
  }
  return changes;
}

interface Reader {
  readonly entities: Entities;
  readonly lang: Lang;
  readonly context: PrintContext;
}

const rowsOf = (value: Json): readonly Row[] => (Array.isArray(value) ? (value as readonly Row[]) : []);

/** Pairs rows by their id; rows without one by their place among those without. */
function pairKey(row: Row, index: number): string {
  const id = row["_id"];
  return typeof id === "string" && id !== "" ? `id:${id}` : `at:${index}`;
}

function rowChanges(before: Json, after: Json, child: Entity, reader: Reader): RowChange[] {
  const old = new Map(rowsOf(before).map((row, i) => [pairKey(row, i), { row, place: i + 1 }]));
  const found: RowChange[] = [];
  rowsOf(after).forEach((row, i) => {
    const key = pairKey(row, i);
    const was = old.get(key);
    old.delete(key);
    const changes = describe(changesBetween(was?.row ?? {}, row), child, reader);
    if (!was) found.push({ what: "added", place: i + 1, changes });
    else if (changes.length > 0) found.push({ what: "changed", place: i + 1, changes });
  });
  for (const { row, place } of old.values()) {
    found.push({ what: "removed", place, changes: describe(changesBetween(row, {}), child, reader) });
  }
  return found;
}

const SETS = new Set(["choices", "tags", "file", "image"]);

function members(prop: Property, before: Json, after: Json, { lang, context }: Reader): Partial<Change> {
  const list = (value: Json) => (Array.isArray(value) ? (value as readonly string[]) : []);
  const minus = (a: Json, b: Json) =>
    list(a)
      .filter((id) => !list(b).includes(id))
      .map((id) => format([id], prop, lang, context));
  return { added: minus(after, before), removed: minus(before, after) };
}

function describeOne(
  id: string,
  [before, after]: readonly [Json, Json],
  entity: Entity,
  reader: Reader,
): Change {
  const { entities, lang, context } = reader;
  const declared = own(entity.properties, id);
  if (!declared) return { field: id, label: id, before: plain(before), after: plain(after) };
  const prop = shownProperty(declared, entity, entities) ?? declared;
  const text = (value: Json): string => format(value, prop, lang, context);
  const change = {
    field: id,
    label: textIn(declared.field.label, lang),
    before: text(before),
    after: text(after),
  };
  const { kind, target } = declared.field;
  const child = kind === "rows" && target ? own(entities, target) : undefined;
  if (child) return { ...change, rows: rowChanges(before, after, child, reader) };
  return SETS.has(kind) ? { ...change, ...members(prop, before, after, reader) } : change;
}

/** A value of a field that is not known here (retired, or not for this person). */
const plain = (value: Json): string =>
  value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);

function describe(changes: Changes, entity: Entity, reader: Reader): Change[] {
  const order = new Map(
    inOrder(
      Object.fromEntries(
        Object.entries(entity.properties).map(([id, p]) => [id, { order: p.field.order ?? 0 }]),
      ),
    ).map((id, i) => [id, i]),
  );
  const place = (id: string): number => order.get(id) ?? order.size;
  return Object.entries(changes)
    .filter(([id]) => id !== "_id")
    .sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
    .map(([id, change]) => describeOne(id, change, entity, reader));
}

/** Changes in words, in the order of the entity's fields; unknown fields last, under their ids. */
export const describeChanges = (
  changes: Changes,
  entity: Entity,
  entities: Entities,
  lang: Lang,
  context: PrintContext = {},
): Change[] => describe(changes, entity, { entities, lang, context });
