/** Paths of documents as people know them: in which section they are edited, and what stands there is called. */

import type { Text } from "../model/entity.ts";
import { keysOf } from "./operations.ts";

/** Sections of the designer, in their order. */
export const SECTIONS = ["data", "flow", "actions", "tables", "access", "talk", "try", "publish"] as const;
export type Section = (typeof SECTIONS)[number];

const SECTION: Readonly<Record<string, Section>> = {
  entity: "data",
  form: "data",
  list: "data",
  flow: "flow",
  action: "actions",
  duty: "actions",
  trigger: "actions",
  queue: "actions",
  decision_table: "tables",
  access: "access",
};

/** Where the place of a path is edited; null: in no section (the manifest, metrics, boards). */
export const sectionOf = (path: string): Section | null => SECTION[path.split("/")[0] ?? ""] ?? null;

export interface Place {
  /** The kind of document. */
  readonly kind: string;
  /** Names on the way, the document's first: of the field, the stage, the option. */
  readonly names: readonly Text[];
  /** The member that is meant when the path goes on below what has a name ("required"); null: the named thing itself. */
  readonly member: string | null;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is Text => isObject(value) && typeof value["zh"] === "string";

/** What an object is called by those who made it. */
function nameOf(value: unknown): Text | null {
  if (!isObject(value)) return null;
  for (const holder of [value, value["field"], value["entity"], value["property"]]) {
    if (!isObject(holder)) continue;
    if (isText(holder["label"])) return holder["label"];
    const inner = holder["field"];
    if (isObject(inner) && isText(inner["label"])) return inner["label"];
  }
  return null;
}

function stageOf(app: unknown, entity: string, stage: string): unknown {
  const flows = isObject(app) && isObject(app["flows"]) ? Object.values(app["flows"]) : [];
  const flow = flows.find((one) => isObject(one) && one["entity"] === entity);
  const stages = isObject(flow) ? flow["stages"] : undefined;
  return isObject(stages) ? stages[stage] : undefined;
}

/** Collections whose keys are ids of something named elsewhere. */
function elsewhere(app: unknown, collection: string, key: string, entity: string | null): Text | null {
  const at = (...keys: string[]): unknown =>
    keys.reduce<unknown>((here, one) => (isObject(here) ? here[one] : undefined), app);
  switch (collection) {
    case "fields":
    case "columns":
    case "writes":
      return entity === null ? null : nameOf(at("entities", entity, "properties", key));
    case "stages":
    case "from":
      return entity === null ? null : nameOf(stageOf(app, entity, key));
    case "entities":
      return nameOf(at("entities", key));
    case "roles":
      return nameOf(at("access", "roles", key));
    case "actions":
      return nameOf(at("actions", key));
    case "duties":
      return nameOf(at("duties", key));
    default:
      return null;
  }
}

/** A path in names, as far as what it names is there. */
export function placeOf(app: unknown, path: string): Place {
  const [, ...steps] = keysOf(path);
  const kind = path.split("/")[0] ?? "";
  const names: Text[] = [];
  let here: unknown = isObject(app) ? app[keysOf(path)[0] ?? ""] : undefined;
  let entity: string | null = kind === "entity" ? (steps[0] ?? null) : null;
  let member: string | null = null;
  steps.forEach((step, index) => {
    here = isObject(here) ? here[step] : undefined;
    if (entity === null && isObject(here) && typeof here["entity"] === "string") entity = here["entity"];
    const before = steps[index - 1] ?? "";
    if (kind === "access" && before === "entities") entity = step;
    const name = elsewhere(app, before, step, entity) ?? nameOf(here);
    // `field` of a property and `entity` of an entity are the same thing by the same name.
    if (name !== null && name !== names.at(-1)) {
      names.push(name);
      member = null;
    } else if (!(step === "field" || (step === "entity" && index === 1))) member = step;
  });
  const last = steps.at(-1);
  return { kind, names, member: last === undefined ? null : member };
}
