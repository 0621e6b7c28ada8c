/** What two states of an app say differently, counted as people count: a text, a rule, a new field are one place each. */

import { alike } from "./difference.ts";
import type { AppJson } from "./operations.ts";
import { MEMBERS, same } from "./operations.ts";

const KINDS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(MEMBERS).map(([kind, member]) => [member, kind]),
);
/** Members of a rule's node; a rule is written whole. */
const NODE = ["op", "f", "v", "p"];

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isWhole = (value: Plain): boolean =>
  typeof value["zh"] === "string" || NODE.some((name) => Object.hasOwn(value, name));

/** Collections of marks: there {} says that a member is there, elsewhere it is a place where nothing stands (yet). */
const MARKED = new Set(
  "roles stages from fields actions accept duties targets blocks waive columns resets_on locks clone_may_change".split(
    " ",
  ),
);

function walk(before: unknown, after: unknown, path: string, found: string[]): void {
  const isMark = MARKED.has(path.split("/").at(-2) ?? "");
  if (isMark ? alike(before, after) : same(before, after)) return;
  if (!isPlain(before) || !isPlain(after) || isWhole(before) || isWhole(after)) {
    found.push(path);
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
    walk(before[key], after[key], `${path}/${key}`, found);
}

/** The paths of all places that differ. */
export function differences(before: AppJson, after: AppJson): string[] {
  const found: string[] = [];
  for (const member of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const kind = KINDS[member];
    const [was, is] = [before[member] ?? {}, after[member] ?? {}];
    if (kind === undefined) walk(was, is, member, found);
    else
      for (const id of new Set([...Object.keys(was), ...Object.keys(is)]))
        walk(was[id], is[id], `${kind}/${id}`, found);
  }
  return found;
}
