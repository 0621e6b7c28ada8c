import type { AppDoc, FlowDoc, Stage, StageKind } from "../../../engine/design/documents";
import {
  lineOf,
  onLine,
  pathsWith,
  stepsOf,
  transitionsOf,
} from "../../../engine/design/commands/flow-lines";
import { propertyAt } from "../../../engine/design/places";
import { inOrder, textIn, type Lang, type Text } from "../../../engine/model/entity";
import { findingsAt, type Finding } from "../workbench/context";

/** From this many stages on they are looked for: a line to type in, a small map. */
export const MANY = 8;

/** What a card, a line of the list and the head of the panel say of a stage. */
export interface StageView {
  readonly id: string;
  readonly name: string;
  readonly kind: StageKind;
  readonly color: string;
  readonly archived: boolean;
  /** Names of required fields and actions, in their order. */
  readonly fields: readonly string[];
  readonly actions: readonly string[];
  readonly conditions: number;
  readonly expected: string | null;
  /** Who may enter; empty: everybody who may edit the record. */
  readonly roles: readonly string[];
  /** Duties that begin here. */
  readonly duties: readonly string[];
  /** Their names. */
  readonly timed: readonly string[];
  readonly errors: number;
  readonly warnings: number;
  /** Lost and hold stages one gets to from here, and stages one is sent back to. */
  readonly leads: readonly string[];
}

const TINT: Readonly<Record<StageKind, string>> = { open: "blue", won: "green", lost: "red", hold: "yellow" };

/** The colour of a stage: its own, else that of its kind. */
export const tintOf = (stage: Stage): string => stage.color ?? TINT[stage.kind ?? "open"];

/** The words of a field path: `客户·等级`; the id where it leads nowhere. */
export function fieldWords(app: AppDoc, entity: string, path: string, lang: Lang): string {
  const parts = path.split(".");
  return parts
    .map((part, index) => {
      const found = propertyAt(app, entity, parts.slice(0, index + 1).join("."));
      return found ? textIn(found.field.label, lang) : part;
    })
    .join("·");
}

const words = (text: Text | undefined, lang: Lang, id: string): string => (text ? textIn(text, lang) : id);

/** Who may enter a stage: nobody is named where one way in is open to all. */
function entering(app: AppDoc, flow: FlowDoc, stage: string, lang: Lang): string[] {
  const into = Object.values(flow.transitions).filter(({ to }) => to === stage);
  if (into.some(({ roles }) => Object.keys(roles ?? {}).length === 0)) return [];
  const roles = new Set(into.flatMap((one) => Object.keys(one.roles ?? {})));
  return inOrder(app.access.roles)
    .filter((role) => roles.has(role))
    .map((role) => words(app.access.roles[role]?.label, lang, role));
}

/** One stage as it is shown. */
export function stageView(
  app: AppDoc,
  flow: FlowDoc,
  id: string,
  findings: readonly Finding[],
  lang: Lang,
): StageView {
  const stage = flow.stages[id] as Stage;
  const entry = stage.entry ?? {};
  const said = findingsAt(findings, `flow/${flow.id}/stages/${id}`);
  const ways = inOrder(flow.transitions).map((name) => flow.transitions[name]);
  const duties = inOrder(app.duties ?? {}).filter((name) => {
    const on = app.duties?.[name]?.opens_when;
    return on?.entity === flow.entity && on.stage === id;
  });
  const targets = ways.flatMap((one) => (one && Object.hasOwn(one.from, id) ? [one.to] : []));
  return {
    id,
    name: textIn(stage.label, lang),
    kind: stage.kind ?? "open",
    color: tintOf(stage),
    archived: stage.archived ?? false,
    fields: inOrder(entry.fields ?? {}).map((path) => fieldWords(app, flow.entity, path, lang)),
    actions: inOrder(entry.actions ?? {}).map((one) => words(app.actions?.[one]?.label, lang, one)),
    conditions: Object.keys(entry.statements ?? {}).length,
    expected: stage.expected ?? null,
    roles: entering(app, flow, id, lang),
    duties,
    timed: duties.map((name) => words(app.duties?.[name]?.label, lang, name)),
    errors: said.filter(({ severity }) => severity === "error").length,
    warnings: said.filter(({ severity }) => severity === "warning").length,
    leads: [...new Set(targets)].map((to) => words(flow.stages[to]?.label, lang, to)),
  };
}

export interface Link {
  readonly from: string;
  readonly to: string;
  /** `step`: neighbours on a path; `skip`: forward past others; `back`; `side`: to or from a lost or hold stage. */
  readonly kind: "step" | "skip" | "back" | "side";
  /** The transitions that make it; empty: the paths want it, but there is no way. */
  readonly transitions: readonly string[];
  readonly paths: readonly string[];
}

/** Whether `to` comes after `from` on some path. */
function forward(flow: FlowDoc, from: string, to: string): boolean {
  return pathsWith(flow, from).some((path) => {
    const line = lineOf(flow, path);
    return line.includes(to) && line.indexOf(from) < line.indexOf(to);
  });
}

/** The paths on which one follows the other. */
export const pathsOfStep = (flow: FlowDoc, from: string, to: string): string[] =>
  inOrder(flow.paths).filter((path) => {
    const line = lineOf(flow, path);
    return line.some((stage, index) => stage === to && line[index - 1] === from);
  });

/** Everything that connects two stages of the flow. */
export function linksOf(flow: FlowDoc): Link[] {
  const steps = stepsOf(flow);
  const links: Link[] = steps.map((step) => ({
    ...step,
    kind: "step",
    transitions: transitionsOf(flow, step),
    paths: pathsOfStep(flow, step.from, step.to),
  }));
  const seen = new Set(steps.map(({ from, to }) => `${from}>${to}`));
  for (const id of inOrder(flow.transitions)) {
    const one = flow.transitions[id];
    for (const from of Object.keys(one?.from ?? {})) {
      if (!one || seen.has(`${from}>${one.to}`) || !flow.stages[from] || !flow.stages[one.to]) continue;
      seen.add(`${from}>${one.to}`);
      const line = onLine(flow, from) && onLine(flow, one.to);
      const kind = !line ? "side" : forward(flow, from, one.to) ? "skip" : "back";
      links.push({
        from,
        to: one.to,
        kind,
        transitions: transitionsOf(flow, { from, to: one.to }),
        paths: [],
      });
    }
  }
  return links;
}

/** Stages on lines, those beside them, and the archived ones, each in their order. */
export function parted(flow: FlowDoc): { line: string[]; side: string[]; archived: string[] } {
  const all = inOrder(flow.stages);
  const there = all.filter((id) => !flow.stages[id]?.archived);
  return {
    line: there.filter((id) => onLine(flow, id)),
    side: there.filter((id) => !onLine(flow, id)),
    archived: all.filter((id) => flow.stages[id]?.archived),
  };
}
