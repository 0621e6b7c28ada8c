/** What a supervisor does to lists: columns, views, and the cards of the kanban. */

import type { Text } from "../../model/entity.ts";
import { inOrder } from "../../model/entity.ts";
import { fieldsOf, type Node } from "../../rules/ast.ts";
import type { AppDoc, ListDoc } from "../documents.ts";
import type { Command } from "../operations.ts";
import { freeId, numberedId } from "./collection.ts";
import { Edit } from "./edit.ts";
import { enOf, zhOf } from "./wording.ts";
import { KIND_INFO } from "./kinds.ts";
import { endOf, fieldsInOrder } from "./layout.ts";

/** The two ordered sets of fields a list shows. */
export type Strip = "columns" | "kanban/fields";

const listLabel = (app: AppDoc, list: string): Text | undefined => app.lists?.[list]?.label;
const words = (app: AppDoc, list: string, zh: string, en: string): [string, string] => [
  `列表${zhOf(listLabel(app, list), list)}：${zh}`,
  `List ${enOf(listLabel(app, list), list)}: ${en}`,
];

/** A list of an entity: its first fields that fit into a column, and who is responsible. */
export function listWith(app: AppDoc, entity: string, id: string): ListDoc {
  const wide = new Set(["long_text", "rows", "file", "image", "address"]);
  const kindOf = (field: string) => app.entities[entity]?.properties[field]?.field.kind ?? "";
  const shown = fieldsInOrder(app, entity).filter((field) => !wide.has(kindOf(field)));
  const columns = [...shown.slice(0, 6), "_owner"].map((path, i) => [path, { order: (i + 1) * 10 }] as const);
  return {
    id,
    entity,
    label: app.entities[entity]?.entity.label ?? { zh: id },
    columns: Object.fromEntries(columns),
  };
}

export function addList(app: AppDoc, entity: string): Command {
  const edit = new Edit(app);
  const id = freeId(app.lists, entity);
  const list = listWith(app, entity, id);
  edit.set(`list/${id}`, list);
  return edit.told(`为${zhOf(list.label, entity)}建列表`, `Make a list for ${enOf(list.label, entity)}`);
}

/** Shows a field in a list or on its cards, before another (null: last). */
export function addColumn(
  app: AppDoc,
  list: string,
  strip: Strip,
  path: string,
  before: string | null,
): Command {
  const edit = new Edit(app);
  const at = `list/${list}/${strip}`;
  const order = edit.place(at, path, before);
  if (edit.read(`${at}/${path}`) === undefined) edit.set(`${at}/${path}`, { order });
  return edit.told(...words(app, list, "添加一列", "add a column"));
}

export function moveColumn(
  app: AppDoc,
  list: string,
  strip: Strip,
  path: string,
  before: string | null,
): Command {
  const edit = new Edit(app);
  edit.place(`list/${list}/${strip}`, path, before);
  return edit.told(...words(app, list, "调整列的顺序", "reorder the columns"));
}

export function removeColumn(app: AppDoc, list: string, strip: Strip, path: string): Command {
  const edit = new Edit(app);
  edit.remove(`list/${list}/${strip}/${path}`);
  return edit.told(...words(app, list, "去掉一列", "remove a column"));
}

/** Width of a column in pixels; null: as wide as its content wants. */
export function setColumnWidth(app: AppDoc, list: string, path: string, width: number | null): Command {
  const edit = new Edit(app);
  edit.set(`list/${list}/columns/${path}/width`, width);
  return edit.told(...words(app, list, "列宽", "width of a column"));
}

/** Lets fields be sorted and filtered by where their kind can be: a list may use no others. */
function letFilter(edit: Edit, entity: string, paths: readonly string[]): void {
  for (const path of paths) {
    const end = endOf(edit.app, entity, path);
    const field = end && edit.app.entities[end.entity]?.properties[end.field]?.field;
    if (end && field && KIND_INFO[field.kind]?.can_filter)
      edit.set(`entity/${end.entity}/properties/${end.field}/field/filterable`, true);
  }
}

/** The order of a list, or of one of its views: "amount", "-amount"; null: as the list, or newest first. */
export function setSort(app: AppDoc, list: string, view: string | null, sort: string | null): Command {
  const edit = new Edit(app);
  const entity = app.lists?.[list]?.entity ?? "";
  edit.set(view === null ? `list/${list}/sort` : `list/${list}/views/${view}/sort`, sort);
  if (sort !== null) letFilter(edit, entity, [sort.replace(/^-/, "")]);
  return edit.told(...words(app, list, "排序", "its order"));
}

export function addView(app: AppDoc, list: string, label: Text): { command: Command; view: string } {
  const edit = new Edit(app);
  const view = numberedId(app.lists?.[list]?.views, "view");
  const order = edit.place(`list/${list}/views`, view, null);
  edit.set(`list/${list}/views/${view}`, { label, order });
  const command = edit.told(
    ...words(app, list, `添加视图${zhOf(label, view)}`, `add the view ${enOf(label, view)}`),
  );
  return { command, view };
}

export function renameView(app: AppDoc, list: string, view: string, label: Text): Command {
  const edit = new Edit(app);
  edit.set(`list/${list}/views/${view}/label/zh`, label.zh);
  edit.set(`list/${list}/views/${view}/label/en`, label.en ?? null);
  return edit.told(
    ...words(app, list, `视图改名为${zhOf(label, view)}`, `rename a view to ${enOf(label, view)}`),
  );
}

/** Which records a view shows; null: all. The fields it reads become filterable. */
export function setFilter(app: AppDoc, list: string, view: string, filter: Node | null): Command {
  const edit = new Edit(app);
  edit.set(`list/${list}/views/${view}/filter`, filter);
  if (filter) letFilter(edit, app.lists?.[list]?.entity ?? "", fieldsOf(filter));
  const label = app.lists?.[list]?.views?.[view]?.label;
  return edit.told(
    ...words(app, list, `视图${zhOf(label, view)}的条件`, `what the view ${enOf(label, view)} shows`),
  );
}

export function moveView(app: AppDoc, list: string, view: string, before: string | null): Command {
  const edit = new Edit(app);
  edit.place(`list/${list}/views`, view, before);
  return edit.told(...words(app, list, "调整视图的顺序", "reorder the views"));
}

export function removeView(app: AppDoc, list: string, view: string): Command {
  const edit = new Edit(app);
  edit.remove(`list/${list}/views/${view}`);
  const label = app.lists?.[list]?.views?.[view]?.label;
  return edit.told(
    ...words(app, list, `删除视图${zhOf(label, view)}`, `remove the view ${enOf(label, view)}`),
  );
}

/** Shows a list as a kanban too, or no longer. Its cards start with the first columns. */
export function setKanban(app: AppDoc, list: string, on: boolean): Command {
  const edit = new Edit(app);
  const columns = inOrder(app.lists?.[list]?.columns ?? {}).filter((path) => path !== "_stage");
  const fields = Object.fromEntries(columns.slice(0, 4).map((path, i) => [path, { order: (i + 1) * 10 }]));
  edit.set(`list/${list}/kanban`, on ? { fields } : null);
  return edit.told(
    ...words(app, list, on ? "启用看板" : "停用看板", on ? "show it as a kanban" : "no kanban"),
  );
}

/** The number summed above each stage of the kanban. */
export function setTotal(app: AppDoc, list: string, field: string | null): Command {
  const edit = new Edit(app);
  edit.set(`list/${list}/kanban/total`, field);
  return edit.told(...words(app, list, "看板合计", "total of the kanban"));
}
