/**
 * What must be there before a stage is entered or a transition walked: fields, actions, statements. A `place` is the path
 * of a requirement: `flow/deal/stages/quote/entry`, `flow/deal/transitions/to_quote/requires`.
 */

import type { Statement, Text } from "../../model/entity.ts";
import { inOrder } from "../../model/entity.ts";
import type { Node } from "../../rules/ast.ts";
import type { AppDoc, Requirement } from "../documents.ts";
import type { Command } from "../operations.ts";
import { read } from "../operations.ts";
import { addAction } from "./actions.ts";
import { freeId, lastOrder } from "./collection.ts";
import { Edit, named } from "./edit.ts";
import { addDuty } from "./duties.ts";
import { addField } from "./fields.ts";
import { lineOf, pathsWith } from "./flow-lines.ts";
import { enOf, zhOf } from "./wording.ts";

type Part = "fields" | "actions" | "statements";

const requirement = (app: AppDoc, place: string): Requirement => read(app, place) ?? {};

const words = (zh: string, en: string) => ({ zh, en });

/** Each of these fields (own, or through one reference: `customer.level`) must be filled; those demanded already stay. */
export function demandFields(app: AppDoc, place: string, paths: readonly string[]): Command {
  const named = paths.map((path) => fieldAt(app, place, path));
  return demand(app, place, "fields", paths, said(["添加必填字段", "Require"], named));
}

/** Each of these actions must have been done at least once. */
export function demandActions(app: AppDoc, place: string, ids: readonly string[]): Command {
  const named = ids.map((id) => ({ id, label: app.actions?.[id]?.label }));
  return demand(app, place, "actions", ids, said(["添加必做动作", "Require"], named));
}

interface Named {
  readonly id: string;
  readonly label: Text | undefined;
}

/** The field a path of a requirement leads to, own or through references. */
function fieldAt(app: AppDoc, place: string, path: string): Named {
  const steps = path.split(".");
  const last = steps.pop() ?? path;
  const entity = steps.reduce(
    (at, step) => app.entities[at]?.properties[step]?.field.target ?? "",
    app.flows?.[place.split("/")[1] ?? ""]?.entity ?? "",
  );
  return { id: last, label: app.entities[entity]?.properties[last]?.field.label };
}

const said = ([zh, en]: readonly [string, string], named: readonly Named[]) =>
  words(
    `${zh}${named.map(({ id, label }) => zhOf(label, id)).join("、")}`,
    `${en} ${named.map(({ id, label }) => enOf(label, id)).join(", ")}`,
  );

function demand(
  app: AppDoc,
  place: string,
  part: "fields" | "actions",
  ids: readonly string[],
  label: { zh: string; en: string },
): Command {
  const edit = new Edit(app);
  const there = requirement(app, place)[part] ?? {};
  let order = lastOrder(there);
  for (const id of ids.filter((one) => !Object.hasOwn(there, one))) {
    edit.set(`${place}/${part}/${id}`, { order });
    order += 10;
  }
  return edit.command(label);
}

/** A new action of the flow's entity, required at once: one step of the history. */
export function demandNewAction(
  app: AppDoc,
  place: string,
  what: { readonly label: Text; readonly id?: string },
): { readonly id: string; readonly command: Command } {
  const entity = app.flows?.[place.split("/")[1] ?? ""]?.entity ?? "";
  const id = freeId(app.actions ?? {}, what.id ?? "action");
  const edit = new Edit(app);
  edit.include(addAction(app, { id, entity, label: what.label }));
  edit.include(demandActions(edit.app, place, [id]));
  return { id, command: edit.command(named("新建必做动作", "Add the required action", what.label)) };
}

/** Where a field belongs that is asked for here: beside what this stage, or else one before it, asks for; else at the end. */
function sectionFor(app: AppDoc, place: string, form: string): string | undefined {
  const sections = app.forms?.[form]?.sections ?? {};
  const [, flowId = "", kind, id = ""] = place.split("/");
  const flow = app.flows?.[flowId];
  const stage = kind === "stages" ? id : (flow?.transitions[id]?.to ?? "");
  const path = flow ? pathsWith(flow, stage)[0] : undefined;
  const line = flow && path !== undefined ? lineOf(flow, path) : [];
  const before = line.slice(0, line.indexOf(stage) + 1).reverse();
  const asked = before.flatMap((one) => inOrder(flow?.stages[one]?.entry?.fields ?? {}).reverse());
  const homes = asked.map((field) =>
    inOrder(sections).find((section) => Object.hasOwn(sections[section]?.fields ?? {}, field)),
  );
  return homes.find((home) => home !== undefined) ?? inOrder(sections).at(-1);
}

/** A new field of the flow's entity, on its first form and required at once: one step of the history. */
export function demandNewField(
  app: AppDoc,
  place: string,
  what: { readonly label: Text; readonly kind: string; readonly id?: string },
): { readonly id: string; readonly command: Command } {
  const entity = app.flows?.[place.split("/")[1] ?? ""]?.entity ?? "";
  const id = freeId(app.entities[entity]?.properties ?? {}, what.id ?? "field");
  const form = inOrder(app.forms ?? {}).find((one) => app.forms?.[one]?.entity === entity);
  const section = form === undefined ? undefined : sectionFor(app, place, form);
  const at = form !== undefined && section !== undefined ? { at: { form, section } } : {};
  const edit = new Edit(app);
  edit.include(addField(app, { entity, id, kind: what.kind, label: what.label, ...at }));
  edit.include(demandFields(edit.app, place, [id]));
  return { id, command: edit.command(named("新建必填字段", "Add the required field", what.label)) };
}

/** A duty that begins when a record enters a stage: its action within a day, until somebody says otherwise. */
export function addStageDuty(
  app: AppDoc,
  flowId: string,
  stage: string,
  what: { readonly action: string; readonly label: Text; readonly id?: string },
): { readonly id: string; readonly command: Command } {
  const entity = app.flows?.[flowId]?.entity ?? "";
  const id = freeId(app.duties ?? {}, what.id ?? what.action);
  const opens_when = { entity, kind: "moved", stage } as const;
  const due = { after: "PT24H" };
  const command = addDuty(app, { id, entity, label: what.label, action: what.action, opens_when, due });
  return { id, command };
}

/** The same for an action that is not there yet: one step of the history. */
export function addNewStageDuty(
  app: AppDoc,
  flowId: string,
  stage: string,
  what: { readonly label: Text; readonly id?: string },
): { readonly id: string; readonly command: Command } {
  const entity = app.flows?.[flowId]?.entity ?? "";
  const action = freeId(app.actions ?? {}, what.id ?? "action");
  const edit = new Edit(app);
  edit.include(addAction(app, { id: action, entity, label: what.label }));
  const { id, command } = addStageDuty(edit.app, flowId, stage, { action, label: what.label });
  edit.include(command);
  return { id, command: edit.command(named("新建限时必做", "Add the timed action", what.label)) };
}

/** One demand less. */
export function dropDemand(app: AppDoc, place: string, part: Part, id: string): Command {
  const edit = new Edit(app);
  edit.set(`${place}/${part}/${id}`, null);
  return edit.command(words("删除进入要求", "Drop a requirement"));
}

/** The demand holds only where this rule is true; null: always. */
export function setDemandWhen(
  app: AppDoc,
  place: string,
  part: "fields" | "actions",
  id: string,
  when: Node | null,
): Command {
  const edit = new Edit(app);
  edit.set(`${place}/${part}/${id}/when`, when);
  return edit.command(words("修改进入要求的条件", "Change when something is required"));
}

/** How many times the action must have been done, 1 to 1000. */
export function setDemandMin(app: AppDoc, place: string, action: string, min: number): Command {
  const edit = new Edit(app);
  const times = Math.max(1, Math.min(1000, Math.round(min)));
  edit.set(`${place}/actions/${action}/min`, times === 1 ? null : times);
  return edit.command(words("修改必做次数", "Change how often an action is required"));
}

/** A new condition with the words said where it does not hold. */
export function addStatement(
  app: AppDoc,
  place: string,
  what: { readonly rule: Node; readonly message?: Text; readonly id?: string },
): { readonly id: string; readonly command: Command } {
  const edit = new Edit(app);
  const there = requirement(app, place).statements ?? {};
  const id = freeId(there, what.id ?? "condition");
  const message = what.message ? { message: what.message } : {};
  edit.set(`${place}/statements/${id}`, { rule: what.rule, ...message, order: lastOrder(there) });
  return { id, command: edit.command(words("添加条件", "Add a condition")) };
}

/** Its rule or its words; what is left out stays. */
export function setStatement(
  app: AppDoc,
  place: string,
  id: string,
  change: Pick<Statement, "message"> & { readonly rule?: Node },
): Command {
  const edit = new Edit(app);
  for (const [member, value] of Object.entries(change))
    edit.set(`${place}/statements/${id}/${member}`, value);
  return edit.command(words("修改条件", "Change a condition"));
}
