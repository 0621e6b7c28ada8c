/** Commands on actions and their approval, with chance choices. */

import * as actions from "../../design/commands/actions.ts";
import * as approvals from "../../design/commands/approvals.ts";
import { freeId } from "../../design/commands/collection.ts";
import type { ActionDoc, Person } from "../../design/documents.ts";
import type { Command } from "../../design/operations.ts";
import type { Draws, World } from "./world.ts";
import {
  anEntity,
  flip,
  label,
  maybeRule,
  on,
  oneOf,
  place,
  propertiesOf,
  rule,
  someOf,
  span,
  stagesOf,
  words,
} from "./world.ts";

export const person = ({ app, chance }: World): Person =>
  chance.pick<Person>([
    { to: "owner" },
    { to: "role", role: chance.pick(Object.keys(app.access.roles)) },
    {},
  ]);

const onAction = (world: World, then: (id: string, action: ActionDoc) => Command | null) =>
  on(world, world.app.actions, (id) => then(id, world.app.actions?.[id] as ActionDoc));

/** The inputs of an action, or of a step of its approval. */
const onInputs = (
  world: World,
  then: (id: string, at: { step?: string }, of: ActionDoc["fields"]) => Command | null,
) =>
  onAction(world, (id, action) => {
    const step = flip(world) ? oneOf(world, action.approval?.steps) : null;
    return step === null
      ? then(id, {}, action.fields)
      : then(id, { step }, action.approval?.steps[step]?.fields);
  });

export const ACTIONS: Draws = {
  addAction: (world) => {
    const entity = anEntity(world);
    const stage = oneOf(world, stagesOf(world, entity));
    const id = freeId(world.app.actions, "act");
    return actions.addAction(world.app, { id, entity, label: label(world), stage });
  },
  changeAction: (world) =>
    onAction(world, (id) =>
      actions.changeAction(
        world.app,
        id,
        world.chance.pick([
          { label: label(world), help: words(world) },
          { icon: world.chance.pick(["flag", null]), when: maybeRule(world) },
          { effective: maybeRule(world), message: words(world) },
          { order: world.chance.pick([5, 35]) },
        ]),
      ),
    ),
  removeAction: (world) => onAction(world, (id) => actions.removeAction(world.app, id)),
  retireAction: (world) => onAction(world, (id) => actions.retireAction(world.app, id)),
  reviveAction: (world) => onAction(world, (id) => actions.reviveAction(world.app, id)),
  markAction: (world) =>
    onAction(world, (id, { entity }) =>
      flip(world)
        ? actions.markAction(world.app, id, "roles", someOf(world, world.app.access.roles))
        : actions.markAction(world.app, id, "stages", someOf(world, stagesOf(world, entity))),
    ),
  addInput: (world) =>
    onInputs(world, (id, at, of) => {
      const target = oneOf(world, propertiesOf(world, world.app.actions?.[id]?.entity ?? ""));
      const input =
        target && flip(world)
          ? { target }
          : { property: actions.ownProperty(label(world), world.chance.pick(["text", "money", "boolean"])) };
      return actions.addInput(world.app, id, freeId(of, "input"), input, at);
    }),
  changeInput: (world) =>
    onInputs(world, (id, at, of) =>
      on(world, of, (key) =>
        actions.changeInput(
          world.app,
          id,
          key,
          world.chance.pick([
            { required: flip(world) ? true : null },
            { required_when: maybeRule(world), relevance: maybeRule(world) },
            { label: words(world), default_rule: maybeRule(world) },
          ]),
          at,
        ),
      ),
    ),
  moveInput: (world) =>
    onInputs(world, (id, at, of) =>
      on(world, of, (key) => actions.moveInput(world.app, id, key, place(world), at)),
    ),
  removeInput: (world) =>
    onInputs(world, (id, at, of) => on(world, of, (key) => actions.removeInput(world.app, id, key, at))),
  changeEvidence: (world) =>
    onAction(world, (id) =>
      actions.changeEvidence(
        world.app,
        id,
        world.chance.pick([
          { min: 2, max: 5 },
          { camera: true, label: words(world) },
          { accept: { image: {}, pdf: {} } },
          { max: null, reuse: "flag" as const },
        ]),
      ),
    ),
  removeEvidence: (world) => onAction(world, (id) => actions.removeEvidence(world.app, id)),
  demand: (world) =>
    onAction(world, (id, { entity }) => {
      const what = world.chance.pick(["fields", "actions", "statements"] as const);
      const key =
        what === "fields"
          ? oneOf(world, propertiesOf(world, entity))
          : what === "actions"
            ? oneOf(world, world.app.actions)
            : world.chance.pick(["one", "two"]);
      const value = what === "statements" ? { rule: rule(world) } : flip(world) ? { when: rule(world) } : {};
      return key === null ? null : actions.demand(world.app, id, what, key, flip(world) ? value : null);
    }),
  write: (world) =>
    onAction(world, (id, { entity }) =>
      on(world, propertiesOf(world, entity), (field) =>
        actions.write(world.app, id, field, maybeRule(world)),
      ),
    ),
  creates: (world) =>
    onAction(world, (id) => {
      const entity = anEntity(world);
      const made = { entity, link: oneOf(world, propertiesOf(world, entity)) ?? "link" };
      return actions.creates(world.app, id, flip(world) ? made : null);
    }),
  createsValue: (world) =>
    onAction(world, (id, { creates }) =>
      creates
        ? on(world, propertiesOf(world, creates.entity), (field) =>
            actions.createsValue(world.app, id, field, maybeRule(world)),
          )
        : null,
    ),
};

const onStep = (world: World, then: (id: string, step: string) => Command | null) =>
  onAction(world, (id, { approval }) => on(world, approval?.steps, (step) => then(id, step)));
const onApprover = (world: World, then: (id: string, step: string, key: string) => Command | null) =>
  onStep(world, (id, step) =>
    on(world, world.app.actions?.[id]?.approval?.steps[step]?.approvers, (key) => then(id, step, key)),
  );
const onTold = (world: World, then: (id: string, step: string, key: string) => Command | null) =>
  onStep(world, (id, step) =>
    on(world, world.app.actions?.[id]?.approval?.steps[step]?.escalate, (key) => then(id, step, key)),
  );

export const APPROVALS: Draws = {
  addStep: (world) => onAction(world, (id) => approvals.addStep(world.app, id, label(world), person(world))),
  changeStep: (world) =>
    onStep(world, (id, step) =>
      approvals.changeStep(
        world.app,
        id,
        step,
        world.chance.pick([
          { label: label(world), when: maybeRule(world) },
          { within: span(world), on_timeout: "refuse" as const },
          { within: null, on_timeout: null, takes: "all" as const },
        ]),
      ),
    ),
  moveStep: (world) => onStep(world, (id, step) => approvals.moveStep(world.app, id, step, place(world))),
  removeStep: (world) => onStep(world, (id, step) => approvals.removeStep(world.app, id, step)),
  mayWithdraw: (world) => onStep(world, (id) => approvals.mayWithdraw(world.app, id, flip(world))),
  addApprover: (world) =>
    onStep(world, (id, step) => approvals.addApprover(world.app, id, step, person(world))),
  changeApprover: (world) =>
    onApprover(world, (id, step, key) =>
      approvals.changeApprover(world.app, id, step, key, { person: person(world), when: maybeRule(world) }),
    ),
  moveApprover: (world) =>
    onApprover(world, (id, step, key) => approvals.moveApprover(world.app, id, step, key, place(world))),
  removeApprover: (world) =>
    onApprover(world, (id, step, key) => approvals.removeApprover(world.app, id, step, key)),
  addStepEscalation: (world) =>
    onStep(world, (id, step) =>
      approvals.addStepEscalation(world.app, id, step, { after: span(world), person: person(world) }),
    ),
  changeStepEscalation: (world) =>
    onTold(world, (id, step, key) =>
      approvals.changeStepEscalation(world.app, id, step, key, { after: span(world) }),
    ),
  removeStepEscalation: (world) =>
    onTold(world, (id, step, key) => approvals.removeStepEscalation(world.app, id, step, key)),
};
