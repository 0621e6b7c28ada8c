/** Types inside a rule: literals that still adapt to their neighbours, and how several types become one. */

import type { LiteralNode, Node } from "./ast.ts";
import { argPath, isEmpty, isLiteral, isOp, keyOf, own } from "./ast.ts";
import { OPERATORS } from "./catalogue.ts";
import { byCodePoints } from "./evaluator.ts";
import type { FieldType, Scope, TypeName, Unit } from "./types.ts";

/**
 * The type of a node. Beside the types of fields: "null" (an empty literal), "numbers" (a literal list of numbers)
 * and "unknown" (already reported). `literal`: made of literals only, still adapts; then `options` are the texts it may be.
 */
export interface Ty {
  readonly base: TypeName | "null" | "numbers" | "unknown";
  readonly unit: Unit;
  readonly options: readonly string[] | null;
  readonly target: string | null;
  readonly literal: boolean;
}

const PLAIN: Ty = { base: "unknown", unit: "", options: null, target: null, literal: false };

/** Whether it agrees with every type. */
export const wild = (ty: Ty): boolean => ty.base === "null" || ty.base === "unknown";

export function tyOf({ type, unit, options, target }: FieldType): Ty {
  return { base: type, unit: unit ?? "", options: options ?? null, target: target ?? null, literal: false };
}

export function literalTy({ v, t }: LiteralNode): Ty {
  const of = (base: Ty["base"], options: readonly string[] | null = null): Ty => ({
    ...PLAIN,
    base,
    options,
    literal: true,
  });
  if (isEmpty(v)) return of("null");
  if (t) return of(t);
  if (typeof v === "boolean") return of("boolean");
  if (typeof v === "string") return of("text", [v]);
  if (!Array.isArray(v)) return of("number");
  return typeof v[0] === "string" ? of("set", v as readonly string[]) : of("numbers");
}

/** Whether a literal may stand where a value of type `to` is meant; options are looked at elsewhere. */
function adapts(literal: Ty, to: Ty): boolean {
  return literal.base === "text" ? ["text", "choice", "ref"].includes(to.base) : literal.base === to.base;
}

const apart = (a: readonly string[], b: readonly string[]): boolean =>
  !a.some((option) => b.includes(option));

/** Whether two types compare: same base, same target, and options that have something in common. */
export function sameKind(a: Ty, b: Ty): boolean {
  if (wild(a) || wild(b)) return true;
  if (a.literal || b.literal) return a.literal ? adapts(a, b) : adapts(b, a);
  if (a.base !== b.base || (a.target && b.target && a.target !== b.target)) return false;
  return a.options === null || b.options === null || !apart(a.options, b.options);
}

/** Whether two sets of options are both closed and share nothing. */
export const disjoint = (a: Ty, b: Ty): boolean =>
  a.options !== null && b.options !== null && apart(a.options, b.options);

/** The texts of a literal that are no options of `to`. */
export function strangeOptions(literal: Ty, to: Ty): string[] {
  if (!literal.literal || literal.options === null || to.literal || to.options === null) return [];
  const known = to.options;
  return [...new Set(literal.options.filter((option) => !known.includes(option)))].sort(byCodePoints);
}

/** The type the others have to agree with: the first that is no literal, else the first filled literal. */
export function anchorOf(types: readonly Ty[]): Ty | undefined {
  const filled = types.filter((ty) => !wild(ty));
  return filled.find((ty) => !ty.literal) ?? filled[0];
}

/** The one type of values that agree: options united, the first unit there is among fields. */
function united(types: readonly Ty[]): Ty {
  const anchor = anchorOf(types);
  if (!anchor) return types[0] ?? PLAIN;
  const same = types.filter((ty) => !wild(ty) && ty.literal === anchor.literal);
  const open = same.some((ty) => ty.options === null);
  return {
    ...anchor,
    options: open ? null : [...new Set(same.flatMap((ty) => ty.options ?? []))],
    unit: same.find((ty) => ty.unit !== "")?.unit ?? anchor.unit,
    target: same.find((ty) => ty.target)?.target ?? null,
  };
}

/** The arguments that are values (for `case`: without its conditions). */
export function valuesOf<T>(op: string, args: readonly T[]): T[] {
  if (OPERATORS.get(op)?.rest !== "case") return [...args];
  return args.filter((_, i) => i % 2 === 1 || i === args.length - 1);
}

const KEEPS_UNIT = new Set(["add", "sub", "neg", "abs", "round", "floor", "ceil", "sum", "avg"]);
const counts = (ty: Ty | undefined): boolean => ty !== undefined && ty.unit !== "" && ty.unit !== "percent";

/** What the result of a number operation counts. */
function unitOf(op: string, args: readonly Ty[]): Unit {
  if (KEEPS_UNIT.has(op)) return args.find((ty) => !ty.literal && ty.unit !== "")?.unit ?? "";
  if (op === "mul") {
    const counted = args.filter(counts);
    return counted.length === 1 ? (counted[0]?.unit ?? "") : "";
  }
  return op === "div" && !counts(args[1]) ? (args[0]?.unit ?? "") : "";
}

function resultTy(op: string, args: readonly Ty[]): Ty {
  const result = OPERATORS.get(op)?.result;
  if (result === undefined) return PLAIN;
  if (result === "same") return united(valuesOf(op, args));
  if (result === "number") return { ...PLAIN, base: "number", unit: unitOf(op, args) };
  return { ...PLAIN, base: result as TypeName };
}

type Visit = (
  at: string,
  node: { readonly op: string; readonly a: readonly Node[] },
  args: readonly Ty[],
) => void;

/** The type of a well-shaped node. `visit` sees every operation, arguments first. */
export function infer(node: Node, scope: Scope, visit?: Visit, at = "$"): Ty {
  if (isLiteral(node)) return literalTy(node);
  if (!isOp(node)) {
    const type = own(scope, keyOf(node) ?? "");
    return type ? tyOf(type) : PLAIN;
  }
  const args = node.a.map((part, i) => infer(part, scope, visit, argPath(at, i)));
  visit?.(at, node, args);
  return resultTy(node.op, args);
}
