/** Options as people paste them: a line each, or the columns of a spreadsheet. */

import { cleanLine } from "../../form/characters.ts";
import { cellsOf } from "../tables/paste.ts";

/** One option that is named: its way from the root of the tree, and its English label. */
export interface Line {
  readonly way: readonly string[];
  readonly en: string | null;
}

/** What the columns of a block are: levels of a tree, or the two languages of one name. */
export type Columns = "levels" | "languages";

export interface Block {
  readonly lines: readonly Line[];
  /** null: there is one column only. */
  readonly columns: Columns | null;
  /** The first row names the columns and is no option. */
  readonly head: boolean;
}

const BETWEEN_LANGUAGES = /\s*[|｜]\s*/;
const BETWEEN_LEVELS = /\s*[/／>＞]\s*/;
/** Bullets and numbers before a name; "3.5 寸" begins with none. */
const BULLET = /^(?:[-*•·]\s+|\d{1,3}[.、)）](?!\d)\s*)/;
// eslint-disable-next-line no-control-regex -- a name cannot hold them, and files may
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/gu;
const HAN = /\p{Script=Han}/u;
const LATIN = /\p{Script=Latin}/u;

/** A cell as the name it holds: one line, single spaces. */
const nameOf = (cell: string): string => cleanLine(cell.replace(CONTROL, "")).replace(/\s+/g, " ");
const orNull = (text: string): string | null => (text === "" ? null : text);

/** A name with its English label behind "|", or the label beside it. */
function lineOf(text: string, beside: string, tree: boolean): Line | null {
  const [label = "", behind = ""] = text.split(BETWEEN_LANGUAGES);
  const plain = nameOf(label).replace(BULLET, "");
  const way = (tree ? plain.split(BETWEEN_LEVELS) : [plain]).filter((part) => part !== "");
  return way.length === 0 ? null : { way, en: orNull(nameOf(behind)) ?? orNull(nameOf(beside)) };
}

/** Lines of a plain list; blank ones are left out. A tab or "|" stands before the English label. */
export function readLines(text: string): Line[] {
  return text.split(/\r?\n/).flatMap((raw) => {
    const [label = "", en = ""] = raw.split("\t");
    return lineOf(label, en, false) ?? [];
  });
}

/** How far a line is indented; the wide space counts as two. */
const indent = (line: string): number => (/^\s*/.exec(line)?.[0] ?? "").replaceAll("\u3000", "  ").length;

/** Lines of a tree: what is indented hangs below the line above, and "/" goes a level down. */
function readOutline(rows: readonly (readonly string[])[]): Line[] {
  const above: { indent: number; way: readonly string[] }[] = [];
  return rows.flatMap(([text = "", en = ""]) => {
    const line = lineOf(text, en, true);
    if (!line) return [];
    const depth = indent(text);
    while ((above.at(-1)?.indent ?? -1) >= depth) above.pop();
    const way = [...(above.at(-1)?.way ?? []), ...line.way];
    above.push({ indent: depth, way });
    return [{ way, en: line.en }];
  });
}

/** Columns as levels: an empty cell means what stands above it, as long as the levels before it stay the same. */
function readLevels(rows: readonly (readonly string[])[]): Line[] {
  const above: string[] = [];
  return rows.flatMap((row) => {
    const last = row.findLastIndex((cell) => cell.trim() !== "");
    const lines: Line[] = [];
    for (const [level, cell] of row.slice(0, last + 1).entries()) {
      const [label = "", en = ""] = cell.split(BETWEEN_LANGUAGES);
      const name = nameOf(label);
      // A level that was skipped is none.
      while (above.length < level) above.push("");
      if (name !== "" && name !== above[level]) above.splice(level, above.length, name);
      const way = above.slice(0, level + 1).filter((part) => part !== "");
      if (name !== "" && (level === last || en !== "")) lines.push({ way, en: orNull(nameOf(en)) });
    }
    return lines;
  });
}

const LEVEL_HEAD =
  /^(?:第?[一二三四五六1-6]级|[大中小]类|[父子上下]级|level ?[1-6])(?:异议|分类|标签|类别|类目|选项|名称)*$/i;
const LANGUAGE_HEAD = /^(?:中文|英文|名称|标签|选项|chinese|english|name|label)(?:名称?|标签|选项|label)?$/i;

const headed = (row: readonly string[] | undefined, columns: Columns): boolean => {
  const cells = (row ?? []).map((cell) => cell.trim()).filter((cell) => cell !== "");
  return (
    cells.length > 1 && cells.every((cell) => (columns === "levels" ? LEVEL_HEAD : LANGUAGE_HEAD).test(cell))
  );
};

/** Two columns, the first Chinese, each name once, the second in Latin letters: that is its English label. */
function guess(rows: readonly (readonly string[])[]): Columns {
  const rest = headed(rows[0], "languages") ? rows.slice(1) : rows;
  const names = rest.map(([name = ""]) => name.trim());
  const pairs = rest.filter(([, beside = ""]) => beside.trim() !== "");
  const languages =
    pairs.length > 0 &&
    rest.every((row) => row.length <= 2) &&
    names.every((name) => name !== "") &&
    new Set(names).size === names.length &&
    pairs.every(([name = "", beside = ""]) => HAN.test(name) && LATIN.test(beside) && !HAN.test(beside));
  return languages ? "languages" : "levels";
}

/** The row without the empty cells at its end. */
const trimmed = (row: readonly string[]): readonly string[] =>
  row.slice(0, row.findLastIndex((cell) => cell.trim() !== "") + 1);

/** Reads what is pasted into a tree. What is not asked for is guessed. */
export function readTree(text: string, columns: Columns | null = null, head: boolean | null = null): Block {
  const rows = cellsOf(text).map(trimmed);
  if (rows.every((row) => row.length <= 1)) return { lines: readOutline(rows), columns: null, head: false };
  const as = columns ?? guess(rows);
  const first = head ?? headed(rows[0], as);
  const rest = first ? rows.slice(1) : rows;
  return { lines: as === "levels" ? readLevels(rest) : readOutline(rest), columns: as, head: first };
}
