/** The place of a document among those it is listed with. */

import type { AppDoc } from "../documents.ts";
import type { Command } from "../operations.ts";
import { Edit } from "./edit.ts";
import { kindWords, nameAt } from "./members.ts";
import { command } from "./wording.ts";

/**
 * The document at `path` (kind and id) goes one place up or down among `siblings`: ids of its kind in the order in which
 * they are listed together. Nothing at either end.
 */
export function moveDocument(
  app: AppDoc,
  path: string,
  siblings: readonly string[],
  by: "up" | "down",
): Command {
  const [kind = "", id = ""] = path.split("/");
  const from = siblings.indexOf(id);
  const to = from + (by === "up" ? -1 : 1);
  const edit = new Edit(app);
  if (from >= 0 && to >= 0 && to < siblings.length) {
    const ids = siblings.filter((one) => one !== id);
    ids.splice(to, 0, id);
    edit.order(kind, ids, id);
  }
  const [zh, en] = kindWords(path);
  return command(`移动${zh}{}`, `Move the ${en} {}`, nameAt(app, path), edit.operations);
}
