/** What a supervisor does to the approval of an action: its steps, who signs, by when. */

import type { Text } from "../../model/entity.ts";
import { own } from "../../rules/ast.ts";
import type { ApprovalStep, Approver, AppDoc, Escalation, Person } from "../documents.ts";
import { freeId } from "./collection.ts";
import { replacing } from "./edit.ts";
import type { Command } from "../operations.ts";
import type { Change } from "./members.ts";
import { addPart, changePart, movePart, removePart, type PartsPlace } from "./parts.ts";
import { changing } from "./wording.ts";

const at = (action: string): string => `action/${action}`;

const steps = (action: string): PartsPlace => ({ path: at(action), member: "approval/steps" });

const within = (action: string, step: string, member: "approvers" | "escalate"): PartsPlace => ({
  path: `${at(action)}/approval/steps/${step}`,
  member,
});

const stepsOf = (app: AppDoc, action: string) => own(app.actions, action)?.approval?.steps ?? {};

/** One more step, after the others; the first makes the action one that has to be approved. */
export const addStep = (app: AppDoc, action: string, label: Text, person: Person): Command =>
  addPart(app, steps(action), freeId(stepsOf(app, action), "step"), {
    label,
    approvers: { first: { person, order: 10 } },
  });

/** Members of a step: label, takes, when, within, calendar, on_timeout. */
export const changeStep = (
  app: AppDoc,
  action: string,
  step: string,
  change: Change<Omit<ApprovalStep, "approvers" | "fields" | "escalate">>,
): Command => changePart(app, steps(action), step, change);

export const moveStep = (app: AppDoc, action: string, step: string, to: number): Command =>
  movePart(app, steps(action), step, to);

/** A step less; without any left the action takes effect at once, as others do. */
export function removeStep(app: AppDoc, action: string, step: string): Command {
  if (Object.keys(stepsOf(app, action)).length > 1) return removePart(app, steps(action), step);
  const name = own(app.actions, action)?.label;
  return changing(["动作", "action"], name, ["approval"], replacing(app, `${at(action)}/approval`, null));
}

/** Whether whoever asked may take it back (the default). */
export const mayWithdraw = (app: AppDoc, action: string, may: boolean): Command =>
  changing(
    ["动作", "action"],
    own(app.actions, action)?.label,
    ["approval"],
    replacing(app, `${at(action)}/approval/withdraw`, may ? null : false),
  );

export const addApprover = (app: AppDoc, action: string, step: string, person: Person): Command => {
  const taken = own(stepsOf(app, action), step)?.approvers ?? {};
  return addPart(app, within(action, step, "approvers"), freeId(taken, "signer"), { person });
};

/** Members of a place among the signers: person, when. */
export const changeApprover = (
  app: AppDoc,
  action: string,
  step: string,
  key: string,
  change: Change<Approver>,
): Command => changePart(app, within(action, step, "approvers"), key, change);

export const moveApprover = (app: AppDoc, action: string, step: string, key: string, to: number): Command =>
  movePart(app, within(action, step, "approvers"), key, to);

export const removeApprover = (app: AppDoc, action: string, step: string, key: string): Command =>
  removePart(app, within(action, step, "approvers"), key);

/** Who learns that a step is late. */
export const addStepEscalation = (
  app: AppDoc,
  action: string,
  step: string,
  escalation: Escalation,
): Command => {
  const taken = own(stepsOf(app, action), step)?.escalate ?? {};
  return addPart(app, within(action, step, "escalate"), freeId(taken, "tell"), escalation);
};

export const changeStepEscalation = (
  app: AppDoc,
  action: string,
  step: string,
  key: string,
  change: Change<Escalation>,
): Command => changePart(app, within(action, step, "escalate"), key, change);

export const removeStepEscalation = (app: AppDoc, action: string, step: string, key: string): Command =>
  removePart(app, within(action, step, "escalate"), key);
