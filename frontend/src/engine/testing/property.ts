/** Makes properties and entities of the flat notation of schemas/conformance/forms: keywords and members of `field` side by side. */

import type { Entity, Property } from "../model/entity.ts";

export type Flat = Readonly<Record<string, unknown>> & { readonly kind: string };

const KEYWORDS = new Set(
  "type format minLength maxLength minimum maximum decimals minItems maxItems items properties".split(" "),
);

export function propertyOf(flat: Flat): Property {
  const pick = (keyword: boolean) =>
    Object.fromEntries(Object.entries(flat).filter(([key]) => KEYWORDS.has(key) === keyword));
  const prop: unknown = { ...pick(true), field: { label: { zh: flat.kind }, ...pick(false) } };
  return prop as Property;
}

export function entityOf(
  id: string,
  fields: Readonly<Record<string, Flat>>,
  rowsOf: string | null = null,
): Entity {
  const properties = Object.fromEntries(
    Object.entries(fields).map(([name, flat]) => [name, propertyOf(flat)]),
  );
  return {
    entity: { id, label: { zh: id }, title: Object.keys(fields)[0] ?? "", rows_of: rowsOf },
    properties,
  };
}
