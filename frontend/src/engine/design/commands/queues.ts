/** What a supervisor does to a queue: which duties it gathers, and who has it. */

import type { Text } from "../../model/entity.ts";
import type { AppDoc, QueueDoc } from "../documents.ts";
import { lastOrder } from "./collection.ts";
import { removed, replacing } from "./edit.ts";
import type { Command } from "../operations.ts";
import { changed, nameAt, type Change } from "./members.ts";
import { markParts } from "./parts.ts";
import { command } from "./wording.ts";

const at = (id: string): string => `queue/${id}`;

/** A queue of all duties, for whoever sees more than his own, until it says otherwise. */
export function addQueue(app: AppDoc, { id, label }: { readonly id: string; readonly label: Text }): Command {
  const value: QueueDoc = { id, label, order: lastOrder(app.queues ?? {}) };
  return command("新建督办清单{}", "Add the queue {}", label, replacing(app, at(id), value));
}

/** Whole members: label, help, order. */
export const changeQueue = (app: AppDoc, id: string, change: Change<Omit<QueueDoc, "id">>): Command =>
  changed(app, at(id), change);

/** Nothing refers to a queue: it can always go. */
export const removeQueue = (app: AppDoc, id: string): Command =>
  command("删除督办清单{}", "Remove the queue {}", nameAt(app, at(id)), removed(app, "queue", id));

/** The duties it gathers (none: all), the roles that have it (none: whoever sees more than his own). */
export const markQueue = (
  app: AppDoc,
  id: string,
  member: "duties" | "roles",
  ids: readonly string[],
): Command => markParts(app, { path: at(id), member }, ids);
