/** Entity documents as the server serves them (schemas/entity.schema.json): JSON Schema keywords and the `field` annotation. */

import type { Node } from "../rules/ast.ts";

/** A label in several languages; "zh" is always there. */
export interface Text {
  readonly zh: string;
  readonly en?: string;
}

export type Lang = "zh" | "en";

/** The text in a language, in Chinese where that language is missing. */
export const textIn = (text: Text, lang: Lang): string => (lang === "en" ? (text.en ?? text.zh) : text.zh);

export interface Mark {
  readonly order?: number;
}

/** A condition that must hold, with the words shown when it does not. */
export interface Statement {
  readonly rule: Node;
  readonly message?: Text | null;
  readonly order?: number;
}

export interface Option {
  readonly label: Text;
  readonly order?: number;
  readonly color?: string | null;
  readonly parent?: string | null;
  readonly archived?: boolean;
  /** The option that records which hold this archived one are given instead. */
  readonly merged_into?: string | null;
}

export interface Field {
  readonly kind: string;
  readonly label: Text;
  readonly order?: number;
  readonly help?: Text | null;
  readonly placeholder?: Text | null;
  readonly required?: boolean;
  readonly archived?: boolean;
  readonly filterable?: boolean;
  readonly default?: unknown;
  readonly default_rule?: Node | null;
  readonly relevance?: Node | null;
  readonly required_when?: Node | null;
  readonly constraint?: Readonly<Record<string, Statement>>;
  readonly compute?: Node | null;
  readonly options?: Readonly<Record<string, Option>>;
  readonly target?: string | null;
  readonly targets?: Readonly<Record<string, Mark>>;
  readonly rollup?: {
    readonly entity: string;
    readonly via: string;
    readonly op: string;
    readonly value?: string | null;
    readonly where?: Node | null;
  } | null;
  readonly lookup?: { readonly via: string; readonly value: string } | null;
  readonly serial?: {
    readonly prefix?: string;
    readonly reset?: "year" | "month" | "day" | "none";
    readonly digits?: number;
  } | null;
  readonly accept?: Readonly<Record<string, Mark>>;
  /** Files of an act: the camera is offered first on a phone. */
  readonly camera?: boolean;
  readonly currency?: string | null;
  /** The field in whose place it came: what records hold there is copied over by the publication that is the first to say so. */
  readonly copied_from?: string | null;
}

export interface Property {
  readonly field: Field;
  readonly type?: string | readonly string[] | null;
  readonly format?: string | null;
  readonly minLength?: number | null;
  readonly maxLength?: number | null;
  readonly minimum?: number | null;
  readonly maximum?: number | null;
  readonly decimals?: number | null;
  readonly minItems?: number | null;
  readonly maxItems?: number | null;
}

export interface Entity {
  readonly entity: {
    readonly id: string;
    readonly label: Text;
    readonly title: string;
    readonly subtitle?: string | null;
    readonly belongs_to?: string | null;
    readonly rows_of?: string | null;
    /** Its records stay, and nobody meets them. */
    readonly archived?: boolean;
  };
  readonly properties: Readonly<Record<string, Property>>;
}

/** Ids of a collection in their `order`, ties by id. */
export function inOrder(of: Readonly<Record<string, { readonly order?: number }>>): string[] {
  return Object.keys(of).sort((a, b) => (of[a]?.order ?? 0) - (of[b]?.order ?? 0) || (a < b ? -1 : 1));
}
