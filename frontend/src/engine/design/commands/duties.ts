/** What a supervisor does to a duty: when it opens, what is owed by when and by whom, and what follows. */

import type { Text } from "../../model/entity.ts";
import { own } from "../../rules/ast.ts";
import type { AppDoc, Due, DutyDoc, Escalation, EventPattern } from "../documents.ts";
import { freeId, lastOrder } from "./collection.ts";
import { emptying, replacing } from "./edit.ts";
import type { Command } from "../operations.ts";
import { flowOf } from "../places.ts";
import { stepsOf, transitionsOf } from "./flow-lines.ts";
import { changed, nameAt, within, type Change } from "./members.ts";
import { addPart, changePart, markParts, removePart, replacePart, type PartsPlace } from "./parts.ts";
import { retired, revived } from "./retiring.ts";
import { softUses } from "./act-uses.ts";
import { command } from "./wording.ts";

const at = (id: string): string => `duty/${id}`;

export interface NewDuty {
  readonly id: string;
  readonly entity: string;
  readonly label: Text;
  /** What has to be done. */
  readonly action: string;
  /** From when on; without it from the creation of the record. */
  readonly opens_when?: EventPattern;
  /** By when; without it within 24 hours. */
  readonly due?: Due;
}

/** A duty of the record's owner: within 24 hours of the opening event unless it says otherwise. */
export function addDuty(app: AppDoc, { id, entity, label, action, opens_when, due }: NewDuty): Command {
  const siblings = Object.values(app.duties ?? {}).filter((one) => one.entity === entity);
  const value: DutyDoc = {
    id,
    entity,
    label,
    order: lastOrder(Object.fromEntries(siblings.map((one) => [one.id, one]))),
    opens_when: opens_when ?? { entity, kind: "created" },
    action,
    due: due ?? { after: "PT24H" },
  };
  return command("新建必做动作{}", "Add the duty {}", label, replacing(app, at(id), value));
}

/** Whole members: label, help, opens_when, action, due, unit, counts, owed_while, repeats, assign, … */
export const changeDuty = (
  app: AppDoc,
  id: string,
  change: Change<Omit<DutyDoc, "id" | "entity">>,
): Command => changed(app, at(id), change);

/** Takes away a duty that was never published, and its place in queues; `usesOf` tells what else names it. */
export function removeDuty(app: AppDoc, id: string): Command {
  const gone = emptying(app, [...softUses(app, at(id)), at(id)]);
  return command("删除必做动作{}", "Remove the duty {}", nameAt(app, at(id)), gone);
}

/** Owed no more: what is open is withdrawn. Its own condition is kept within. */
export const retireDuty = (app: AppDoc, id: string): Command =>
  command(
    "停用必做动作{}",
    "Retire the duty {}",
    nameAt(app, at(id)),
    replacing(app, `${at(id)}/owed_while`, retired(own(app.duties, id)?.owed_while)),
  );

/** Owed again, under the condition it had. */
export const reviveDuty = (app: AppDoc, id: string): Command =>
  command(
    "恢复必做动作{}",
    "Owe the duty {} again",
    nameAt(app, at(id)),
    replacing(app, `${at(id)}/owed_while`, revived(own(app.duties, id)?.owed_while)),
  );

/** Members of the time limit; null takes one away, what is not named stays. */
export function changeDue(app: AppDoc, id: string, change: Change<Due>): Command {
  const operations = within(app, `${at(id)}/due`, change);
  return command("改必做动作{}：时限", "Change duty {}: time limit", nameAt(app, at(id)), operations);
}

type Variant = NonNullable<Due["variants"]>[string];
type Reminder = NonNullable<DutyDoc["remind"]>[string];
type Part = { readonly variants: Variant; readonly remind: Reminder; readonly escalate: Escalation };
type Parts = keyof Part;

const placeOf = (id: string, member: Parts): PartsPlace =>
  member === "variants" ? { path: at(id), member: "due/variants" } : { path: at(id), member };

const takenIn = (app: AppDoc, id: string, member: Parts): Readonly<Record<string, unknown>> => {
  const duty = own(app.duties, id);
  return (member === "variants" ? duty?.due.variants : duty?.[member]) ?? {};
};

/** One more variant of the time limit, reminder or escalation. */
export const addDutyPart = <M extends Parts>(app: AppDoc, id: string, member: M, value: Part[M]): Command => {
  const wish = { variants: "other", remind: "remind", escalate: "tell" }[member];
  return addPart(app, placeOf(id, member), freeId(takenIn(app, id, member), wish), value);
};

/** Members of one variant, reminder or escalation. */
export const changeDutyPart = <M extends Parts>(
  app: AppDoc,
  id: string,
  member: M,
  key: string,
  change: Change<Part[M]>,
): Command => changePart(app, placeOf(id, member), key, change);

export const removeDutyPart = (app: AppDoc, id: string, member: Parts, key: string): Command =>
  removePart(app, placeOf(id, member), key);

/** Sets of marks: the actions that start the time anew, the transitions it blocks, the roles that may waive. */
export const markDuty = (
  app: AppDoc,
  id: string,
  member: "resets_on" | "blocks" | "waive",
  ids: readonly string[],
): Command => markParts(app, { path: at(id), member }, ids);

/** Members of one mark: `when` of a reset or of a block. */
export const changeDutyMark = (
  app: AppDoc,
  id: string,
  member: "resets_on" | "blocks",
  key: string,
  change: Readonly<Record<string, unknown>>,
): Command => changePart(app, { path: at(id), member }, key, change);

/** The transitions that lead on from the stage whose entering opens the duty; none where something else opens it. */
export function waysOn(app: AppDoc, { entity, opens_when }: DutyDoc): string[] {
  const flow = flowOf(app, entity);
  const stage = opens_when.kind === "moved" ? opens_when.stage : null;
  if (!flow || !stage) return [];
  const next = stepsOf(flow).filter(({ from }) => from === stage);
  return [...new Set(next.flatMap((step) => transitionsOf(flow, step)))];
}

/** A transition it blocks, while an obligation is open or only once it is late. */
export const changeBlock = (
  app: AppDoc,
  id: string,
  transition: string,
  when: "open" | "breached",
): Command =>
  replacePart(app, { path: at(id), member: "blocks" }, transition, when === "open" ? {} : { when });
