/** Action documents, as far as their mini form needs them (schemas/action.schema.json). */

import type { Node } from "../rules/ast.ts";
import type { Mark, Property, Text } from "./entity.ts";

/** One input: `target` is a field of the record, of one behind a reference, or of the record created (`new.content`). */
export interface ActionField {
  readonly order?: number;
  readonly target?: string | null;
  readonly property?: Property | null;
  readonly label?: Text | null;
  readonly required?: boolean;
  readonly required_when?: Node | null;
  readonly relevance?: Node | null;
  readonly default_rule?: Node | null;
}

export interface Action {
  readonly id: string;
  readonly entity: string;
  readonly label: Text;
  readonly fields?: Readonly<Record<string, ActionField>>;
  readonly evidence?: {
    readonly min?: number;
    readonly max?: number;
    readonly accept?: Readonly<Record<string, Mark>>;
    readonly label?: Text | null;
  } | null;
  readonly creates?: { readonly entity: string; readonly link: string } | null;
}
