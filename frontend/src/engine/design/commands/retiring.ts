/** What is published is never removed: it is put out of use by a condition that is never true, and keeps its own within. */

import { isLiteral, isOp, type Node } from "../../rules/ast.ts";

const NEVER: Node = { v: false };

/** Whether a condition says "never" first. */
export const isRetired = (when: Node | null | undefined): boolean => {
  if (!when) return false;
  const first = isOp(when) && when.op === "and" ? when.a[0] : when;
  return first !== undefined && isLiteral(first) && first.v === false;
};

/** The condition that is never true, with the one that was there kept within. */
export const retired = (when: Node | null | undefined): Node =>
  when ? { op: "and", a: [NEVER, when] } : NEVER;

/** The condition that was there; null: none. */
export function revived(when: Node | null | undefined): Node | null {
  if (!when || !isRetired(when)) return when ?? null;
  return isOp(when) ? (when.a[1] ?? null) : null;
}
