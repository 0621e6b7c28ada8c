/** What a supervisor does to an automation: the event it waits for, and the effects that follow in order. */

import type { Text } from "../../model/entity.ts";
import { own } from "../../rules/ast.ts";
import type { AppDoc, Effect, EventPattern, TriggerDoc } from "../documents.ts";
import { freeId, lastOrder } from "./collection.ts";
import { removed, replacing } from "./edit.ts";
import type { Command } from "../operations.ts";
import { changed, nameAt, type Change } from "./members.ts";
import { addPart, changePart, movePart, removePart, replacePart, type PartsPlace } from "./parts.ts";
import { retired, revived } from "./retiring.ts";
import { command } from "./wording.ts";

const at = (id: string): string => `trigger/${id}`;

const effects = (id: string): PartsPlace => ({ path: at(id), member: "effects" });

export interface NewTrigger {
  readonly id: string;
  readonly label: Text;
  readonly on: EventPattern;
}

/** An automation without effects yet. */
export function addTrigger(app: AppDoc, { id, label, on }: NewTrigger): Command {
  const value: TriggerDoc = { id, label, on, order: lastOrder(app.triggers ?? {}), effects: {} };
  return command("新建自动化{}", "Add the automation {}", label, replacing(app, at(id), value));
}

/** Whole members: label, help, on, order. */
export const changeTrigger = (app: AppDoc, id: string, change: Change<Omit<TriggerDoc, "id">>): Command =>
  changed(app, at(id), change);

/** Nothing refers to an automation: it can always go. */
export const removeTrigger = (app: AppDoc, id: string): Command =>
  command("删除自动化{}", "Remove the automation {}", nameAt(app, at(id)), removed(app, "trigger", id));

/** Runs no more; its own condition is kept within. */
export const retireTrigger = (app: AppDoc, id: string): Command =>
  command(
    "停用自动化{}",
    "Switch off {}",
    nameAt(app, at(id)),
    replacing(app, `${at(id)}/on/when`, retired(own(app.triggers, id)?.on.when)),
  );

/** Runs again, under the condition it had. */
export const reviveTrigger = (app: AppDoc, id: string): Command =>
  command(
    "恢复自动化{}",
    "Switch on {}",
    nameAt(app, at(id)),
    replacing(app, `${at(id)}/on/when`, revived(own(app.triggers, id)?.on.when)),
  );

const WISH: Readonly<Record<Effect["kind"], string>> = {
  set: "set",
  create: "create",
  move: "move",
  open: "open",
  notify: "tell",
  webhook: "call",
  assign: "assign",
};

/** One more effect, after the others. */
export const addEffect = (app: AppDoc, id: string, effect: Effect): Command =>
  addPart(app, effects(id), freeId(own(app.triggers, id)?.effects ?? {}, WISH[effect.kind]), effect);

/** Members of an effect; null takes one away. */
export const changeEffect = (
  app: AppDoc,
  id: string,
  key: string,
  change: Readonly<Record<string, unknown>>,
): Command => changePart(app, effects(id), key, change);

/** Another effect in its place. */
export const replaceEffect = (app: AppDoc, id: string, key: string, effect: Effect): Command =>
  replacePart(app, effects(id), key, { order: own(app.triggers, id)?.effects[key]?.order, ...effect });

/** An effect takes the place `to` (0 is the first). */
export const moveEffect = (app: AppDoc, id: string, key: string, to: number): Command =>
  movePart(app, effects(id), key, to);

export const removeEffect = (app: AppDoc, id: string, key: string): Command =>
  removePart(app, effects(id), key);
