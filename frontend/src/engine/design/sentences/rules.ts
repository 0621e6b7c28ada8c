/** Rules of actions, duties and triggers as sentences, with the labels of what they may name. */

import { kindOf } from "../../form/kinds.ts";
import { textIn, type Property } from "../../model/entity.ts";
import { labelsOf, pathsOf, scopeOf, type Model } from "../../model/paths.ts";
import { fieldsOf, isLiteral, own, type Node } from "../../rules/ast.ts";
import { sentence, type Label } from "../../rules/sentence.ts";
import type { FieldType } from "../../rules/types.ts";
import type { AppDoc } from "../documents.ts";
import { inputProperty, propertyAt } from "../places.ts";
import { pick, SYSTEM_LABELS, type Names } from "./names.ts";

/** Over whose record a rule is read, and which action's inputs it may name. */
export interface RulePlace {
  readonly entity: string;
  readonly action?: string | null | undefined;
}

interface Known {
  readonly scope: Readonly<Record<string, FieldType>>;
  readonly labels: Readonly<Record<string, Label>>;
}

const BETWEEN = { zh: "的", en: " › " };

const cache = new WeakMap<AppDoc, Map<string, Known>>();

function pathsKnown(app: AppDoc, entity: string, hops: number): Known {
  const known = cache.get(app) ?? new Map<string, Known>();
  cache.set(app, known);
  const key = `${entity} ${hops}`;
  const found = known.get(key);
  if (found) return found;
  const model: Model = { entities: app.entities, flows: app.flows ?? {}, system: SYSTEM_LABELS };
  const paths = pathsOf(entity, model, hops);
  const made = { scope: scopeOf(paths), labels: labelsOf(paths, BETWEEN) };
  known.set(key, made);
  return made;
}

function inputsKnown(app: AppDoc, action: string | null | undefined): Known {
  const scope: Record<string, FieldType> = { "act._effective": { type: "boolean" } };
  const labels: Record<string, Label> = {
    "act._effective": { zh: "这次动作有效", en: "the act is effective" },
  };
  const doc = own(app.actions, action ?? "");
  if (!doc) return { scope, labels };
  const put = (key: string, property: Property | undefined, label?: Label) => {
    if (!property) return;
    scope[key] = kindOf(property).ruleType(property);
    const options = Object.entries(property.field.options ?? {}).map(([id, one]) => [id, one.label] as const);
    labels[key] = { ...(label ?? property.field.label), options: Object.fromEntries(options) };
  };
  const steps = Object.values(doc.approval?.steps ?? {}).flatMap((step) => Object.entries(step.fields ?? {}));
  for (const [key, input] of [...Object.entries(doc.fields ?? {}), ...steps])
    put(`act.${key}`, inputProperty(app, doc, input), input.label ?? undefined);
  const made = own(app.entities, doc.creates?.entity ?? "");
  for (const [key, property] of Object.entries(made?.properties ?? {})) put(`new.${key}`, property);
  return { scope, labels };
}

/** The rule in words. */
export function ruleText(names: Names, { entity, action }: RulePlace, rule: Node): string {
  const paths = fieldsOf(rule).filter((path) => !/^(act|new)\./.test(path));
  const hops = Math.max(0, ...paths.map((path) => path.split(".").length - 1));
  const record = pathsKnown(names.app, entity, hops);
  const inputs = inputsKnown(names.app, action);
  const calendars = Object.entries(names.calendars ?? {}).map(([id, name]) => [
    `#${id}`,
    { zh: name, en: name },
  ]);
  return sentence(
    rule,
    { ...record.scope, ...inputs.scope, "@actor": { type: "ref", target: "_person" } },
    {
      ...record.labels,
      ...inputs.labels,
      "@actor": { zh: "操作人", en: "who does it" },
      "#organisation": { zh: "工作时间", en: "working time" },
      ...(Object.fromEntries(calendars) as Record<string, Label>),
    },
    names.lang,
  );
}

/** What a field is set to: an option by its label, else the rule in words. */
export function valueText(
  names: Names,
  place: RulePlace,
  field: { readonly entity: string; readonly path: string },
  rule: Node,
): string {
  if (isLiteral(rule) && typeof rule.v === "string") {
    const option = own(propertyAt(names.app, field.entity, field.path)?.field.options, rule.v);
    if (option) return textIn(option.label, names.lang);
  }
  return ruleText(names, place, rule);
}

/** "（且…）", " (and …)"; nothing without a rule. */
export const alsoText = (names: Names, place: RulePlace, rule: Node | null | undefined): string =>
  rule ? pick(names, `（且${ruleText(names, place, rule)}）`, ` (and ${ruleText(names, place, rule)})`) : "";
