/** What names a field names the one that takes its place instead, wherever it means the same there; the rest is left to be mended. */

import { kindOf } from "../../form/kinds.ts";
import type { Property } from "../../model/entity.ts";
import { isField, isOp, type Node } from "../../rules/ast.ts";
import type { Edit } from "./edit.ts";
import { usesOf } from "./uses.ts";

interface Place {
  readonly entity: string;
  readonly from: string;
  readonly to: string;
}

/** Operators that ask only whether there is something. */
const PRESENCE = ["is_empty", "not_empty"];

/** Whether rules read both alike: the same type and unit, and of options all there were. */
export function alike(was: Property, now: Property): boolean {
  const [old, fresh] = [was, now].map((one) => kindOf(one).ruleType(one));
  return (
    old?.type === fresh?.type &&
    (old?.unit ?? "") === (fresh?.unit ?? "") &&
    (old?.options ?? []).every((option) => fresh?.options?.includes(option))
  );
}

/** Repoints rules, demanded fields, events, inputs of actions, effects and placeholders. */
export function repoint(edit: Edit, place: Place, same: boolean): void {
  const { entity, from, to } = place;
  const readings = new Map<string, { node: Node; through: (path: string) => boolean }>();
  const uses = usesOf(edit.app, entity, from, (path, node, through) => {
    if (!readings.has(path)) readings.set(path, { node, through });
  });
  for (const [path, { node, through }] of readings)
    if (same || onlyPresence(node, through)) edit.set(path, renamed(node, through, to));
  for (const { path } of uses.filter(({ what }) => what === "other")) named(edit, path, place, same);
}

/** Whether a rule asks of the field only if it is filled. */
function onlyPresence(node: Node, through: (path: string) => boolean): boolean {
  if (isField(node)) return !through(node.f);
  if (!isOp(node)) return true;
  if (PRESENCE.includes(node.op) && node.a.every(isField)) return true;
  return node.a.every((part) => onlyPresence(part, through));
}

function renamed(node: Node, through: (path: string) => boolean, to: string): Node {
  if (isField(node)) return through(node.f) ? { f: pathRenamed(node.f, through, to) } : node;
  return isOp(node) ? { ...node, a: node.a.map((part) => renamed(part, through, to)) } : node;
}

/** The step of a path at which it first comes to the field is another. */
function pathRenamed(path: string, through: (path: string) => boolean, to: string): string {
  const steps = path.split(".");
  const at = steps.findIndex((_, i) => through(steps.slice(0, i + 1).join(".")));
  return steps.map((step, i) => (i === at ? to : step)).join(".");
}

/** A member that names the field other than by a rule: a key, a path, or a text with a placeholder. */
function named(edit: Edit, path: string, { from, to }: Place, same: boolean): void {
  const ends = (name: string): string | null => {
    const steps = name.split(".");
    return steps.at(-1) === from ? [...steps.slice(0, -1), to].join(".") : null;
  };
  const steps = path.split("/");
  const last = steps.at(-1) ?? "";
  const value = edit.read(path);
  const key = ends(last);
  if (steps.at(-2) === "fields" && key !== null && value !== undefined) {
    edit.set([...steps.slice(0, -1), key].join("/"), value);
    edit.remove(path);
  } else if (typeof value !== "string") {
    return;
  } else if (value.includes("{")) {
    edit.set(
      path,
      value.replaceAll(/\{([a-z0-9_.]+)\}/g, (whole, name: string) =>
        ends(name) === null ? whole : `{${String(ends(name))}}`,
      ),
    );
  } else if (last === "target" || (same && (last === "field" || last === "output" || last === "value"))) {
    const kept = ends(value);
    if (kept !== null) edit.set(path, kept);
  }
}
