/** The columns of a decision table: what their cells are about, and what the rows result in. */

import type { Text } from "../../model/entity.ts";
import { inOrder } from "../../model/entity.ts";
import type { PathInfo } from "../../model/paths.ts";
import { scopeOf } from "../../model/paths.ts";
import type { Bindings, Env, Node, Value } from "../../rules/ast.ts";
import { isLiteral, isOp, isParam, keyOf, walk } from "../../rules/ast.ts";
import { evaluate } from "../../rules/compile.ts";
import { infer } from "../../rules/ty.ts";
import type { TypeName } from "../../rules/types.ts";
import type { TableDoc } from "../documents.ts";

const TYPES: ReadonlySet<string> = new Set([
  "text",
  "number",
  "boolean",
  "date",
  "instant",
  "choice",
  "set",
  "ref",
]);

/** The labels of ids, from the fields a rule reads. */
function optionsIn(rule: Node, ids: readonly string[], names: readonly PathInfo[]): PathInfo["options"] {
  const read = new Set<string | null>();
  walk(rule, (node) => read.add(keyOf(node)));
  const sources = [...names.filter(({ path }) => read.has(path)), ...names];
  const labelOf = (id: string): { label: Text } =>
    sources.find(({ options }) => Object.hasOwn(options, id))?.options[id] ?? { label: { zh: id } };
  return Object.fromEntries(ids.map((id) => [id, labelOf(id)]));
}

/** The parameter a cell's rule is about: named after its column. Null: the column's rule yields nothing that compares. */
export function columnInfo(label: Text, rule: Node, names: readonly PathInfo[]): PathInfo | null {
  const ty = infer(rule, scopeOf(names));
  if (!TYPES.has(ty.base)) return null;
  const options = ty.options ?? undefined;
  const type = {
    type: ty.base as TypeName,
    unit: ty.unit,
    ...(options && ty.base !== "text" ? { options } : {}),
    ...(ty.target === null ? {} : { target: ty.target }),
  };
  return {
    path: "@cell",
    labels: [label],
    type,
    property: null,
    options: optionsIn(rule, options ?? [], names),
  };
}

export interface Column {
  readonly id: string;
  readonly label: Text;
  readonly rule: Node;
  readonly info: PathInfo | null;
}

export const columnsOf = (table: TableDoc, names: readonly PathInfo[]): Column[] =>
  inOrder(table.inputs).map((id) => {
    const { label, rule } = table.inputs[id] as TableDoc["inputs"][string];
    return { id, label, rule, info: columnInfo(label, rule, names) };
  });

/** What the rows result in: the type of the field they are written to, with its options. Null: nothing is written. */
export const outputInfo = (table: TableDoc, names: readonly PathInfo[]): PathInfo | null =>
  names.find(({ path }) => path === table.output) ?? null;

/** A cell's rule with the column's own rule in place of its value. */
function filled(cell: Node, rule: Node): Node {
  if (isParam(cell) && cell.p === "cell") return rule;
  return isOp(cell) ? { op: cell.op, a: cell.a.map((part) => filled(part, rule)) } : cell;
}

export interface RowTried {
  readonly id: string;
  /** Whether the cell of each column fits; only columns the row asks about. */
  readonly cells: Readonly<Record<string, boolean>>;
  readonly fits: boolean;
}
export interface Tried {
  /** The value of each column. */
  readonly values: Readonly<Record<string, Value>>;
  readonly rows: readonly RowTried[];
  /** The first row that fits; null: none, the result is that of "otherwise". */
  readonly fired: string | null;
  readonly result: Value;
}

/** The table over one record: every row with its cells, the first that fits, and the result. */
export function tryTable(table: TableDoc, record: Bindings, env: Env): Tried {
  const values = Object.fromEntries(
    Object.entries(table.inputs).map(([id, { rule }]) => [id, evaluate(rule, record, env)]),
  );
  const rows = inOrder(table.rows).map((id): RowTried => {
    const cells = Object.fromEntries(
      Object.entries(table.rows[id]?.cells ?? {}).flatMap(([input, cell]) => {
        const rule = table.inputs[input]?.rule;
        return rule ? [[input, evaluate(filled(cell, rule), record, env) === true] as const] : [];
      }),
    );
    return { id, cells, fits: Object.values(cells).every(Boolean) };
  });
  const fired = rows.find(({ fits }) => fits)?.id ?? null;
  const output = fired === null ? table.otherwise : table.rows[fired]?.output;
  return { values, rows, fired, result: output ? evaluate(output, record, env) : null };
}

/** A literal result as it is; null for one that is computed. */
export const literalOf = (rule: Node | null | undefined) => (rule && isLiteral(rule) ? rule.v : null);
