/** What a supervisor does to the stages of a flow. */

import type { Text } from "../../model/entity.ts";
import { inOrder } from "../../model/entity.ts";
import type { AppDoc, FlowDoc, StageKind } from "../documents.ts";
import type { Command } from "../operations.ts";
import { freeId, lastOrder } from "./collection.ts";
import { Edit, named } from "./edit.ts";
import {
  connect,
  dropSource,
  dropTransition,
  lineOf,
  onLine,
  pathsWith,
  rewire,
  transitionsOf,
  wordsInto,
} from "./flow-lines.ts";
import { stageUses } from "./flow-uses.ts";

/** A command that makes something, and the id of what it makes. */
export interface Made {
  readonly id: string;
  readonly command: Command;
}

export interface NewStage {
  readonly label: Text;
  /** A wish; a free one is made of it. */
  readonly id?: string;
  readonly kind?: StageKind;
  /** Beside which stage of the line; none: at the end of the paths (a lost or hold stage lies beside them). */
  readonly place?: { readonly stage: string; readonly side: "before" | "after" };
  /** On which paths; none: on every one that has the neighbour. */
  readonly paths?: readonly string[];
  /** Those who were neighbours until now keep their direct way. */
  readonly keep?: boolean;
}

const flowOf = (app: AppDoc, flow: string): FlowDoc => {
  const found = app.flows?.[flow];
  if (!found) throw new Error(`no flow ${flow}`);
  return found;
};

/** A stage of a flow with its path; throws where there is none. */
function stageOf(app: AppDoc, flowId: string, id: string) {
  const flow = flowOf(app, flowId);
  const stage = flow.stages[id];
  if (!stage) throw new Error(`no stage ${id}`);
  return { flow, stage, at: `flow/${flowId}/stages/${id}` };
}

/** A line with `id` put beside `place`, or before its won end when there is no place. */
function lineWith(flow: FlowDoc, line: readonly string[], id: string, place: NewStage["place"]): string[] {
  const found = place ? line.indexOf(place.stage) : -1;
  const end = line.findIndex((stage) => flow.stages[stage]?.kind === "won");
  const at = found >= 0 ? found + (place?.side === "after" ? 1 : 0) : end >= 0 ? end : line.length;
  return [...line.slice(0, at), id, ...line.slice(at)];
}

/**
 * A new stage. On a line it stands between its neighbours and the ways lead through it; from there one gets to the same
 * lost and hold stages as from its neighbour. A lost or hold stage can be reached from every open stage.
 */
export function addStage(app: AppDoc, flowId: string, what: NewStage): Made {
  const flow = flowOf(app, flowId);
  const edit = new Edit(app);
  const id = freeId(flow.stages, what.id ?? "stage");
  const kind = what.kind ?? "open";
  const base = `flow/${flowId}`;
  edit.set(`${base}/stages/${id}`, {
    label: what.label,
    ...(kind === "open" ? {} : { kind }),
    order: lastOrder(flow.stages),
  });
  if (kind === "lost" || kind === "hold") {
    for (const from of inOrder(flow.stages)) {
      const other = flow.stages[from];
      if ((other?.kind ?? "open") === "open" && !other?.archived) connect(edit, flowId, { from, to: id });
    }
  } else {
    const all = what.place ? pathsWith(flow, what.place.stage) : inOrder(flow.paths);
    for (const path of what.paths ?? all) {
      const line = lineWith(flow, lineOf(flow, path), id, what.place);
      edit.set(`${base}/paths/${path}/stages/${id}`, {});
      edit.order(`${base}/paths/${path}/stages`, line, id);
    }
    const stages = inOrder(flow.stages);
    edit.order(`${base}/stages`, lineWith(flow, stages, id, what.place), id);
    rewire(edit, flowId, flow, what.keep);
    if (kind === "open" && what.place) {
      leaveLike(edit, flowId, id, what.place.stage);
      fitIn(edit, flowId, id);
    }
  }
  return { id, command: edit.command(named("添加阶段", "Add stage", what.label)) };
}

/** From `id` one gets to the lost and hold stages to which one gets from `model`. */
function leaveLike(edit: Edit, flowId: string, id: string, model: string): void {
  const flow = flowOf(edit.app, flowId);
  for (const [name, one] of Object.entries(flow.transitions))
    if (!onLine(flow, one.to) && Object.hasOwn(one.from, model))
      edit.set(`flow/${flowId}/transitions/${name}/from/${id}`, {});
}

/**
 * What is open both in the stage before and in the one after is open in between too: actions that are offered in both, ways
 * back that lead from both. Else a record would have to do in one stage what the next asks for and be stuck in between.
 */
function fitIn(edit: Edit, flowId: string, id: string): void {
  const flow = flowOf(edit.app, flowId);
  const between = pathsWith(flow, id).flatMap((path) => {
    const line = lineOf(flow, path);
    const [before, after] = [line[line.indexOf(id) - 1], line[line.indexOf(id) + 1]];
    return before !== undefined && after !== undefined ? [[before, after] as const] : [];
  });
  const both = (stages: object | null | undefined) =>
    between.some(
      ([before, after]) => Object.hasOwn(stages ?? {}, before) && Object.hasOwn(stages ?? {}, after),
    );
  for (const [name, one] of Object.entries(flow.transitions))
    if (one.to !== id && both(one.from)) edit.set(`flow/${flowId}/transitions/${name}/from/${id}`, {});
  for (const [name, one] of Object.entries(edit.app.actions ?? {}))
    if (one.entity === flow.entity && both(one.stages)) edit.set(`action/${name}/stages/${id}`, {});
}

/** Another name; transitions that say no more than "to this stage" say the new one. */
export function renameStage(app: AppDoc, flowId: string, id: string, label: Text): Command {
  const { flow, stage, at } = stageOf(app, flowId, id);
  const edit = new Edit(app);
  edit.set(`${at}/label`, label);
  for (const [name, one] of Object.entries(flow.transitions))
    if (one.to === id && one.label.zh === wordsInto(stage.label).zh)
      edit.set(`flow/${flowId}/transitions/${name}/label`, wordsInto(label));
  return edit.command(named("阶段改名为", "Rename stage to", label));
}

export interface StageLook {
  readonly help?: Text | null;
  readonly color?: string | null;
  /** How long a record usually stays: an ISO 8601 duration. */
  readonly expected?: string | null;
}

/** Words of help, colour or usual time; what is left out stays, null takes it away. */
export function setStage(app: AppDoc, flowId: string, id: string, look: StageLook): Command {
  const { stage, at } = stageOf(app, flowId, id);
  const edit = new Edit(app);
  for (const [member, value] of Object.entries(look)) edit.set(`${at}/${member}`, value);
  return edit.command(named("修改阶段", "Change stage", stage.label));
}

/** Open, won, lost or hold. A stage that leaves the lines leaves its neighbours connected; one that joins them is joined. */
export function setStageKind(app: AppDoc, flowId: string, id: string, kind: StageKind): Command {
  const { flow, stage, at } = stageOf(app, flowId, id);
  const edit = new Edit(app);
  edit.set(`${at}/kind`, kind === "open" ? null : kind);
  rewire(edit, flowId, flow);
  return edit.command(named("修改阶段类型", "Change the kind of stage", stage.label));
}

/** Takes a stage off every path, and away from every transition. */
function detach(edit: Edit, flowId: string, id: string): void {
  const before = flowOf(edit.app, flowId);
  for (const path of pathsWith(before, id)) edit.set(`flow/${flowId}/paths/${path}/stages/${id}`, null);
  const now = flowOf(edit.app, flowId);
  rewire(edit, flowId, before);
  bypass(edit, flowId, id, now);
  for (const [name, one] of Object.entries(flowOf(edit.app, flowId).transitions)) {
    if (one.to === id) dropTransition(edit, flowId, name);
    else if (Object.hasOwn(one.from, id)) dropSource(edit, flowId, name, id);
  }
}

/** Stages that could be left through `id` alone are led on to where `id` led: nobody is stranded by its going. */
function bypass(edit: Edit, flowId: string, id: string, now: FlowDoc): void {
  const flow = flowOf(edit.app, flowId);
  const leads = (from: string) =>
    Object.values(flow.transitions).filter((one) => Object.hasOwn(one.from, from));
  const on = leads(id).map(({ to }) => to);
  for (const from of inOrder(now.stages)) {
    const ways = leads(from).map(({ to }) => to);
    if (from === id || ways.length === 0 || ways.some((to) => to !== id)) continue;
    for (const to of on) if (to !== from) connect(edit, flowId, { from, to });
  }
}

/**
 * Nobody enters it any more: off the paths, no way leads there. It stays in the documents, because records were in it;
 * those that still are get another stage when the version is published.
 */
export function archiveStage(app: AppDoc, flowId: string, id: string): Command {
  const { stage, at } = stageOf(app, flowId, id);
  const edit = new Edit(app);
  detach(edit, flowId, id);
  edit.set(`${at}/archived`, true);
  return edit.command(named("停用阶段", "Archive stage", stage.label));
}

/** An archived stage is there again; it lies on no path until it is put on one. */
export function restoreStage(app: AppDoc, flowId: string, id: string): Command {
  const { stage, at } = stageOf(app, flowId, id);
  const edit = new Edit(app);
  edit.set(`${at}/archived`, null);
  return edit.command(named("恢复阶段", "Restore stage", stage.label));
}

/** Whether a stage may go altogether: it was never in force, and nothing forbids it (`stageUses`). */
export const mayRemoveStage = (app: AppDoc, live: AppDoc | null, flowId: string, id: string): boolean =>
  !Object.hasOwn(live?.flows?.[flowId]?.stages ?? {}, id) &&
  stageUses(app, live, flowId, id).every(({ fate }) => fate !== "forbids") &&
  Object.keys(flowOf(app, flowId).stages).length > 1;

/** A stage that was never in force goes with everything that names it; `mayRemoveStage` must hold. */
export function removeStage(app: AppDoc, live: AppDoc | null, flowId: string, id: string): Command {
  const { stage, at } = stageOf(app, flowId, id);
  if (!mayRemoveStage(app, live, flowId, id)) throw new Error(`stage ${id} is in use`);
  const edit = new Edit(app);
  for (const use of stageUses(app, live, flowId, id)) for (const path of use.takes) edit.set(path, null);
  detach(edit, flowId, id);
  edit.set(at, null);
  return edit.command(named("删除阶段", "Remove stage", stage.label));
}

/** The ways that lead from one stage to another are there or not; on the line and beside it. */
export function setWay(app: AppDoc, flowId: string, from: string, to: string, open: boolean): Command {
  const { flow, stage } = stageOf(app, flowId, from);
  const target = stageOf(app, flowId, to).stage;
  const edit = new Edit(app);
  if (open) connect(edit, flowId, { from, to });
  else for (const id of transitionsOf(flow, { from, to })) dropSource(edit, flowId, id, from);
  const words = {
    zh: `${stage.label.zh}→${target.label.zh}`,
    en: `${stage.label.en ?? stage.label.zh} → ${target.label.en ?? target.label.zh}`,
  };
  return edit.command(open ? named("允许流转", "Allow", words) : named("取消流转", "No longer allow", words));
}
