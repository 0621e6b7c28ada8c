/** Changes of a document that are whole members of it, as the fewest operations. */

import type { Text } from "../../model/entity.ts";
import type { AppDoc } from "../documents.ts";
import { putting } from "./edit.ts";
import type { Command, Operation } from "../operations.ts";
import { read } from "../operations.ts";
import { changing } from "./wording.ts";

/** New texts of members; null or undefined takes a member away, what is not named stays. */
export type Change<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

const KIND: Readonly<Record<string, readonly [string, string]>> = {
  action: ["动作", "action"],
  duty: ["必做动作", "duty"],
  trigger: ["自动化", "automation"],
  queue: ["督办清单", "queue"],
};

/** The label of the document at a path of kind and id. */
export const nameAt = (app: AppDoc, path: string): Text | null =>
  (read(app, `${path}/label`) as Text | null | undefined) ?? null;

/** The kind of a path in words. */
export const kindWords = (path: string): readonly [string, string] =>
  KIND[path.split("/")[0] ?? ""] ?? ["定义", "document"];

/** The operations that make members of what stands at `path` say what `change` says. */
export const within = (
  app: AppDoc,
  path: string,
  change: Readonly<Record<string, unknown>>,
): readonly Operation[] =>
  putting(
    app,
    Object.fromEntries(Object.entries(change).map(([member, value]) => [`${path}/${member}`, value])),
  );

/** Members of the document at `path` (kind and id) say what `change` says. */
export function changed(app: AppDoc, path: string, change: Readonly<Record<string, unknown>>): Command {
  const operations = within(app, path, change);
  return changing(kindWords(path), nameAt(app, path), Object.keys(change), operations);
}
