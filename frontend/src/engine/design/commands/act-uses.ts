/** What names an action, a duty or an input: told before it is taken away. */

import { fieldsOf, isOp, type Node } from "../../rules/ast.ts";
import type { AppDoc } from "../documents.ts";
import { MEMBERS } from "../operations.ts";

/** A place that names the thing; a soft one is a demand for it that can go with it. */
export interface Use {
  readonly path: string;
  readonly soft: boolean;
}

const KINDS = Object.fromEntries(Object.entries(MEMBERS).map(([kind, member]) => [member, kind]));

type Visit = (value: unknown, keys: readonly string[]) => void;

function walkJson(value: unknown, keys: readonly string[], visit: Visit): void {
  visit(value, keys);
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) walkJson(part, [...keys, key], visit);
}

function everywhere(
  app: AppDoc,
  visit: (value: unknown, path: string, keys: readonly string[]) => void,
): void {
  for (const [member, documents] of Object.entries(app)) {
    const kind = KINDS[member];
    if (kind === undefined) continue;
    walkJson(documents, [], (value, keys) => visit(value, [kind, ...keys].join("/"), keys));
  }
}

/** Collections whose keys are actions or duties. */
const KEYED: Readonly<Record<string, readonly string[]>> = {
  action: ["actions", "resets_on"],
  duty: ["duties"],
};

/** Places that name the document at `path` (`action/visit`, `duty/visit_soon`); none for other kinds. */
export function usesOf(app: AppDoc, path: string): Use[] {
  const [kind = "", id = ""] = path.split("/");
  const collections = KEYED[kind];
  if (!collections) return [];
  const found: Use[] = [];
  everywhere(app, (value, place, keys) => {
    const [holder, last] = keys.slice(-2);
    if (last === kind && value === id) found.push({ path: place, soft: false });
    else if (keys.length > 2 && last === id && collections.includes(holder ?? ""))
      found.push({ path: place, soft: true });
  });
  return found;
}

/** The soft ones, each a place that can be emptied. */
export const softUses = (app: AppDoc, path: string): string[] =>
  usesOf(app, path)
    .filter(({ soft }) => soft)
    .map((use) => use.path);

const isRule = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value) && ("op" in value || "f" in value);

/** Rules that read an input of an action (`act.<key>`): in the action itself, and where its acts are judged. */
export function inputUses(app: AppDoc, action: string, key: string): string[] {
  const found: string[] = [];
  everywhere(app, (value, path, keys) => {
    const above = keys.slice(-2)[0];
    if (!isRule(value) || (isOp(value) && above === "a")) return;
    const about = keys[0] === action || ["duty", "trigger"].includes(path.split("/")[0] ?? "");
    if (about && above !== "a" && !keys.includes("a") && fieldsOf(value).includes(`act.${key}`))
      found.push(path);
  });
  return found;
}
