/** The type of an expression that passed the check, as far as sentences and editors need it. */

import type { LiteralNode, Node, OpNode } from "./ast.ts";
import { isField, isLiteral, isParam, paramKey } from "./ast.ts";
import { OPERATORS, unified } from "./catalogue.ts";
import type { FieldType, Scope, TypeName, Unit } from "./types.ts";

/** The type a literal has by itself; undefined for null and the empty list, which are of any type. */
export function literalType({ v, t }: LiteralNode): FieldType | undefined {
  if (t) return { type: t };
  if (typeof v === "number") return { type: "number" };
  if (typeof v === "boolean") return { type: "boolean" };
  if (typeof v === "string") return v === "" ? undefined : { type: "text" };
  return undefined;
}

const KEEPS_UNIT = new Set([
  "add",
  "sub",
  "neg",
  "abs",
  "round",
  "floor",
  "ceil",
  "min",
  "max",
  "sum",
  "avg",
]);
const plain = (unit: Unit): boolean => unit === "" || unit === "percent";

function unitOf(node: OpNode, scope: Scope): Unit {
  const units = node.a.filter((arg) => !isLiteral(arg)).map((arg) => typeOf(arg, scope)?.unit ?? "");
  if (KEEPS_UNIT.has(node.op)) return units.find((unit) => unit !== "") ?? "";
  if (node.op === "mul") {
    const counted = units.filter((unit) => !plain(unit));
    return counted.length === 1 ? (counted[0] as Unit) : "";
  }
  if (node.op !== "div") return "";
  const [left, right] = node.a.map((arg) => (isLiteral(arg) ? "" : (typeOf(arg, scope)?.unit ?? "")));
  return plain(right ?? "") ? (left ?? "") : "";
}

/** The arguments that must share a type, literals last: the first that says something decides. */
function sharedType(node: OpNode, scope: Scope): FieldType | undefined {
  const operator = OPERATORS.get(node.op);
  const values = node.a.filter((_, i) => operator && unified(operator, i, node.a.length));
  const types = [...values.filter((n) => !isLiteral(n)), ...values.filter(isLiteral)]
    .map((n) => typeOf(n, scope))
    .filter((type) => type !== undefined);
  const first = types[0];
  if (!first) return undefined;
  const unit = types.find((type) => (type.unit ?? "") !== "")?.unit;
  const options = types.flatMap((type) => type.options ?? []);
  return {
    ...first,
    ...(unit ? { unit } : {}),
    ...(options.length > 0 ? { options: [...new Set(options)] } : {}),
  };
}

/** The type of a node; undefined where only a neighbour could tell (null) or the field is unknown. */
export function typeOf(node: Node, scope: Scope): FieldType | undefined {
  if (isField(node)) return scope[node.f];
  if (isParam(node)) return scope[paramKey(node.p)];
  if (isLiteral(node)) return literalType(node);
  const result = OPERATORS.get(node.op)?.result;
  if (result === undefined) return undefined;
  if (result === "same") return sharedType(node, scope);
  return result === "number" ? { type: "number", unit: unitOf(node, scope) } : { type: result as TypeName };
}
