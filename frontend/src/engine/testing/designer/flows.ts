/** Commands on flows, on rights and on the app itself, with chance choices. */

import * as access from "../../design/commands/access.ts";
import * as app from "../../design/commands/app.ts";
import { freeId } from "../../design/commands/collection.ts";
import * as commands from "../../design/commands/flows.ts";
import { setLevels } from "../../design/commands/levels.ts";
import type { FlowDoc } from "../../design/documents.ts";
import type { Command } from "../../design/operations.ts";
import { anEntity, flip, label, maybeRule, on, oneOf, propertiesOf, rule, someOf, words } from "./world.ts";
import type { Draws, World } from "./world.ts";

const KINDS = ["open", "open", "open", "won", "lost", "hold"] as const;

const onFlow = (world: World, then: (id: string, flow: FlowDoc) => Command | null) =>
  on(world, world.app.flows, (id) => then(id, world.app.flows?.[id] as FlowDoc));
const onStage = (world: World, then: (flow: string, stage: string, of: FlowDoc) => Command | null) =>
  onFlow(world, (id, flow) => on(world, flow.stages, (stage) => then(id, stage, flow)));
const onPath = (world: World, then: (flow: string, path: string, of: FlowDoc) => Command | null) =>
  onFlow(world, (id, flow) => on(world, flow.paths, (path) => then(id, path, flow)));
const onTransition = (world: World, then: (flow: string, one: string, of: FlowDoc) => Command | null) =>
  onFlow(world, (id, flow) => on(world, flow.transitions, (one) => then(id, one, flow)));
/** The path of a requirement: of a stage or of a transition. */
const onPlace = (world: World, then: (place: string, flow: FlowDoc) => Command | null) =>
  flip(world)
    ? onStage(world, (id, stage, flow) => then(`flow/${id}/stages/${stage}/entry`, flow))
    : onTransition(world, (id, one, flow) => then(`flow/${id}/transitions/${one}/requires`, flow));

export const FLOWS: Draws = {
  addFlow: (world) => {
    const bare = Object.keys(world.app.entities).find(
      (id) => !Object.values(world.app.flows ?? {}).some((flow) => flow.entity === id),
    );
    return bare === undefined ? null : commands.addFlow(world.app, bare).command;
  },
  renameFlow: (world) => onFlow(world, (id) => commands.renameFlow(world.app, id, label(world))),
};

export const STAGES: Draws = {
  addStage: (world) =>
    onStage(world, (id, stage, flow) =>
      world.chance.pick([
        () =>
          commands.addStage(world.app, id, {
            label: label(world),
            id: "trial",
            place: { stage, side: world.chance.pick(["before", "after"]) },
          }).command,
        () =>
          commands.addStage(world.app, id, {
            label: label(world),
            place: { stage, side: "after" },
            paths: someOf(world, flow.paths),
            keep: true,
          }).command,
        () =>
          commands.addStage(world.app, id, { label: label(world), kind: world.chance.pick(KINDS) }).command,
      ])(),
    ),
  renameStage: (world) =>
    onStage(world, (id, stage) => commands.renameStage(world.app, id, stage, label(world))),
  setStage: (world) =>
    onStage(world, (id, stage) =>
      commands.setStage(world.app, id, stage, {
        expected: world.chance.pick(["P3D", null]),
        help: words(world),
      }),
    ),
  setStageKind: (world) =>
    onStage(world, (id, stage) => commands.setStageKind(world.app, id, stage, world.chance.pick(KINDS))),
  archiveStage: (world) => onStage(world, (id, stage) => commands.archiveStage(world.app, id, stage)),
  restoreStage: (world) => onStage(world, (id, stage) => commands.restoreStage(world.app, id, stage)),
  removeStage: (world) =>
    onStage(world, (id, stage) =>
      commands.mayRemoveStage(world.app, world.live, id, stage)
        ? commands.removeStage(world.app, world.live, id, stage)
        : null,
    ),
  setWay: (world) =>
    onStage(world, (id, stage, { stages }) =>
      commands.setWay(world.app, id, stage, oneOf(world, stages) ?? stage, flip(world)),
    ),
};

export const PATHS: Draws = {
  addPath: (world) =>
    onFlow(
      world,
      (id) => commands.addPath(world.app, id, { label: label(world), when: maybeRule(world) }).command,
    ),
  renamePath: (world) => onPath(world, (id, path) => commands.renamePath(world.app, id, path, label(world))),
  setPathWhen: (world) =>
    onPath(world, (id, path) => commands.setPathWhen(world.app, id, path, maybeRule(world))),
  movePath: (world) =>
    onPath(world, (id, path) => commands.movePath(world.app, id, path, world.chance.below(4))),
  makeDefaultPath: (world) => onPath(world, (id, path) => commands.makeDefaultPath(world.app, id, path)),
  removePath: (world) =>
    onPath(world, (id, path) =>
      commands.mayRemovePath(world.app, id, path) ? commands.removePath(world.app, id, path) : null,
    ),
  putOnPath: (world) =>
    onPath(world, (id, path, { stages }) =>
      on(world, stages, (stage) =>
        commands.putOnPath(world.app, id, path, stage, world.chance.pick([undefined, 0, 1, 5, 99])),
      ),
    ),
  takeOffPath: (world) =>
    onPath(world, (id, path, { paths }) =>
      on(world, paths[path]?.stages, (stage) => commands.takeOffPath(world.app, id, path, stage)),
    ),
};

export const TRANSITIONS: Draws = {
  addTransition: (world) =>
    onStage(world, (id, from, { stages }) => {
      const to = oneOf(world, stages) ?? from;
      return to === from ? null : commands.addTransition(world.app, id, { from: [from, to], to }).command;
    }),
  removeTransition: (world) =>
    onTransition(world, (id, one) => commands.removeTransition(world.app, id, one)),
  setTransition: (world) =>
    onTransition(world, (id, one, { stages }) => {
      const to = oneOf(world, stages) ?? "";
      return commands.setTransition(
        world.app,
        id,
        one,
        world.chance.pick([
          { to, when: rule(world) },
          { label: label(world), when: null },
          { message: words(world) },
        ]),
      );
    }),
  setTransitionSets: (world) =>
    onTransition(world, (id, one, { stages }) =>
      commands.setTransitionSets(
        world.app,
        id,
        one,
        flip(world) ? { from: someOf(world, stages) } : { roles: someOf(world, world.app.access.roles) },
      ),
    ),
};

export const DEMANDS: Draws = {
  demandFields: (world) =>
    onPlace(world, (place, { entity }) =>
      commands.demandFields(world.app, place, someOf(world, propertiesOf(world, entity)).slice(0, 3)),
    ),
  demandActions: (world) =>
    onPlace(world, (place) =>
      commands.demandActions(world.app, place, someOf(world, world.app.actions).slice(0, 2)),
    ),
  demandNewAction: (world) =>
    onPlace(world, (place) => commands.demandNewAction(world.app, place, { label: label(world) }).command),
  demandNewField: (world) =>
    onPlace(
      world,
      (place) => commands.demandNewField(world.app, place, { label: label(world), kind: "date" }).command,
    ),
  addStageDuty: (world) =>
    onStage(world, (id, stage) =>
      on(
        world,
        world.app.actions,
        (action) => commands.addStageDuty(world.app, id, stage, { action, label: label(world) }).command,
      ),
    ),
  addNewStageDuty: (world) =>
    onStage(
      world,
      (id, stage) => commands.addNewStageDuty(world.app, id, stage, { label: label(world) }).command,
    ),
  dropDemand: (world) =>
    onDemand(world, (place, part, id) => commands.dropDemand(world.app, place, part, id)),
  setDemandWhen: (world) =>
    onDemand(world, (place, part, id) =>
      part === "statements" ? null : commands.setDemandWhen(world.app, place, part, id, maybeRule(world)),
    ),
  setDemandMin: (world) =>
    onDemand(world, (place, part, id) =>
      part === "actions" ? commands.setDemandMin(world.app, place, id, world.chance.below(4)) : null,
    ),
  addStatement: (world) =>
    onPlace(
      world,
      (place) =>
        commands.addStatement(world.app, place, { rule: rule(world), message: label(world) }).command,
    ),
  setStatement: (world) =>
    onDemand(world, (place, part, id) =>
      part === "statements"
        ? commands.setStatement(world.app, place, id, { rule: rule(world), message: words(world) })
        : null,
    ),
};

type Part = "fields" | "actions" | "statements";
function onDemand(world: World, then: (place: string, part: Part, id: string) => Command | null) {
  const all = Object.entries(world.app.flows ?? {}).flatMap(([flow, { stages, transitions }]) => [
    ...Object.entries(stages).map(([id, { entry }]) => [`flow/${flow}/stages/${id}/entry`, entry] as const),
    ...Object.entries(transitions).map(
      ([id, { requires }]) => [`flow/${flow}/transitions/${id}/requires`, requires] as const,
    ),
  ]);
  const demands = all.flatMap(([place, found]) =>
    (["fields", "actions", "statements"] as const).flatMap((part) =>
      Object.keys(found?.[part] ?? {}).map((id) => ({ place, part, id })),
    ),
  );
  if (demands.length === 0) return null;
  const { place, part, id } = world.chance.pick(demands);
  return then(place, part, id);
}

const onRole = (world: World, then: (role: string) => Command | null) =>
  on(world, world.app.access.roles, then);
/** A role and an entity it sees. */
const onAccess = (world: World, then: (role: string, entity: string) => Command | null) =>
  onRole(world, (role) => on(world, world.app.access.roles[role]?.entities, (entity) => then(role, entity)));

export const LEVELS: Draws = {
  setLevels: (world) =>
    onAccess(world, (role, entity) =>
      setLevels(
        world.app,
        role,
        entity,
        someOf(world, propertiesOf(world, entity)),
        world.chance.pick(["write", "read", "none"]),
      ),
    ),
};

export const ACCESS: Draws = {
  applyPreset: (world) =>
    onRole(world, (role) =>
      access.applyPreset(world.app, role, anEntity(world), world.chance.pick(Object.keys(access.PRESETS))),
    ),
  setScope: (world) =>
    onAccess(world, (role, entity) =>
      access.setScope(world.app, role, entity, world.chance.pick(access.SCOPES)),
    ),
  setRight: (world) =>
    onAccess(world, (role, entity) =>
      access.setRight(world.app, role, entity, world.chance.pick(access.RIGHTS), flip(world)),
    ),
  setLevel: (world) =>
    onAccess(world, (role, entity) =>
      on(world, propertiesOf(world, entity), (field) =>
        access.setLevel(world.app, role, entity, field, world.chance.pick(["write", "read", "none"])),
      ),
    ),
  addRole: (world) =>
    access.addRole(
      world.app,
      freeId(world.app.access.roles, "role"),
      label(world),
      flip(world) ? oneOf(world, world.app.access.roles) : null,
    ),
  removeRole: (world) =>
    onRole(world, (role) => {
      const other = Object.keys(world.app.access.roles).find((one) => one !== role);
      return other === undefined ? null : access.removeRole(world.app, role, other);
    }),
  renameRole: (world) => onRole(world, (role) => access.renameRole(world.app, role, label(world))),
  setDuty: (world) =>
    onRole(world, (role) =>
      access.setDuty(world.app, role, world.chance.pick(["design", "people"]), flip(world)),
    ),
  admit: (world) => {
    const all = access.admissions(world.app, anEntity(world));
    if (all.length === 0) return null;
    const one = world.chance.pick(all);
    return onRole(world, (role) => access.admit(world.app, one, role, flip(world)));
  },
};

export const APP: Draws = {
  renameApp: (world) => app.renameApp(world.app, label(world).zh, world.chance.pick(["zh", "en"])),
  explainApp: (world) =>
    app.explainApp(world.app, world.chance.pick(["帮助", ""]), world.chance.pick(["zh", "en"])),
  iconApp: (world) => app.iconApp(world.app, world.chance.pick(["flag", "people"])),
};
