/** What a drawn command has to choose from: ids of the app in hand, labels, rules, lengths of time. */

import type { Property, Text } from "../../model/entity.ts";
import type { Node } from "../../rules/ast.ts";
import type { Spot } from "../../design/commands/layout.ts";
import type { AppDoc } from "../../design/documents.ts";
import type { Command } from "../../design/operations.ts";
import type { Random } from "../random.ts";

export interface World {
  readonly app: AppDoc;
  readonly live: AppDoc | null;
  readonly chance: Random;
}

/** Commands by name, each with chance choices; null where it has nothing to work on. */
export type Draws = Readonly<Record<string, (world: World) => Command | null>>;

/** A chance id of a collection; null: it is empty. */
export const oneOf = ({ chance }: World, of: Readonly<Record<string, unknown>> | null | undefined) => {
  const ids = Object.keys(of ?? {}).sort();
  return ids.length === 0 ? null : chance.pick(ids);
};

/** Some ids of a collection, often none. */
export const someOf = ({ chance }: World, of: Readonly<Record<string, unknown>> | null | undefined) =>
  Object.keys(of ?? {}).filter(() => chance.below(3) === 0);

/** With a chance id of a collection; null where it is empty. */
export function on(
  world: World,
  of: Readonly<Record<string, unknown>> | null | undefined,
  then: (id: string) => Command | null,
): Command | null {
  const id = oneOf(world, of);
  return id === null ? null : then(id);
}

const LABELS: readonly Text[] = [
  { zh: "临床试用", en: "Trial" },
  { zh: "复盘" },
  { zh: "新", en: "New" },
  { zh: "大客户拜访", en: "Key account" },
];
export const label = ({ chance }: World): Text => chance.pick(LABELS);
export const words = ({ chance }: World): Text | null => chance.pick([...LABELS, null, null]);

const RULES: readonly Node[] = [
  { op: "gt", a: [{ f: "amount" }, { v: 5 }] },
  { op: "not_empty", a: [{ f: "name" }] },
  { op: "eq", a: [{ f: "_stage" }, { v: null }] },
  { v: true },
  { f: "amount" },
];
export const rule = ({ chance }: World): Node => chance.pick(RULES);
export const maybeRule = (world: World): Node | null => (flip(world) ? rule(world) : null);
export const flip = ({ chance }: World): boolean => chance.below(2) === 0;
export const span = ({ chance }: World): string => chance.pick(["PT4H", "P1D", "PT30M", "P7D"]);
export const place = ({ chance }: World): number => chance.pick([0, 1, 2, 5, 99]);

/** An entity that has fields of its own to work on. */
export const anEntity = (world: World): string => oneOf(world, world.app.entities) ?? "";
export const propertiesOf = ({ app }: World, entity: string): Readonly<Record<string, Property>> =>
  app.entities[entity]?.properties ?? {};
export const stagesOf = ({ app }: World, entity: string): Readonly<Record<string, unknown>> =>
  Object.values(app.flows ?? {}).find((flow) => flow.entity === entity)?.stages ?? {};

/** Where on a form of the entity a field may be put; null: it has none. */
export function aSpot(world: World, entity: string): Spot | null {
  const form = Object.keys(world.app.forms ?? {}).find((id) => world.app.forms?.[id]?.entity === entity);
  if (form === undefined) return null;
  const sections = world.app.forms?.[form]?.sections;
  const section = oneOf(world, sections);
  if (section === null) return null;
  const before = flip(world) ? oneOf(world, sections?.[section]?.fields) : null;
  return { form, section, before, width: flip(world) ? "half" : "full" };
}
