/** The operator list of the contract (schemas/rules/operators.json), typed; the type check, sentences and editors read it. */

import contract from "../../../../schemas/rules/operators.json" with { type: "json" };

export type Lang = "zh" | "en";
export type Bilingual = Readonly<Record<Lang, string>>;

export interface Operator {
  readonly id: string;
  readonly group: string;
  readonly arity: { readonly min: number; readonly max: number | null };
  readonly args: readonly string[];
  readonly rest?: string;
  readonly unify?: boolean;
  readonly result: string;
  readonly spelling: Bilingual;
  readonly aliases?: readonly string[];
  readonly notation: string;
  readonly precedence?: number;
  readonly label: Bilingual;
  readonly sentence: Bilingual;
  readonly note?: Bilingual;
  readonly example: {
    readonly fields: Readonly<Record<string, unknown>>;
    readonly record: Readonly<Record<string, unknown>>;
    readonly rule: unknown;
    readonly expect: unknown;
  };
}

/** The groups of operators, in the order they are offered. */
export const GROUPS = contract.groups as Readonly<Record<string, Bilingual>>;

export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  (contract.operators as readonly Operator[]).map((operator) => [operator.id, operator]),
);

export const CAPS = contract.caps;

/** What the operator asks of its argument at `index` of `count`: a key of `argument_kinds`. */
export function argumentKind(operator: Operator, index: number, count: number): string {
  if (operator.rest === "case") return index % 2 === 0 && index < count - 1 ? "boolean" : "value";
  return operator.args[index] ?? operator.rest ?? "any";
}

/** True when the argument is one of those that `unify` makes one type (for `case`: its values). */
export function unified(operator: Operator, index: number, count: number): boolean {
  if (operator.unify !== true) return false;
  return operator.rest !== "case" || argumentKind(operator, index, count) === "value";
}
