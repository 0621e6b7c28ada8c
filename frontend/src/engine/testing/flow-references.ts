/** What names a stage, path or transition that is not there: the simplest reading of the documents, for tests. */

import type { AppDoc, EventPattern, FlowDoc } from "../design/documents.ts";

const missing = (of: Readonly<Record<string, unknown>>, ids: readonly string[], at: string): string[] =>
  ids.filter((id) => !Object.hasOwn(of, id)).map((id) => `${at}/${id}`);

const keys = (of: Readonly<Record<string, unknown>> | null | undefined): string[] => Object.keys(of ?? {});

function inFlow(id: string, flow: FlowDoc): string[] {
  const at = `flow/${id}`;
  return [
    ...keys(flow.paths).flatMap((path) =>
      missing(flow.stages, keys(flow.paths[path]?.stages), `${at}/paths/${path}/stages`),
    ),
    ...Object.entries(flow.transitions).flatMap(([name, one]) => [
      ...missing(flow.stages, keys(one.from), `${at}/transitions/${name}/from`),
      ...missing(flow.stages, [one.to], `${at}/transitions/${name}/to`),
      ...(keys(one.from).length === 0 ? [`${at}/transitions/${name}/from is empty`] : []),
    ]),
  ];
}

/** `_stage` compared with words that are no stage, in rules read over records of the flow's entity. */
function inRules(value: unknown, stages: Readonly<Record<string, unknown>>, at: string): string[] {
  if (Array.isArray(value)) return value.flatMap((part) => inRules(part, stages, at));
  if (typeof value !== "object" || value === null) return [];
  const parts = ((value as { a?: unknown }).a ?? []) as Record<string, unknown>[];
  const own = Array.isArray(parts) && parts.some((part) => part["f"] === "_stage");
  const named = own ? parts.flatMap((part) => (part["v"] === undefined ? [] : [part["v"]].flat())) : [];
  return [
    ...missing(
      stages,
      named.filter((word) => typeof word === "string"),
      at,
    ),
    ...Object.entries(value).flatMap(([key, part]) => inRules(part, stages, `${at}/${key}`)),
  ];
}

const inPattern = (flow: FlowDoc, pattern: EventPattern, at: string): string[] =>
  pattern.entity === flow.entity
    ? missing(
        flow.stages,
        [pattern.stage, pattern.from].filter((one) => typeof one === "string"),
        at,
      )
    : [];

/** The places of an app that name a stage or transition of its flows that is not there; [] when all is well. */
export function danglingInFlows(app: AppDoc): string[] {
  return Object.entries(app.flows ?? {}).flatMap(([id, flow]) => [
    ...inFlow(id, flow),
    ...Object.entries(app.actions ?? {}).flatMap(([name, action]) =>
      action.entity === flow.entity
        ? [
            ...missing(flow.stages, keys(action.stages), `action/${name}/stages`),
            ...missing(flow.stages, action.advances ? [action.advances.to] : [], `action/${name}/advances`),
            ...inRules(action, flow.stages, `action/${name}`),
          ]
        : [],
    ),
    ...Object.entries(app.duties ?? {}).flatMap(([name, duty]) =>
      duty.entity === flow.entity
        ? [
            ...inPattern(flow, duty.opens_when, `duty/${name}/opens_when`),
            ...missing(flow.transitions, keys(duty.blocks), `duty/${name}/blocks`),
            ...inRules(duty, flow.stages, `duty/${name}`),
          ]
        : [],
    ),
    ...Object.entries(app.triggers ?? {}).flatMap(([name, one]) =>
      one.on.entity === flow.entity
        ? [
            ...inPattern(flow, one.on, `trigger/${name}/on`),
            ...Object.values(one.effects).flatMap((effect) =>
              effect.kind === "move" ? missing(flow.stages, [effect.stage], `trigger/${name}`) : [],
            ),
          ]
        : [],
    ),
    ...Object.entries(app.lists ?? {}).flatMap(([name, list]) =>
      list.entity === flow.entity ? inRules(list, flow.stages, `list/${name}`) : [],
    ),
    ...Object.values(app.queues ?? {}).flatMap((queue) =>
      missing(app.duties ?? {}, keys(queue.duties), `queue/${queue.id}/duties`),
    ),
  ]);
}
