/** What is pasted from a spreadsheet, as changes of a decision table; what cannot be read is told, and kept. */

import type { Text } from "../../model/entity.ts";
import { inOrder } from "../../model/entity.ts";
import type { PathInfo } from "../../model/paths.ts";
import type { Node } from "../../rules/ast.ts";
import type { Pasted } from "../commands/tables.ts";
import type { TableDoc } from "../documents.ts";
import { readCell, valueOf, type Problem } from "./cells.ts";
import type { Column } from "./columns.ts";

/** Tab separated lines as a spreadsheet copies them: cells with line ends or quotes stand in quotes. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y;
  for (let at = 0; at <= text.length;) {
    pattern.lastIndex = at;
    const found = pattern.exec(text) ?? plainCell(text, at);
    const [whole, quoted, plain, end] = found as readonly (string | undefined)[];
    rows.at(-1)?.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    at += whole?.length ?? 0;
    if (!end) break;
    if (end !== "\t") rows.push([]);
  }
  return rows.filter((row) => row.some((cell) => cell.trim() !== ""));
}

/** A cell that begins with a quote and is none. */
function plainCell(text: string, at: number): readonly [string, undefined, string, string] {
  const [whole = "", plain = "", end = ""] = /^([^\t\r\n]*)(\t|\r\n|\n|\r|$)/.exec(text.slice(at)) ?? [];
  return [whole, undefined, plain, end];
}

/** Where a pasted text goes: a column, the result or the note. */
export type Target =
  | { readonly kind: "cell"; readonly column: Column }
  | { readonly kind: "output" }
  | { readonly kind: "note" };

export interface Unread {
  /** Row and column of the paste, from 0. */
  readonly row: number;
  readonly column: number;
  readonly text: string;
  readonly target: Target;
  readonly problem: Problem;
}

export interface PasteRead {
  readonly rows: readonly Pasted[];
  readonly unread: readonly Unread[];
}

export const targetsOf = (columns: readonly Column[]): Target[] => [
  ...columns.map((column) => ({ kind: "cell", column }) as const),
  { kind: "output" },
  { kind: "note" },
];

const headed = (cell: string, { label }: { label: Text }): boolean =>
  cell.trim() === label.zh || cell.trim() === label.en;

/** The columns a first line names; null: it is no heading. */
function heading(line: readonly string[], targets: readonly Target[]): (Target | null)[] | null {
  const found = line.map(
    (cell) => targets.find((one) => one.kind === "cell" && headed(cell, one.column)) ?? null,
  );
  return found.some((one) => one !== null) ? found.map((one, i) => one ?? behind(found, targets, i)) : null;
}

/** A heading without a column of that name: the result, then the note, where they stand behind all columns. */
function behind(found: readonly (Target | null)[], targets: readonly Target[], at: number): Target | null {
  const last = found.findLastIndex((one) => one !== null);
  return at > last ? (targets[targets.length - 2 + (at - last - 1)] ?? null) : null;
}

interface Place {
  /** The row and column of the grid that has the focus. */
  readonly row: number;
  readonly column: number;
}

/** Reads pasted lines into a table from a place on; `output` is the field the results are written to. */
export function readPaste(
  lines: readonly (readonly string[])[],
  table: TableDoc,
  columns: readonly Column[],
  output: PathInfo | null,
  place: Place,
): PasteRead {
  const targets = targetsOf(columns);
  const head = lines[0] ? heading(lines[0], targets) : null;
  const ids = inOrder(table.rows);
  const unread: Unread[] = [];
  const rows = lines.slice(head ? 1 : 0).map((line, index): Pasted => {
    const cells: Record<string, Node | null> = {};
    let [result, note]: [Node | undefined, Text | undefined] = [undefined, undefined];
    for (const [at, text] of line.entries()) {
      const target = head ? head[at] : targets[place.column + at];
      const tell = (problem: Problem, to: Target) =>
        unread.push({ row: index, column: at, text, target: to, problem });
      if (!target) {
        if (text.trim() !== "") tell("type", { kind: "note" });
      } else if (target.kind === "note") note = text.trim() === "" ? note : { zh: text.trim() };
      else if (target.kind === "output") {
        const value = output ? valueOf(text, output) : "type";
        if (typeof value !== "string") result = value;
        else if (text.trim() !== "") tell(value, target);
      } else {
        const { id, info } = target.column;
        const read = info ? readCell(text, info) : { rule: null, problem: "type" as const };
        if (read.problem === null) cells[id] = read.rule;
        else tell(read.problem, target);
      }
    }
    return {
      row: ids[place.row + index] ?? null,
      cells,
      ...(result ? { output: result } : {}),
      ...(note ? { note } : {}),
    };
  });
  return { rows, unread };
}

/** Texts that stay unread, kept in the notes of their rows: nothing that was pasted is lost. */
export function keepUnread(
  { rows, unread }: PasteRead,
  table: TableDoc,
  words: (one: Unread) => string,
): readonly Pasted[] {
  return rows.map((row, index) => {
    const kept = unread.filter((one) => one.row === index).map(words);
    if (kept.length === 0) return row;
    const before = row.note ?? (row.row === null ? null : (table.rows[row.row]?.note ?? null));
    const zh = [before?.zh, ...kept].filter(Boolean).join("；");
    return { ...row, note: before?.en ? { zh, en: [before.en, ...kept].join("; ") } : { zh } };
  });
}
