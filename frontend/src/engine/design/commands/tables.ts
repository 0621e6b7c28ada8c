/** What a supervisor does to a decision table: its columns, rows, cells and results, one command each. */

import type { Text } from "../../model/entity.ts";
import { inOrder } from "../../model/entity.ts";
import { own, type Node } from "../../rules/ast.ts";
import { freeId, lastOrder } from "./collection.ts";
import { added, Edit, emptying, moved, removed, replacing } from "./edit.ts";
import type { AppDoc, TableDoc } from "../documents.ts";
import type { Command } from "../operations.ts";
import { within, type Change } from "./members.ts";
import { command } from "./wording.ts";

const at = (id: string): string => `decision_table/${id}`;
const tableOf = (app: AppDoc, id: string): TableDoc | undefined => own(app.decision_tables ?? {}, id);
const nameOf = (app: AppDoc, id: string): Text | undefined => tableOf(app, id)?.label;
const inputName = (app: AppDoc, id: string, input: string): Text | undefined =>
  tableOf(app, id)?.inputs[input]?.label;

export interface NewTable {
  readonly entity: string;
  readonly label: Text;
  /** The field its result is written to; none: it is only read by name. */
  readonly output?: string | null | undefined;
}

/** The id a new table gets. */
export const newTableId = (app: AppDoc): string => freeId(app.decision_tables ?? {}, "table");

/** A table without columns and rows yet, under the id of `newTableId`. */
export function addTable(app: AppDoc, { entity, label, output }: NewTable): Command {
  const id = newTableId(app);
  const order = lastOrder(app.decision_tables ?? {});
  const value = { id, entity, label, order, inputs: {}, rows: {}, ...(output ? { output } : {}) };
  return command("新建判定表{}", "Add the decision table {}", label, replacing(app, at(id), value));
}

/** Whole members: label, help, output, otherwise. */
export function changeTable(
  app: AppDoc,
  id: string,
  change: Change<Pick<TableDoc, "label" | "help" | "output" | "otherwise">>,
): Command {
  const operations = within(app, at(id), change);
  return command("改判定表{}", "Change the decision table {}", nameOf(app, id), operations);
}

export const removeTable = (app: AppDoc, id: string): Command =>
  command(
    "删除判定表{}",
    "Remove the decision table {}",
    nameOf(app, id),
    removed(app, "decision_table", id),
  );

/** A column: what of the record the cells below it are about. */
export function addInput(app: AppDoc, id: string, input: { label: Text; rule: Node }): Command {
  const key = freeId(tableOf(app, id)?.inputs ?? {}, "column");
  const operations = added(app, `${at(id)}/inputs`, key, input);
  return command(
    "判定表{}：添加列{2}",
    "Decision table {}: add the column {2}",
    nameOf(app, id),
    operations,
    input.label,
  );
}

export function changeInput(
  app: AppDoc,
  id: string,
  input: string,
  change: { readonly label?: Text; readonly rule?: Node },
): Command {
  const operations = within(app, `${at(id)}/inputs/${input}`, change);
  const name = change.label ?? inputName(app, id, input);
  return command(
    "判定表{}：改列{2}",
    "Decision table {}: change the column {2}",
    nameOf(app, id),
    operations,
    name,
  );
}

/** Takes a column away, with its cells. */
export function removeInput(app: AppDoc, id: string, input: string): Command {
  const rows = Object.keys(tableOf(app, id)?.rows ?? {});
  const operations = emptying(app, [
    ...rows.map((row) => `${at(id)}/rows/${row}/cells/${input}`),
    `${at(id)}/inputs/${input}`,
  ]);
  const name = inputName(app, id, input);
  return command(
    "判定表{}：删除列{2}",
    "Decision table {}: remove the column {2}",
    nameOf(app, id),
    operations,
    name,
  );
}

export const moveInput = (app: AppDoc, id: string, input: string, to: number): Command =>
  command(
    "判定表{}：移动列{2}",
    "Decision table {}: move the column {2}",
    nameOf(app, id),
    moved(app, `${at(id)}/inputs`, input, to),
    inputName(app, id, input),
  );

/** A row's condition per column, result and note. A column without a cell takes any value. */
export interface RowContent {
  readonly cells?: Readonly<Record<string, Node>>;
  readonly output: Node;
  readonly note?: Text | null;
}

const rowWords = (
  app: AppDoc,
  id: string,
  zh: string,
  en: string,
  operations: Command["operations"],
): Command => command(`判定表{}：${zh}`, `Decision table {}: ${en}`, nameOf(app, id), operations);

function insert(edit: Edit, id: string, rows: readonly RowContent[], place: number): void {
  const collection = `${at(id)}/rows`;
  for (const [index, row] of rows.entries()) {
    const known = tableOf(edit.app, id)?.rows ?? {};
    const key = freeId(known, "row");
    const order = lastOrder(known);
    const ids = inOrder(known);
    const note = row.note ? { note: row.note } : {};
    const cells = Object.keys(row.cells ?? {}).length > 0 ? { cells: row.cells } : {};
    edit.set(`${collection}/${key}`, { order, output: row.output, ...cells, ...note });
    ids.splice(place + index, 0, key);
    if (place + index < ids.length - 1) edit.order(collection, ids, key);
  }
}

/** Rows more, the first of them at `place` (0 is the top). */
export function addRows(app: AppDoc, id: string, rows: readonly RowContent[], place: number): Command {
  const edit = new Edit(app);
  insert(edit, id, rows, place);
  const n = String(rows.length);
  return rowWords(
    app,
    id,
    `添加 ${n} 行`,
    `add ${n} row${rows.length === 1 ? "" : "s"}`,
    edit.command({ zh: "", en: "" }).operations,
  );
}

/** The same row once more, below itself. */
export function duplicateRow(app: AppDoc, id: string, row: string): Command {
  const table = tableOf(app, id);
  const content = table?.rows[row];
  const place = table ? inOrder(table.rows).indexOf(row) + 1 : 0;
  const edit = new Edit(app);
  if (content) insert(edit, id, [content], place);
  return rowWords(app, id, "复制一行", "duplicate a row", edit.command({ zh: "", en: "" }).operations);
}

export const removeRow = (app: AppDoc, id: string, row: string): Command =>
  rowWords(app, id, "删除一行", "remove a row", removed(app, `${at(id)}/rows`, row));

/** The row takes the place `to` (0 is the top): the first row that fits counts. */
export const moveRow = (app: AppDoc, id: string, row: string, to: number): Command =>
  rowWords(app, id, "移动一行", "move a row", moved(app, `${at(id)}/rows`, row, to));

/** The condition of a cell; null: any value. */
export const setCell = (app: AppDoc, id: string, row: string, input: string, rule: Node | null): Command =>
  command(
    "判定表{}：改{2}的条件",
    "Decision table {}: change a condition on {2}",
    nameOf(app, id),
    replacing(app, `${at(id)}/rows/${row}/cells/${input}`, rule),
    inputName(app, id, input),
  );

export const setOutput = (app: AppDoc, id: string, row: string, output: Node): Command =>
  rowWords(app, id, "改结果", "change a result", replacing(app, `${at(id)}/rows/${row}/output`, output));

export const setNote = (app: AppDoc, id: string, row: string, note: Text | null): Command =>
  rowWords(app, id, "改说明", "change a note", replacing(app, `${at(id)}/rows/${row}/note`, note));

/** What is pasted: changes of rows there are, from the top of them, and rows more behind the last. */
export interface Pasted {
  readonly row: string | null;
  readonly cells: Readonly<Record<string, Node | null>>;
  readonly output?: Node;
  readonly note?: Text | null;
}

/** All that was pasted, as one step that can be taken back; `output` is the result of new rows that bring none. */
export function pasteRows(app: AppDoc, id: string, pasted: readonly Pasted[], output: Node): Command {
  const edit = new Edit(app);
  for (const one of pasted) {
    if (one.row === null) {
      const cells = Object.fromEntries(Object.entries(one.cells).filter(([, rule]) => rule !== null));
      const content = {
        cells: cells as Record<string, Node>,
        output: one.output ?? output,
        note: one.note ?? null,
      };
      insert(edit, id, [content], Object.keys(tableOf(edit.app, id)?.rows ?? {}).length);
      continue;
    }
    const path = `${at(id)}/rows/${one.row}`;
    for (const [input, rule] of Object.entries(one.cells)) edit.set(`${path}/cells/${input}`, rule);
    if (one.output) edit.set(`${path}/output`, one.output);
    if (one.note !== undefined) edit.set(`${path}/note`, one.note);
  }
  return rowWords(app, id, "粘贴", "paste", edit.command({ zh: "", en: "" }).operations);
}
