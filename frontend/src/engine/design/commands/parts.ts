/** Members of a document's collections (reminders, steps, effects, …): one command each for more, other, less and place. */

import type { AppDoc } from "../documents.ts";
import { added, marked, moved, removed, replacing } from "./edit.ts";
import type { Command, Operation } from "../operations.ts";
import { kindWords, nameAt, within } from "./members.ts";
import { changing } from "./wording.ts";

/** A collection: the document's path, and the members that lead to it ("remind", "approval/steps"). */
export interface PartsPlace {
  readonly path: string;
  readonly member: string;
}

const whole = ({ path, member }: PartsPlace): string => `${path}/${member}`;

function command(app: AppDoc, { path, member }: PartsPlace, operations: readonly Operation[]): Command {
  const document = path.split("/").slice(0, 2).join("/");
  const first = path === document ? (member.split("/")[0] ?? "") : (path.split("/")[2] ?? "");
  return changing(kindWords(path), nameAt(app, document), [first], operations);
}

/** A member more, at the end unless it says its order. */
export const addPart = (app: AppDoc, place: PartsPlace, key: string, value: object): Command =>
  command(app, place, added(app, whole(place), key, value));

/** Members of a member; null takes one away, what is not named stays. */
export const changePart = (
  app: AppDoc,
  place: PartsPlace,
  key: string,
  change: Readonly<Record<string, unknown>>,
): Command => command(app, place, within(app, `${whole(place)}/${key}`, change));

/** The whole member anew, at its place: its id stays, and its order unless `value` says one. */
export const replacePart = (app: AppDoc, place: PartsPlace, key: string, value: object): Command =>
  command(app, place, replacing(app, `${whole(place)}/${key}`, value));

export const removePart = (app: AppDoc, place: PartsPlace, key: string): Command =>
  command(app, place, removed(app, whole(place), key));

export const movePart = (app: AppDoc, place: PartsPlace, key: string, to: number): Command =>
  command(app, place, moved(app, whole(place), key, to));

/** A set of marks says exactly `ids`; marks that stay keep what they say. */
export const markParts = (app: AppDoc, place: PartsPlace, ids: readonly string[]): Command =>
  command(app, place, marked(app, whole(place), ids));
