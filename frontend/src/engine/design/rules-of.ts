/** Every rule of an app with its place: for reading them all at once, and for finding one by its words. */

import type { Text } from "../model/entity.ts";
import { textIn, type Lang } from "../model/entity.ts";
import type { Node } from "../rules/ast.ts";
import type { AppDoc } from "./documents.ts";
import type { RulePlace } from "./names.ts";
import { MEMBERS } from "./operations.ts";

export interface PlacedRule {
  /** The document path of the rule. */
  readonly path: string;
  readonly rule: Node;
  readonly place: RulePlace;
  /** What it stands in, outermost first: "商机", "预计金额". */
  readonly within: readonly Text[];
  /** The member it is: "relevance", "when", … */
  readonly member: string;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is Text => isObject(value) && typeof value["zh"] === "string";
const isRule = (value: Json): boolean =>
  (typeof value["op"] === "string" && Array.isArray(value["a"])) ||
  typeof value["f"] === "string" ||
  typeof value["p"] === "string" ||
  (Object.hasOwn(value, "v") && Object.keys(value).every((key) => key === "v" || key === "t"));

/** Members whose plain values are no rules though they look like literals. */
const NO_RULES = new Set(["default", "example"]);

function labelOf(value: Json): Text | null {
  const field = value["field"];
  const entity = value["entity"];
  const found =
    value["label"] ?? (isObject(field) ? field["label"] : isObject(entity) ? entity["label"] : undefined);
  return isText(found) ? found : null;
}

/** Where the rules of a part are read; what a rollup counts or an event is about is another record. */
function placeIn(value: Json, key: string, place: RulePlace): RulePlace {
  const entity = typeof value["entity"] === "string" ? value["entity"] : place.entity;
  if (key === "resets_on" || key === "opens_when" || key === "on") {
    const action = typeof value["action"] === "string" ? value["action"] : undefined;
    return { entity, ...(action === undefined ? {} : { action, done: true }) };
  }
  return entity === place.entity ? place : { entity };
}

function collect(
  value: unknown,
  path: string,
  key: string,
  place: RulePlace,
  within: readonly Text[],
  found: PlacedRule[],
): void {
  if (!isObject(value) || NO_RULES.has(key)) return;
  if (isRule(value)) {
    // A value that is simply given is no rule to read.
    if (!Object.hasOwn(value, "v"))
      found.push({ path, rule: value as unknown as Node, place, within, member: key });
    return;
  }
  if (isText(value)) return;
  const here = placeIn(value, key, place);
  const label = labelOf(value);
  const again = label && within.at(-1)?.zh === label.zh;
  const inside = label && !again ? [...within, label] : within;
  for (const [name, part] of Object.entries(value)) {
    // Cells speak of their column alone: the table shows them.
    if (name === "cells" && path.startsWith("decision_table/")) continue;
    collect(part, `${path}/${name}`, name, here, inside, found);
  }
}

/** All rules by document, in the order of documents and members. */
export function rulesOf(app: AppDoc): readonly PlacedRule[] {
  const found: PlacedRule[] = [];
  const documents = app as unknown as Readonly<Record<string, Readonly<Record<string, Json>> | undefined>>;
  for (const [kind, member] of Object.entries(MEMBERS)) {
    for (const [id, document] of Object.entries(documents[member] ?? {})) {
      const entity =
        kind === "entity"
          ? id
          : typeof document["entity"] === "string"
            ? document["entity"]
            : entityOfEvent(document);
      const place: RulePlace =
        kind === "action"
          ? { entity, action: id }
          : kind === "duty" && typeof document["action"] === "string"
            ? { entity, action: document["action"], done: true }
            : kind === "trigger"
              ? eventPlace(document)
              : { entity };
      collect(document, `${kind}/${id}`, kind, place, [], found);
    }
  }
  return found;
}

function entityOfEvent(document: Json): string {
  const on = document["on"];
  return isObject(on) && typeof on["entity"] === "string" ? on["entity"] : "";
}

function eventPlace(document: Json): RulePlace {
  const on = document["on"];
  const action = isObject(on) && typeof on["action"] === "string" ? on["action"] : undefined;
  return { entity: entityOfEvent(document), ...(action === undefined ? {} : { action, done: true }) };
}

/** The words of what a rule stands in. */
export const withinWords = ({ within }: PlacedRule, lang: Lang): string =>
  within.map((text) => textIn(text, lang)).join(" › ");
