/** The rule tree as stored (schemas/rules/rule.schema.json) and what a rule sees and yields. */

export interface FieldNode {
  readonly f: string;
}
export interface ParamNode {
  readonly p: string;
}
export type Literal = string | number | boolean | null | readonly string[] | readonly number[];
export interface LiteralNode {
  readonly v: Literal;
  readonly t?: "date" | "instant";
}
export interface OpNode {
  readonly op: string;
  readonly a: readonly Node[];
}
export type Node = FieldNode | ParamNode | LiteralNode | OpNode;

export const isField = (node: Node): node is FieldNode => "f" in node;
export const isParam = (node: Node): node is ParamNode => "p" in node;
export const isLiteral = (node: Node): node is LiteralNode => "v" in node;
export const isOp = (node: Node): node is OpNode => "op" in node;

/** What a field or an expression yields: dates and instants as ISO text, sets as sorted lists; `null` is empty. */
export type Scalar = string | number | boolean | null;
export type Value = Scalar | readonly string[];

/**
 * What a rule reads fields from: values by whole path (`amount`, `customer.level`, `_stage`), parameters
 * under `@name`. Missing, null, "" and [] all mean empty.
 */
export type Bindings = Readonly<Record<string, unknown>>;

/** The key under which a parameter stands in bindings, in type scopes and among labels. */
export const paramKey = (name: string): string => `@${name}`;

/** The key under which a field or parameter stands in bindings, scopes and labels; null for other nodes. */
export function keyOf(node: Node): string | null {
  if (isField(node)) return node.f;
  return isParam(node) ? paramKey(node.p) : null;
}

/** Offsets of the organisation's zone: [instant from which it holds, seconds east of UTC], ascending. */
export type ZoneTable = readonly (readonly [string, number])[];

/**
 * A working calendar: `workdays` has one digit per day from `start` on, "1" for a day worked. `hours` are the working
 * hours by the character that stands for a day in `pattern` (without it, in `workdays`), local times of `zone`; days
 * after `known_to` are provisional.
 */
export interface Calendar {
  readonly start: string;
  readonly workdays: string;
  readonly hours?: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly pattern?: string;
  readonly zone?: ZoneTable;
  readonly known_to?: string | null;
}

/** The outside of an evaluation. Nothing reads a clock: `now` and `today` are given, so a replay is the same code. */
export interface Env {
  readonly now: string;
  readonly today: string;
  readonly zone?: ZoneTable | null | undefined;
  readonly calendars?: Readonly<Record<string, Calendar>> | null | undefined;
}

/** The object's own member: "constructor" and its like are legal ids, and must not be found on the prototype. */
export function own<T>(of: Readonly<Record<string, T>> | null | undefined, key: string): T | undefined {
  return of && Object.hasOwn(of, key) ? of[key] : undefined;
}

/** True for what counts as empty: undefined, null, "" and []. */
export function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

/** The text path of an argument of the node at `path`: `$` -> `$.a[1]`. */
export const argPath = (path: string, index: number): string => `${path}.a[${index}]`;

/** Calls `visit` on every node with its path, parents first. */
export function walk(node: Node, visit: (node: Node, path: string) => void, path = "$"): void {
  visit(node, path);
  if (isOp(node)) node.a.forEach((arg, i) => walk(arg, visit, argPath(path, i)));
}

/** The field paths a rule reads, each once, in order of appearance. */
export function fieldsOf(node: Node): string[] {
  const found = new Set<string>();
  walk(node, (n) => {
    if (isField(n)) found.add(n.f);
  });
  return [...found];
}

/** True when the rule's answer depends on the moment it is asked (`now`, `today`). */
export function usesClock(node: Node): boolean {
  let found = false;
  walk(node, (n) => {
    if (isOp(n) && (n.op === "now" || n.op === "today")) found = true;
  });
  return found;
}
