import type { ReactElement } from "react";
import type { Node } from "../../../engine/rules/ast";
import type { FieldType, Scope } from "../../../engine/rules/types";

/** Where a rule stands and what it may name. */
export interface RulePlace {
  /** The entity over whose record it is read. */
  readonly entity: string;
  /** The action whose inputs it may read too (`act.<key>`, `new.<field>`). */
  readonly action?: string;
  /** Parameters beside `@actor`, `@role`, `@unit`: `cell` in a decision table. */
  readonly params?: Scope;
}

export interface RuleFieldProps {
  readonly label: string;
  readonly place: RulePlace;
  readonly value: Node | null | undefined;
  /** null takes the rule away. */
  readonly onChange: (value: Node | null) => void;
  /** What it must yield: a condition (the default), or a value of this type. */
  readonly expect?: "condition" | FieldType;
  /** What no rule means here ("总是"). */
  readonly empty: string;
}

/** A rule as its sentence, with an editor that opens on it. */
export function RuleField({ label, value, empty }: RuleFieldProps): ReactElement {
  return (
    <div>
      <span>{label}</span> <span>{value ? JSON.stringify(value) : empty}</span>
    </div>
  );
}
