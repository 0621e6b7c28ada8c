/** Operations on the documents of an app (docs/designing.md, section 1); the same as core/design/operations.py. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** All documents of an app: `app`, `access`, `entities`, `forms`, … as a folder of templates_catalog holds them. */
export type AppJson = { readonly [member: string]: JsonObject };

export interface Operation {
  readonly path: string;
  readonly was?: unknown;
  readonly value?: unknown;
}

/** What a supervisor did: words, and what it does to the documents. */
export interface Command {
  readonly label: { readonly zh: string; readonly en: string };
  readonly operations: readonly Operation[];
}

export interface Applied {
  /** The app afterwards; as it was when there are conflicts. */
  readonly app: AppJson;
  /** Operations that found something else than they expected. */
  readonly conflicts: readonly Operation[];
}

/** Document kind -> member of the app. */
export const MEMBERS: Readonly<Record<string, string>> = {
  entity: "entities",
  form: "forms",
  list: "lists",
  flow: "flows",
  action: "actions",
  duty: "duties",
  trigger: "triggers",
  queue: "queues",
  decision_table: "decision_tables",
  metric: "metrics",
  board: "boards",
};

/** The keys under which a path's place stands in the app. */
export function keysOf(path: string): string[] {
  const [kind = "", ...rest] = path.split("/");
  return [MEMBERS[kind] ?? kind, ...rest];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const absent = (value: unknown): boolean => value === undefined || value === null;

const isNothing = (value: unknown): boolean =>
  absent(value) || (isObject(value) && Object.keys(value).length === 0);

/** Whether two values are the same JSON; members that are null are as if left out. */
function equal(a: unknown, b: unknown): boolean {
  if (absent(a) || absent(b)) return absent(a) && absent(b);
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((part, i) => equal(part, b[i]));
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => equal(a[key], b[key]));
  }
  return a === b;
}

/** Whether what stands at a place is what was seen there; nothing, null and {} are one. */
export const same = (found: unknown, was: unknown): boolean =>
  (isNothing(found) && isNothing(was)) || equal(found, was);

/** What stands at a path; undefined: nothing. */
export function read(app: unknown, path: string): unknown {
  let here: unknown = app;
  for (const key of keysOf(path)) {
    if (!isObject(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}

/** What the place lies in is gone, or has no members. */
class NoPlace extends Error {}

/**
 * `here` with the value at its place. Of the objects on the way only the `made` first may be missing: those that hold all
 * documents of a kind. Where another is, somebody took it away, and half of it would come back.
 */
function put(here: unknown, keys: readonly string[], value: unknown, made: number): Record<string, unknown> {
  if (!isObject(here)) throw new NoPlace();
  const [key, ...rest] = keys as [string, ...string[]];
  const found = Object.hasOwn(here, key) ? here[key] : made > 0 ? {} : undefined;
  if (rest.length > 0) return { ...here, [key]: put(found, rest, value, made - 1) };
  if (!absent(value)) return { ...here, [key]: value };
  return Object.fromEntries(Object.entries(here).filter(([name]) => name !== key));
}

/** The app after all operations, or as it was with those that conflict. Never changes what it is given. */
export function apply(app: AppJson, operations: readonly Operation[]): Applied {
  let now: unknown = app;
  const conflicts: Operation[] = [];
  for (const operation of operations) {
    try {
      if (same(read(now, operation.path), operation.was)) {
        const keys = keysOf(operation.path);
        now = put(now, keys, operation.value, Object.values(MEMBERS).includes(keys[0] ?? "") ? 1 : 0);
      } else conflicts.push(operation);
    } catch (error) {
      if (!(error instanceof NoPlace)) throw error;
      conflicts.push(operation);
    }
  }
  return conflicts.length > 0 ? { app, conflicts } : { app: now as AppJson, conflicts };
}

/** The operations that take these back. */
export const invert = (operations: readonly Operation[]): Operation[] =>
  [...operations].reverse().map(({ path, was, value }) => ({ path, was: value, value: was }));
