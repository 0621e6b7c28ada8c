/** What a supervisor does to an action: its mini form, evidence, who and when, what it writes, creates and leads to. */

import type { Property, Text } from "../../model/entity.ts";
import { own, type Node } from "../../rules/ast.ts";
import type { ActionDoc, ActionField, AppDoc, Evidence, Requirement } from "../documents.ts";
import { lastOrder } from "./collection.ts";
import { added, emptying, marked, moved, putting, removed, replacing } from "./edit.ts";
import type { Command } from "../operations.ts";
import { read } from "../operations.ts";
import { inputLabel } from "../places.ts";
import { changed, nameAt, within, type Change } from "./members.ts";
import { retired, revived } from "./retiring.ts";
import { softUses } from "./act-uses.ts";
import { command } from "./wording.ts";

const at = (id: string): string => `action/${id}`;

export interface NewAction {
  readonly id: string;
  readonly entity: string;
  readonly label: Text;
  /** The stage in which it is offered; none: in all. */
  readonly stage?: string | null | undefined;
}

/** An action without inputs yet. */
export function addAction(app: AppDoc, { id, entity, label, stage }: NewAction): Command {
  const siblings = Object.values(app.actions ?? {}).filter((one) => one.entity === entity);
  const order = lastOrder(Object.fromEntries(siblings.map((one) => [one.id, one])));
  const value: ActionDoc = { id, entity, label, order, ...(stage ? { stages: { [stage]: {} } } : {}) };
  return command("新建动作{}", "Add the action {}", label, replacing(app, at(id), value));
}

/** Whole members: label, help, icon, stages, roles, when, message, evidence, requires, creates, writes, advances,
 * effective, approval. */
export const changeAction = (
  app: AppDoc,
  id: string,
  change: Change<Omit<ActionDoc, "id" | "entity">>,
): Command => changed(app, at(id), change);

/** Takes away an action that was never published, and with it every demand for it (stages, transitions, other actions,
 * resets). What needs it (a duty, a trigger) is left and found by the check: `usesOf` tells it before. */
export function removeAction(app: AppDoc, id: string): Command {
  const gone = emptying(app, [...softUses(app, at(id)), at(id)]);
  return command("删除动作{}", "Remove the action {}", nameAt(app, at(id)), gone);
}

/** Offers a published action no more: its records and what is owed stay as they are. Its own condition is kept within. */
export const retireAction = (app: AppDoc, id: string): Command =>
  command(
    "停用动作{}",
    "Retire the action {}",
    nameAt(app, at(id)),
    replacing(app, `${at(id)}/when`, retired(own(app.actions, id)?.when)),
  );

/** Offers it again, with the condition it had. */
export const reviveAction = (app: AppDoc, id: string): Command =>
  command(
    "恢复动作{}",
    "Offer the action {} again",
    nameAt(app, at(id)),
    replacing(app, `${at(id)}/when`, revived(own(app.actions, id)?.when)),
  );

/** Sets of marks: the stages in which it is offered, the roles that may do it. */
export const markAction = (
  app: AppDoc,
  id: string,
  member: "stages" | "roles",
  ids: readonly string[],
): Command => {
  const words = member === "stages" ? ["所在阶段", "stages"] : ["谁可以做", "who may do it"];
  const operations = marked(app, `${at(id)}/${member}`, ids);
  return command(
    `改动作{}：${words[0] ?? ""}`,
    `Change action {}: ${words[1] ?? ""}`,
    nameAt(app, at(id)),
    operations,
  );
};

/** Where inputs stand: those of the action itself, or of one step of its approval. */
export const inputsPath = (action: string, step?: string | null): string =>
  step ? `${at(action)}/approval/steps/${step}/fields` : `${at(action)}/fields`;

/** Which inputs are meant: those of a step of the approval, else those of the action. */
type InputPlace = { readonly step?: string | null | undefined };

const inputAt = (app: AppDoc, path: string, key: string): ActionField | undefined =>
  read(app, `${path}/${key}`) as ActionField | undefined;

const labelOf = (app: AppDoc, action: string, input: ActionField | undefined): Text =>
  inputLabel(app, own(app.actions, action), input) ?? { zh: "输入项", en: "input" };

/** An input more. With a `target` it writes that field; else `property` describes a value kept with the act. */
export function addInput(
  app: AppDoc,
  action: string,
  key: string,
  input: ActionField,
  { step }: InputPlace = {},
): Command {
  const operations = added(app, inputsPath(action, step), key, input);
  const label = labelOf(app, action, input);
  return command(
    "给动作{}加输入项{2}",
    "Add to {} the input {2}",
    nameAt(app, at(action)),
    operations,
    label,
  );
}

/** Members of an input: label, required, required_when, relevance, default_rule, property. */
export function changeInput(
  app: AppDoc,
  action: string,
  key: string,
  change: Change<ActionField>,
  { step }: InputPlace = {},
): Command {
  const path = inputsPath(action, step);
  const operations = within(app, `${path}/${key}`, change);
  const label = labelOf(app, action, inputAt(app, path, key));
  return command(
    "改动作{}的输入项{2}",
    "Change of {} the input {2}",
    nameAt(app, at(action)),
    operations,
    label,
  );
}

/** An input takes the place `to` (0 is the first). */
export function moveInput(
  app: AppDoc,
  action: string,
  key: string,
  to: number,
  { step }: InputPlace = {},
): Command {
  const path = inputsPath(action, step);
  const label = labelOf(app, action, inputAt(app, path, key));
  const operations = moved(app, path, key, to);
  return command(
    "移动动作{}的输入项{2}",
    "Move of {} the input {2}",
    nameAt(app, at(action)),
    operations,
    label,
  );
}

/** An input less. */
export function removeInput(app: AppDoc, action: string, key: string, { step }: InputPlace = {}): Command {
  const path = inputsPath(action, step);
  const label = labelOf(app, action, inputAt(app, path, key));
  const operations = removed(app, path, key);
  return command(
    "从动作{}去掉输入项{2}",
    "Take from {} the input {2}",
    nameAt(app, at(action)),
    operations,
    label,
  );
}

/** Members of the evidence; an action without any asks for at least one picture from now on. */
export function changeEvidence(app: AppDoc, action: string, change: Change<Evidence>): Command {
  const path = `${at(action)}/evidence`;
  const now = own(app.actions, action)?.evidence;
  const next = now ? { ...now, ...change } : { accept: { image: {} }, ...change };
  const operations = replacing(app, path, next);
  return command("改动作{}：凭证", "Change action {}: evidence", nameAt(app, at(action)), operations);
}

/** No evidence any more. */
export const removeEvidence = (app: AppDoc, action: string): Command =>
  command(
    "动作{}不再要凭证",
    "No evidence for {}",
    nameAt(app, at(action)),
    replacing(app, `${at(action)}/evidence`, null),
  );

/** What must hold before: fields filled, actions done, statements. One member of one kind; null takes it away. */
export function demand(
  app: AppDoc,
  action: string,
  kind: keyof Requirement,
  key: string,
  value: object | null,
): Command {
  const path = `${at(action)}/requires/${kind}`;
  const operations =
    value === null
      ? removed(app, path, key)
      : read(app, `${path}/${key}`) === undefined
        ? added(app, path, key, value)
        : replacing(app, `${path}/${key}`, value);
  return command("改动作{}：前提", "Change action {}: requirements", nameAt(app, at(action)), operations);
}

/** A field it writes by a rule; null writes it no more. */
export const write = (app: AppDoc, action: string, field: string, value: Node | null): Command =>
  command(
    "改动作{}：写入",
    "Change action {}: writes",
    nameAt(app, at(action)),
    replacing(app, `${at(action)}/writes/${field}`, value),
  );

/** The record it creates: its entity and the reference back; inputs for the record made before go with it. */
export function creates(
  app: AppDoc,
  action: string,
  made: { readonly entity: string; readonly link: string } | null,
): Command {
  const doc = own(app.actions, action);
  const other = doc?.creates && doc.creates.entity !== made?.entity;
  const inputs = Object.entries(doc?.fields ?? {}).filter(([, input]) => input.target?.startsWith("new."));
  const gone = other ? inputs.map(([key]) => [`${inputsPath(action)}/${key}`, null] as const) : [];
  const operations = putting(app, {
    ...Object.fromEntries(gone),
    [`${at(action)}/creates`]:
      made && doc?.creates?.entity === made.entity ? { ...doc.creates, ...made } : made,
  });
  return command(
    "改动作{}：新建的记录",
    "Change action {}: record made",
    nameAt(app, at(action)),
    operations,
  );
}

/** A value of the record it creates; null gives none. */
export const createsValue = (app: AppDoc, action: string, field: string, value: Node | null): Command =>
  command(
    "改动作{}：新建的记录",
    "Change action {}: record made",
    nameAt(app, at(action)),
    replacing(app, `${at(action)}/creates/values/${field}`, value),
  );

/** An input of its own: one line of text by default. */
export const ownProperty = (label: Text, kind = "text"): Property => {
  const types: Readonly<Record<string, object>> = {
    text: { type: "string", maxLength: 60 },
    long_text: { type: "string", maxLength: 200 },
    number: { type: "number" },
    money: { type: "integer" },
    date: { type: "string", format: "date" },
    boolean: { type: "boolean" },
    choice: { type: "string" },
    image: { type: "array" },
    file: { type: "array" },
  };
  return { ...types[kind], field: { kind, label, ...(kind === "money" ? { currency: "CNY" } : {}) } };
};
