/** What a supervisor does to the paths of a flow. */

import type { Text } from "../../model/entity.ts";
import { inOrder } from "../../model/entity.ts";
import type { Node } from "../../rules/ast.ts";
import type { AppDoc, FlowDoc, FlowPath } from "../documents.ts";
import type { Command } from "../operations.ts";
import { freeId } from "./collection.ts";
import { Edit, named } from "./edit.ts";
import { defaultPath, lineOf, onLine, rewire } from "./flow-lines.ts";
import type { Made } from "./flow-stages.ts";
import { pathUses } from "./flow-uses.ts";

function pathOf(app: AppDoc, flowId: string, id: string): { flow: FlowDoc; path: FlowPath; at: string } {
  const flow = app.flows?.[flowId];
  const path = flow?.paths[id];
  if (!flow || !path) throw new Error(`no path ${id}`);
  return { flow, path, at: `flow/${flowId}/paths/${id}` };
}

export interface NewPath {
  readonly label: Text;
  readonly id?: string;
  /** The path whose stages it begins with; none: the default one. */
  readonly like?: string;
  readonly when?: Node | null;
}

/**
 * A new path with the stages of another. With a rule it comes before the default path, or no record would ever take it;
 * without one it waits behind it, so that nobody takes it before it has a rule.
 */
export function addPath(app: AppDoc, flowId: string, what: NewPath): Made {
  const flow = app.flows?.[flowId];
  if (!flow) throw new Error(`no flow ${flowId}`);
  const edit = new Edit(app);
  const id = freeId(flow.paths, what.id ?? "path");
  const ids = inOrder(flow.paths);
  const last = defaultPath(flow);
  const model = what.like ?? last ?? ids[0];
  const stages = model === undefined ? {} : (flow.paths[model]?.stages ?? {});
  const at = last === null || !what.when ? ids.length : ids.indexOf(last);
  const when = what.when ? { when: what.when } : {};
  edit.set(`flow/${flowId}/paths/${id}`, { label: what.label, stages, ...when });
  edit.order(`flow/${flowId}/paths`, [...ids.slice(0, at), id, ...ids.slice(at)], id);
  return { id, command: edit.command(named("添加路径", "Add path", what.label)) };
}

export function renamePath(app: AppDoc, flowId: string, id: string, label: Text): Command {
  const { at } = pathOf(app, flowId, id);
  const edit = new Edit(app);
  edit.set(`${at}/label`, label);
  return edit.command(named("路径改名为", "Rename path to", label));
}

/**
 * The rule by which records take it. With its first rule it goes before the default path; without one (null) behind it,
 * where no record takes it any more.
 */
export function setPathWhen(app: AppDoc, flowId: string, id: string, when: Node | null): Command {
  const { flow, path, at } = pathOf(app, flowId, id);
  const edit = new Edit(app);
  edit.set(`${at}/when`, when);
  const last = defaultPath(flow);
  const ids = inOrder(flow.paths).filter((one) => one !== id);
  if (last !== null && last !== id && Boolean(when) !== Boolean(path.when)) {
    ids.splice(ids.indexOf(last) + (when ? 0 : 1), 0, id);
    if (ids.some((one, index) => one !== inOrder(flow.paths)[index]))
      edit.order(`flow/${flowId}/paths`, ids, id);
  }
  return edit.command(named("修改路径条件", "Change the rule of path", path.label));
}

/** Earlier or later in the order in which paths are tried: `to` is its place, 0 the first. */
export function movePath(app: AppDoc, flowId: string, id: string, to: number): Command {
  const { flow, path } = pathOf(app, flowId, id);
  const edit = new Edit(app);
  const ids = inOrder(flow.paths).filter((one) => one !== id);
  ids.splice(Math.max(0, Math.min(to, ids.length)), 0, id);
  if (ids.some((one, index) => one !== inOrder(flow.paths)[index]))
    edit.order(`flow/${flowId}/paths`, ids, id);
  return edit.command(named("调整路径顺序", "Reorder path", path.label));
}

const negated = (rule: Node): Node => {
  const inner = "op" in rule && rule.op === "not" ? rule.a[0] : undefined;
  return inner ?? { op: "not", a: [rule] };
};

/**
 * The path of all whom no rule takes elsewhere: it loses its rule and is tried last. The default path until now gets the
 * opposite of that rule, so that each record takes the path it took before.
 */
export function makeDefaultPath(app: AppDoc, flowId: string, id: string): Command {
  const { flow, path, at } = pathOf(app, flowId, id);
  const edit = new Edit(app);
  const old = defaultPath(flow);
  const ids = [...inOrder(flow.paths).filter((one) => one !== id), id];
  if (old !== null && old !== id && path.when)
    edit.set(`flow/${flowId}/paths/${old}/when`, negated(path.when));
  edit.set(`${at}/when`, null);
  if (ids.some((one, index) => one !== inOrder(flow.paths)[index]))
    edit.order(`flow/${flowId}/paths`, ids, id);
  return edit.command(named("设为默认路径", "Make the default path", path.label));
}

/** Whether a path may go: another is left, it is not the default one, and no rule names it. */
export const mayRemovePath = (app: AppDoc, flowId: string, id: string): boolean => {
  const { flow } = pathOf(app, flowId, id);
  return (
    Object.keys(flow.paths).length > 1 && defaultPath(flow) !== id && pathUses(app, flowId, id).length === 0
  );
};

/** A path less, and the ways that only it needed; `mayRemovePath` must hold. */
export function removePath(app: AppDoc, flowId: string, id: string): Command {
  const { flow, path, at } = pathOf(app, flowId, id);
  if (!mayRemovePath(app, flowId, id)) throw new Error(`path ${id} is in use`);
  const edit = new Edit(app);
  edit.set(at, null);
  rewire(edit, flowId, flow);
  return edit.command(named("删除路径", "Remove path", path.label));
}

/** A stage is on a path, at its place among the others (`to`; none: where its order among all stages puts it). */
export function putOnPath(app: AppDoc, flowId: string, id: string, stage: string, to?: number): Command {
  const { flow, path, at } = pathOf(app, flowId, id);
  const edit = new Edit(app);
  const line = lineOf(flow, id).filter((one) => one !== stage);
  const all = inOrder(flow.stages);
  const own = line.filter((one) => all.indexOf(one) < all.indexOf(stage)).length;
  line.splice(to ?? own, 0, stage);
  if (!Object.hasOwn(path.stages, stage)) edit.set(`${at}/stages/${stage}`, {});
  if (onLine(flow, stage) && line.some((one, index) => one !== lineOf(flow, id)[index]))
    edit.order(`${at}/stages`, line, stage);
  rewire(edit, flowId, flow);
  return edit.command(named("调整路径", "Change path", path.label));
}

/** A stage is no longer on a path; its neighbours are connected. */
export function takeOffPath(app: AppDoc, flowId: string, id: string, stage: string): Command {
  const { flow, path, at } = pathOf(app, flowId, id);
  const edit = new Edit(app);
  edit.set(`${at}/stages/${stage}`, null);
  rewire(edit, flowId, flow);
  return edit.command(named("调整路径", "Change path", path.label));
}
