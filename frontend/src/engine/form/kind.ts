/** The one shape of a field kind in the browser; the same answers as core/fields of the server. */

import type { Lang, Property } from "../model/entity.ts";
import type { FieldType } from "../rules/types.ts";

/** A JSON value as stored. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Administrative divisions, code -> name (schemas/fields/regions.json). */
export type Divisions = Readonly<Record<string, string>>;

/** What reading typed text may use. */
export interface ReadContext {
  /** "YYYY-MM-DD": completes dates without a year and words such as 今天. */
  readonly today?: string | undefined;
  /** IANA zone of typed local times. */
  readonly zone?: string | undefined;
  /** The order of day, month and year where a text leaves it open. */
  readonly order?: "ymd" | "dmy" | "mdy" | undefined;
  readonly divisions?: Divisions | undefined;
}

/** What printing may use: the reader's zone, and titles of records, persons (`_person`), units (`_unit`), files (`_file`). */
export interface PrintContext {
  readonly zone?: string | undefined;
  readonly title?: ((target: string, id: string) => string | undefined) | undefined;
  readonly divisions?: Divisions | undefined;
}

export interface Kind {
  /** The stored form of a JSON value, null for an empty one; idempotent. Throws FieldIssue. */
  normalise(value: unknown, prop: Property): Json;
  /** The stored value of typed text, null when blank. Throws FieldIssue. */
  parse(text: string, prop: Property, context: ReadContext): Json;
  /** The value as people read it; "" when empty. */
  format(value: Json, prop: Property, lang: Lang, context: PrintContext): string;
  /** The type rules see. */
  ruleType(prop: Property): FieldType;
  /** Takes no value from a client. */
  readonly serverSet?: boolean;
}

export const DEFAULT_ZONE = "Asia/Shanghai";
