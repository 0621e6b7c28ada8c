/** The lines of a flow: which stage follows which on its paths, and transitions that keep them connected. */

import type { Text } from "../../model/entity.ts";
import { inOrder } from "../../model/entity.ts";
import type { FlowDoc, Transition } from "../documents.ts";
import { freeId, lastOrder } from "./collection.ts";
import type { Edit } from "./edit.ts";

/** Whether a stage lies on lines (open, won); lost and hold lie beside them, open to all. */
export const onLine = (flow: FlowDoc, stage: string): boolean => {
  const kind = flow.stages[stage]?.kind ?? "open";
  return Object.hasOwn(flow.stages, stage) && (kind === "open" || kind === "won");
};

/** The line of a path: its open and won stages by the order on the path, then their own, then id (core/model/scope.py). */
export function lineOf(flow: FlowDoc, path: string): string[] {
  const marks = flow.paths[path]?.stages ?? {};
  const order = (stage: string) => [marks[stage]?.order ?? 0, flow.stages[stage]?.order ?? 0] as const;
  return Object.keys(marks)
    .filter((stage) => onLine(flow, stage))
    .sort((a, b) => {
      const [x, y] = [order(a), order(b)];
      return x[0] - y[0] || x[1] - y[1] || (a < b ? -1 : 1);
    });
}

/** The paths on which a stage lies, in their order. */
export const pathsWith = (flow: FlowDoc, stage: string): string[] =>
  inOrder(flow.paths).filter((path) => Object.hasOwn(flow.paths[path]?.stages ?? {}, stage));

/** The path a record takes when no rule chooses one; null: every path has a rule. */
export const defaultPath = (flow: FlowDoc): string | null =>
  inOrder(flow.paths).find((path) => !flow.paths[path]?.when) ?? null;

export interface Step {
  readonly from: string;
  readonly to: string;
}

/** Every stage and the one that follows it on some path, each pair once. */
export function stepsOf(flow: FlowDoc): Step[] {
  const found = new Map<string, Step>();
  for (const path of inOrder(flow.paths)) {
    const line = lineOf(flow, path);
    line.forEach((to, index) => {
      const from = line[index - 1];
      if (from !== undefined) found.set(`${from}>${to}`, { from, to });
    });
  }
  return [...found.values()];
}

/** The transitions that lead from one stage to another, in their order. */
export const transitionsOf = (flow: FlowDoc, { from, to }: Step): string[] =>
  inOrder(flow.transitions).filter((id) => {
    const one = flow.transitions[id];
    return one?.to === to && Object.hasOwn(one.from, from);
  });

/** What the button of a transition says as long as nobody gave it words. */
export const wordsInto = (label: Text): Text => ({
  zh: `进入${label.zh}`,
  ...(label.en === undefined ? {} : { en: `To ${label.en}` }),
});

/** Whether a transition says no more than where it leads. */
export const isPlain = (one: Transition): boolean =>
  !one.when &&
  Object.keys(one.roles ?? {}).length === 0 &&
  Object.values(one.requires ?? {}).every((part) => Object.keys(part as object).length === 0);

const flowIn = (edit: Edit, flow: string): FlowDoc => edit.read(`flow/${flow}`) as FlowDoc;

/** A way from one stage to another: through a plain transition that leads there already, else through one of its own. */
export function connect(edit: Edit, flowId: string, { from, to }: Step): void {
  const flow = flowIn(edit, flowId);
  const target = flow.stages[to];
  if (!target || from === to || transitionsOf(flow, { from, to }).length > 0) return;
  const words = wordsInto(target.label);
  const joined = inOrder(flow.transitions).find((id) => {
    const one = flow.transitions[id];
    return one?.to === to && isPlain(one) && one.label.zh === words.zh;
  });
  if (joined !== undefined) {
    edit.set(`flow/${flowId}/transitions/${joined}/from/${from}`, {});
    return;
  }
  const id = freeId(flow.transitions, `to_${to}`);
  const order = lastOrder(flow.transitions);
  edit.set(`flow/${flowId}/transitions/${id}`, { label: words, from: { [from]: {} }, to, order });
}

/** A transition less, and what waits before it: a duty no longer blocks what is not there. */
export function dropTransition(edit: Edit, flowId: string, id: string): void {
  for (const [duty, document] of Object.entries(edit.app.duties ?? {})) {
    if (document.entity === flowIn(edit, flowId).entity && Object.hasOwn(document.blocks ?? {}, id))
      edit.set(`duty/${duty}/blocks/${id}`, null);
  }
  edit.set(`flow/${flowId}/transitions/${id}`, null);
}

/** A transition no longer leaves from a stage; one that leaves from nowhere is gone. */
export function dropSource(edit: Edit, flowId: string, id: string, stage: string): void {
  const sources = Object.keys(flowIn(edit, flowId).transitions[id]?.from ?? {});
  if (sources.every((one) => one === stage)) dropTransition(edit, flowId, id);
  else edit.set(`flow/${flowId}/transitions/${id}/from/${stage}`, null);
}

/**
 * After stages have come, gone or moved on lines: who are neighbours now get a way, and who are neighbours no more lose
 * theirs (unless `keep`). A way that is lost hands its conditions over to the one that takes its place: between A and C a
 * transition with a guard becomes the one from the new stage to C.
 */
export function rewire(edit: Edit, flowId: string, before: FlowDoc, keep = false): void {
  const now = flowIn(edit, flowId);
  const has = (steps: readonly Step[], { from, to }: Step) =>
    steps.some((one) => one.from === from && one.to === to);
  const [old, fresh] = [stepsOf(before), stepsOf(now)];
  const gone = old.filter((step) => !has(fresh, step));
  for (const step of fresh.filter((one) => !has(old, one))) {
    const flow = flowIn(edit, flowId);
    if (transitionsOf(flow, step).length > 0) continue;
    const heirs = gone.filter(({ to }) => to === step.to).flatMap((one) => transitionsOf(flow, one));
    for (const id of new Set(heirs)) edit.set(`flow/${flowId}/transitions/${id}/from/${step.from}`, {});
    if (heirs.length === 0) connect(edit, flowId, step);
  }
  if (keep) return;
  for (const step of gone)
    for (const id of transitionsOf(flowIn(edit, flowId), step)) dropSource(edit, flowId, id, step.from);
}
