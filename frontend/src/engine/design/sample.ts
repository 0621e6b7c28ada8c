/** A record on which a rule of the draft is tried: what is stored, what is typed over it, and what follows from both. */

import { kept, whole } from "../form/sums.ts";
import type { Property } from "../model/entity.ts";
import type { Bindings, Env, Node } from "../rules/ast.ts";
import { keyOf, own, walk } from "../rules/ast.ts";
import { evaluate } from "../rules/compile.ts";
import type { AppDoc, TableDoc } from "./documents.ts";
import { tryTable } from "./tables/columns.ts";

/** The keys of the fields and parameters a rule reads, each once. */
export function keysOf(rule: Node): string[] {
  const found = new Set<string>();
  walk(rule, (node) => {
    const key = keyOf(node);
    if (key !== null) found.add(key);
  });
  return [...found];
}

const tableOf = (app: AppDoc, entity: string, field: string): TableDoc | undefined =>
  Object.values(app.decision_tables ?? {}).find((one) => one.entity === entity && one.output === field);

function tableReads(table: TableDoc): string[] {
  const inputs = Object.values(table.inputs).map(({ rule }) => rule);
  const rows = Object.values(table.rows);
  const cells = rows.flatMap(({ cells: of }) => Object.values(of ?? {}));
  const outputs = [...rows.map(({ output }) => output), ...(table.otherwise ? [table.otherwise] : [])];
  // What a cell calls "cell" is its column's value: no field.
  return [...inputs, ...cells, ...outputs].flatMap(keysOf).filter((key) => key !== "@cell");
}

/** What the draft works a field of the entity out from; null: it is filled in, or comes from other records. */
export function readsOf(app: AppDoc, entity: string, field: string): readonly string[] | null {
  const property = own(app.entities[entity]?.properties, field);
  if (!property) return null;
  const { compute, lookup, relevance } = property.field;
  const shown = relevance ? keysOf(relevance) : [];
  const table = tableOf(app, entity, field);
  if (table) return [...tableReads(table), ...shown];
  if (compute) return [...keysOf(compute), ...shown];
  return lookup ? [`${lookup.via}.${lookup.value}`] : null;
}

/** All a sample has to hold for these keys: they themselves, then what those among them are worked out from. */
export function neededFor(app: AppDoc, entity: string, keys: readonly string[]): string[] {
  return reached(keys, (key) => readsOf(app, entity, key) ?? []);
}

/** Of these, what is worth typing: what a lookup shows is typed there, and not once more behind the reference. */
export function typeableFor(app: AppDoc, entity: string, keys: readonly string[]): string[] {
  return reached(keys, (key) =>
    own(app.entities[entity]?.properties, key)?.field.lookup ? [] : (readsOf(app, entity, key) ?? []),
  );
}

function reached(keys: readonly string[], from: (key: string) => readonly string[]): string[] {
  const found = new Set(keys);
  for (const key of found) for (const read of from(key)) found.add(read);
  return [...found];
}

export interface SampleSource {
  readonly app: AppDoc;
  readonly entity: string;
  /** What stands in the record at a path; null: nothing, undefined: that is not known (not to be seen, not read yet). */
  readonly stored: (path: string) => unknown;
  /** What was typed instead; null: emptied. */
  readonly typed: Bindings;
  readonly env: Env;
}

/** The values at these keys as rules of the draft see them: typed, worked out from what is known, else as stored. */
export function sampleOf(source: SampleSource, keys: readonly string[]): Bindings {
  const found = new Map<string, unknown>();
  for (const key of keys) valueAt(source, key, found);
  return Object.fromEntries([...found].filter(([, value]) => value !== undefined));
}

function valueAt(source: SampleSource, key: string, found: Map<string, unknown>): unknown {
  if (found.has(key)) return found.get(key);
  const { app, entity, stored, typed } = source;
  // A cycle, which the check finds, ends here.
  found.set(key, undefined);
  const reads = Object.hasOwn(typed, key) ? null : readsOf(app, entity, key);
  const known = reads?.every((read) => valueAt(source, read, found) !== undefined) ?? false;
  const value = Object.hasOwn(typed, key)
    ? typed[key]
    : known
      ? workedOut(source, key, Object.fromEntries(found))
      : stored(key);
  found.set(key, value);
  return value;
}

function workedOut({ app, entity, env }: SampleSource, key: string, record: Bindings): unknown {
  const property = app.entities[entity]?.properties[key] as Property;
  const { relevance, compute, lookup } = property.field;
  if (relevance && evaluate(relevance, record, env) !== true) return null;
  const table = tableOf(app, entity, key);
  if (table) return asStored(property, tryTable(table, record, env).result);
  if (compute) return asStored(property, evaluate(compute, record, env));
  return lookup ? (record[`${lookup.via}.${lookup.value}`] ?? null) : null;
}

const asStored = ({ type }: Property, value: unknown): unknown =>
  typeof value === "number" ? kept(type === "integer" ? whole(value) : value) : value;

/** The references on the way to these keys, the nearest first, with the entity each leads to. */
export function referencesIn(
  app: AppDoc,
  entity: string,
  keys: readonly string[],
): { readonly path: string; readonly entity: string }[] {
  const paths = new Set(
    keys.flatMap((key) => {
      const parts = key.startsWith("@") ? [] : key.split(".").slice(0, -1);
      return parts.map((_, at) => parts.slice(0, at + 1).join("."));
    }),
  );
  const nearest = [...paths].sort((a, b) => a.split(".").length - b.split(".").length);
  return nearest.flatMap((path) => {
    const to = targetOf(app, entity, path.split("."));
    return to === null ? [] : [{ path, entity: to }];
  });
}

function targetOf(app: AppDoc, entity: string, [first, ...rest]: readonly string[]): string | null {
  const home = own(app.entities, entity);
  if (first === undefined || !home) return null;
  const next =
    first === "_parent" ? home.entity.rows_of : shownTarget(app, entity, own(home.properties, first), 3);
  if (next === null || next === undefined) return null;
  return rest.length === 0 ? next : targetOf(app, next, rest);
}

/** Where a reference leads, or one that is shown by a lookup (of a lookup). */
function shownTarget(
  app: AppDoc,
  entity: string,
  property: Property | undefined,
  hops: number,
): string | null {
  const { lookup, target } = property?.field ?? {};
  if (!lookup || hops === 0) return target ?? null;
  const home = shownTarget(app, entity, app.entities[entity]?.properties[lookup.via], hops - 1);
  return home === null
    ? null
    : shownTarget(app, home, own(app.entities[home]?.properties, lookup.value), hops - 1);
}
