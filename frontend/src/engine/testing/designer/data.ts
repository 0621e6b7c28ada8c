/** Commands on entities and fields, with chance choices. */

import * as ending from "../../design/commands/entity-retiring.ts";
import * as entities from "../../design/commands/entities.ts";
import * as fields from "../../design/commands/fields.ts";
import { hasSetting, KIND_INFO, mayBeTitle } from "../../design/commands/kinds.ts";
import { replaceField } from "../../design/commands/replace.ts";
import { freeId } from "../../design/commands/collection.ts";
import type { Command } from "../../design/operations.ts";
import type { Draws, World } from "./world.ts";
import { anEntity, aSpot, flip, label, maybeRule, on, oneOf, propertiesOf, rule, words } from "./world.ts";

const onField = (world: World, then: (entity: string, field: string) => Command | null): Command | null => {
  const entity = anEntity(world);
  return on(world, propertiesOf(world, entity), (field) => then(entity, field));
};

/** A field that is not the title: that one always stays. */
const onOther = (world: World, then: (entity: string, field: string) => Command | null): Command | null =>
  onField(world, (entity, field) =>
    world.app.entities[entity]?.entity.title === field ? null : then(entity, field),
  );

const KINDS = Object.keys(KIND_INFO);

function newField(world: World, kind: string): fields.NewField | null {
  const entity = anEntity(world);
  const asked = fields.suggested(world.app, entity, kind);
  const at = flip(world) ? aSpot(world, entity) : null;
  if (asked === null || kind === "rows") return null;
  const id = freeId(propertiesOf(world, entity), "new");
  const before = flip(world) ? oneOf(world, propertiesOf(world, entity)) : null;
  return { entity, id, kind, label: label(world), asked, before, ...(at ? { at } : {}) };
}

/** Whether the designer offers the setting for a field of its kind. */
function fits(world: World, entity: string, field: string, member: string): boolean {
  const kind = propertiesOf(world, entity)[field]?.field.kind ?? "";
  if (member === "field/help") return true;
  if (member === "field/filterable") return KIND_INFO[kind]?.can_filter === true;
  return hasSetting(kind, member.replace("field/", ""));
}

const SETTINGS: readonly [string, unknown][] = [
  ["field/required", true],
  ["field/required", false],
  ["field/help", { zh: "说明" }],
  ["field/help", null],
  ["field/placeholder", { zh: "提示" }],
  ["field/filterable", true],
];

export const ENTITIES: Draws = {
  addEntity: (world) =>
    entities.addEntity(world.app, {
      id: freeId(world.app.entities, "thing"),
      label: label(world),
      icon: flip(world) ? "flag" : null,
    }),
  addRows: (world) => {
    const entity = anEntity(world);
    if (world.app.entities[entity]?.entity.rows_of) return null;
    const at = flip(world) ? aSpot(world, entity) : null;
    const id = freeId(propertiesOf(world, entity), "lines");
    return entities.addRows(world.app, { entity, id, label: label(world), ...(at ? { at } : {}) });
  },
  renameEntity: (world) => entities.renameEntity(world.app, anEntity(world), label(world)),
  setEntity: (world) => {
    const member = world.chance.pick(["icon", "help", "title", "subtitle"] as const);
    const entity = anEntity(world);
    const field = oneOf(world, propertiesOf(world, entity));
    const fits = mayBeTitle(propertiesOf(world, entity)[field ?? ""]?.field.kind ?? "");
    const value = {
      icon: world.chance.pick(["flag", null]),
      help: words(world),
      title: fits ? field : null,
      subtitle: world.chance.pick([field, null]),
    }[member];
    return entities.setEntity(world.app, entity, member, value, { zh: "改" });
  },
  moveEntity: (world) => {
    const ids = entities.entitiesInOrder(world.app);
    return entities.moveEntity(world.app, world.chance.pick(ids), world.chance.pick([...ids, null]));
  },
};

const ofOther = (world: World, then: (entity: string) => Command): Command | null => {
  const others = entities.entitiesInOrder(world.app);
  return others.length > 1 ? then(world.chance.pick(others)) : null;
};

export const ENDING: Draws = {
  retireEntity: (world) => ofOther(world, (entity) => ending.retireEntity(world.app, entity)),
  reviveEntity: (world) => ofOther(world, (entity) => ending.reviveEntity(world.app, entity)),
  removeEntity: (world) =>
    ofOther(world, (entity) =>
      flip(world) ? ending.removeEntity(world.app, entity) : ending.reviveEntity(world.app, entity),
    ),
};

export const FIELDS: Draws = {
  addField: (world) => {
    const what = newField(world, world.chance.pick(KINDS));
    return what && fields.addField(world.app, what);
  },
  setField: (world) =>
    onField(world, (entity, field) => {
      const [member, value] = world.chance.pick(SETTINGS);
      if (!fits(world, entity, field, member)) return null;
      return fields.setField(world.app, entity, field, member, value, { zh: "改" });
    }),
  setFields: (world) =>
    onField(world, (entity, field) =>
      fields.setFields(
        world.app,
        entity,
        field,
        {
          "field/relevance": maybeRule(world),
          ...(fits(world, entity, field, "field/required_when")
            ? { "field/required_when": maybeRule(world) }
            : {}),
        },
        { zh: "改" },
      ),
    ),
  renameField: (world) =>
    onField(world, (entity, field) => fields.renameField(world.app, entity, field, label(world))),
  moveProperty: (world) =>
    onField(world, (entity, field) =>
      fields.moveProperty(
        world.app,
        entity,
        field,
        flip(world) ? oneOf(world, propertiesOf(world, entity)) : null,
      ),
    ),
  archiveField: (world) => onOther(world, (entity, field) => fields.archiveField(world.app, entity, field)),
  restoreField: (world) =>
    onField(world, (entity, field) =>
      propertiesOf(world, entity)[field]?.field.archived
        ? fields.restoreField(world.app, entity, field)
        : null,
    ),
  removeField: (world) => onOther(world, (entity, field) => fields.removeField(world.app, entity, field)),
  addConstraint: (world) =>
    onField(world, (entity, field) =>
      fits(world, entity, field, "field/constraint")
        ? fields.addConstraint(world.app, entity, field, { rule: rule(world), message: words(world) })
        : null,
    ),
};

/** Options that a text's values were read as, told apart by name. */
const someOptions = (world: World) =>
  Object.fromEntries(
    ["a", "b", "c"].slice(world.chance.below(4)).map((id, n) => [id, { label: label(world), order: n + 1 }]),
  );

export const REPLACE: Draws = {
  replaceField: (world) =>
    onField(world, (entity, field) => {
      const { app, live, chance } = world;
      const kind = chance.pick(KINDS);
      if (kind === "rows") return null;
      if (app.entities[entity]?.entity.title === field && !mayBeTitle(kind)) return null;
      const asked = fields.suggested(app, entity, kind);
      if (asked === null) return null;
      const id = freeId(propertiesOf(world, entity), "other");
      return replaceField(app, live, entity, field, {
        id,
        kind,
        label: label(world),
        ...(flip(world) ? { asked } : {}),
        ...(flip(world) ? { copy: flip(world) } : {}),
        ...(flip(world) ? { options: someOptions(world) } : {}),
      });
    }),
};
