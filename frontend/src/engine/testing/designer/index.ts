/** Any command a designer has, with chance choices, over any app. */

import type { Command } from "../../design/operations.ts";
import { ACTIONS, APPROVALS } from "./acts.ts";
import { DUTIES, PLACES, QUEUES, TABLES, TRIGGERS } from "./after.ts";
import { ENDING, ENTITIES, FIELDS, REPLACE } from "./data.ts";
import { ACCESS, APP, DEMANDS, FLOWS, LEVELS, PATHS, STAGES, TRANSITIONS } from "./flows.ts";
import { FORMS, LISTS, OPTIONS } from "./shown.ts";
import type { Draws, World } from "./world.ts";

/** By module of engine/design/commands, by name of its commands. */
export const DRAWS: Readonly<Record<string, Draws>> = {
  access: ACCESS,
  actions: ACTIONS,
  app: APP,
  approvals: APPROVALS,
  "documents-order": PLACES,
  duties: DUTIES,
  entities: ENTITIES,
  "entity-retiring": ENDING,
  fields: FIELDS,
  "flow-demands": DEMANDS,
  "flow-paths": PATHS,
  "flow-stages": STAGES,
  "flow-transitions": TRANSITIONS,
  flows: FLOWS,
  forms: FORMS,
  levels: LEVELS,
  lists: LISTS,
  options: OPTIONS,
  queues: QUEUES,
  replace: REPLACE,
  tables: TABLES,
  triggers: TRIGGERS,
};

const ALL = Object.values(DRAWS).flatMap((draws) => Object.values(draws));

/** The next thing somebody does; every command is as likely as the others. */
export function anyCommand(world: World): Command {
  for (;;) {
    const command = world.chance.pick(ALL)(world);
    if (command && command.operations.length > 0) return command;
  }
}
