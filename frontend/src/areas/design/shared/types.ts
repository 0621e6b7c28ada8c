import { kindOf } from "../../../engine/form/kinds";
import type { Property } from "../../../engine/model/entity";
import type { FieldType } from "../../../engine/rules/types";

/** What a rule that fills a field has to yield; a condition's stand-in where the field takes no rule. */
export function typeOf(property: Property | undefined): { expect?: FieldType } {
  if (!property) return {};
  const type = kindOf(property).ruleType(property);
  return type.type === "opaque" ? {} : { expect: type };
}
