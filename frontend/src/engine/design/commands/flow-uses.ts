/** Who names a stage, a path or a transition of a flow outside the flow's own lines, and what becomes of it. */

import type { Text } from "../../model/entity.ts";
import type { AppDoc, EntityDoc } from "../documents.ts";

/** One place that names it. */
export interface Use {
  /** The place, to go to. */
  readonly path: string;
  /** The document it belongs to. */
  readonly label: Text;
  /** How it names it. */
  readonly how: "acts_here" | "advances" | "opens" | "moves" | "rule" | "blocks";
  /** What becomes of it when the named thing goes: it goes along, it loses this part, or it forbids the going. */
  readonly fate: "goes" | "loses" | "forbids";
  /** The paths that are emptied. */
  readonly takes: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const mentions = (node: unknown, value: string): boolean =>
  isObject(node) && (node["v"] === value || (Array.isArray(node["v"]) && node["v"].includes(value)));

/** The entity at which a field path of `entity` ends; null where it leads nowhere. */
function ownerOf(app: AppDoc, entity: string, path: string): string | null {
  let here: string | null = entity;
  for (const hop of path.split(".").slice(0, -1)) {
    const document: EntityDoc | undefined = here === null ? undefined : app.entities[here];
    here = (hop === "_parent" ? document?.entity.rows_of : document?.properties[hop]?.field.target) ?? null;
  }
  return here;
}

/** Paths of the rules below `value` that compare `field` (`_stage`, `_path`) of records of `owner` with `id`. */
function rulesNaming(
  app: AppDoc,
  value: unknown,
  at: string,
  entity: string,
  what: { readonly owner: string; readonly field: string; readonly id: string },
): string[] {
  if (Array.isArray(value)) return value.flatMap((part) => rulesNaming(app, part, at, entity, what));
  if (!isObject(value)) return [];
  const parts = Array.isArray(value["a"]) ? (value["a"] as unknown[]) : [];
  const reads = parts.some(
    (part) =>
      isObject(part) &&
      typeof part["f"] === "string" &&
      part["f"].split(".").at(-1) === what.field &&
      ownerOf(app, entity, part["f"]) === what.owner,
  );
  const found = reads && parts.some((part) => mentions(part, what.id)) ? [at] : [];
  const inRule = Object.hasOwn(value, "op");
  for (const [key, part] of Object.entries(value)) {
    const rows = key === "rollup" && isObject(part) ? part["entity"] : undefined;
    const inner = typeof rows === "string" ? rows : entity;
    found.push(...rulesNaming(app, part, inRule ? at : `${at}/${key}`, inner, what));
  }
  return [...new Set(found)];
}

/** Event patterns below `value` that are about a stage of `entity`. */
function patternsNaming(value: unknown, at: string, entity: string, stage: string): string[] {
  if (!isObject(value)) return [];
  const hit = value["entity"] === entity && (value["stage"] === stage || value["from"] === stage);
  return [
    ...(hit ? [at] : []),
    ...Object.entries(value).flatMap(([key, part]) => patternsNaming(part, `${at}/${key}`, entity, stage)),
  ];
}

interface Doc {
  readonly kind: string;
  readonly id: string;
  readonly entity: string;
  readonly label: Text;
  readonly body: unknown;
}

const KINDS = [
  ["entity", "entities"],
  ["list", "lists"],
  ["flow", "flows"],
  ["action", "actions"],
  ["duty", "duties"],
  ["trigger", "triggers"],
  ["decision_table", "decision_tables"],
  ["metric", "metrics"],
  ["board", "boards"],
] as const;

/** Every document that may hold rules, with the entity over whose records it reads them. */
function documents(app: AppDoc): Doc[] {
  return KINDS.flatMap(([kind, member]) =>
    Object.entries(app[member] ?? {}).map(([id, body]) => {
      const doc = body as Json & {
        readonly label?: Text;
        readonly entity?: string | { readonly label: Text };
        readonly on?: { readonly entity: string };
      };
      const own = typeof doc.entity === "string" ? doc.entity : undefined;
      const label = doc.label ?? (isObject(doc.entity) ? (doc.entity as { label: Text }).label : { zh: id });
      return { kind, id, entity: own ?? doc.on?.entity ?? id, label, body };
    }),
  );
}

/** Where queues name a duty, and whether anything else does. */
function namesOfDuty(app: AppDoc, duty: string): { readonly queues: string[]; readonly others: boolean } {
  const queues = Object.entries(app.queues ?? {})
    .filter(([, queue]) => Object.hasOwn(queue.duties ?? {}, duty))
    .map(([id]) => `queue/${id}/duties/${duty}`);
  const names = (value: unknown): boolean =>
    isObject(value) &&
    (value["duty"] === duty ||
      (isObject(value["duties"]) && Object.hasOwn(value["duties"], duty)) ||
      Object.values(value).some(names));
  const others = [app.duties, app.triggers, app.metrics, app.boards].some((part) => names(part ?? {}));
  return { queues, others };
}

/** A duty or trigger that was never in force and waits for the stage alone goes with it; any other forbids its going. */
function patternUse(app: AppDoc, live: AppDoc | null, doc: Doc, path: string): Use {
  const use = { path, label: doc.label, how: "opens" } as const;
  const whole = `${doc.kind}/${doc.id}`;
  if (doc.kind === "trigger" && !live?.triggers?.[doc.id]) return { ...use, fate: "goes", takes: [whole] };
  if (doc.kind === "duty" && !live?.duties?.[doc.id]) {
    const { queues, others } = namesOfDuty(app, doc.id);
    if (!others) return { ...use, fate: "goes", takes: [...queues, whole] };
  }
  return { ...use, fate: "forbids", takes: [] };
}

/** What actions and triggers do with a stage. */
function doings(app: AppDoc, entity: string, stage: string): Use[] {
  const found: Use[] = [];
  for (const [id, action] of Object.entries(app.actions ?? {})) {
    if (action.entity !== entity) continue;
    const [at, label] = [`action/${id}`, action.label];
    if (action.advances?.to === stage)
      found.push({
        path: `${at}/advances`,
        label,
        how: "advances",
        fate: "loses",
        takes: [`${at}/advances`],
      });
    const here = Object.keys(action.stages ?? {});
    if (!here.includes(stage)) continue;
    const path = `${at}/stages/${stage}`;
    // Without its last stage an action would be open in all of them.
    if (here.length > 1) found.push({ path, label, how: "acts_here", fate: "loses", takes: [path] });
    else found.push({ path, label, how: "acts_here", fate: "forbids", takes: [] });
  }
  for (const [id, trigger] of Object.entries(app.triggers ?? {})) {
    if (trigger.on.entity !== entity) continue;
    const moves = Object.keys(trigger.effects).filter((one) => {
      const effect = trigger.effects[one];
      return effect?.kind === "move" && effect.stage === stage;
    });
    const rest = Object.keys(trigger.effects).length - moves.length;
    for (const one of moves) {
      const path = `trigger/${id}/effects/${one}`;
      const use = { path, label: trigger.label, how: "moves" } as const;
      found.push(
        rest > 0 ? { ...use, fate: "loses", takes: [path] } : { ...use, fate: "forbids", takes: [] },
      );
    }
  }
  return found;
}

/** Whether a metric or board of the entity has the word anywhere: its members are not read one by one here. */
const has = (value: unknown, word: string): boolean =>
  value === word ||
  (Array.isArray(value) && value.some((part) => has(part, word))) ||
  (isObject(value) && Object.entries(value).some(([key, part]) => key === word || has(part, word)));

/** Everything outside the flow's paths and transitions that names a stage. */
export function stageUses(app: AppDoc, live: AppDoc | null, flowId: string, stage: string): Use[] {
  const entity = app.flows?.[flowId]?.entity;
  if (entity === undefined) return [];
  const found = doings(app, entity, stage);
  for (const doc of documents(app)) {
    const at = `${doc.kind}/${doc.id}`;
    const patterns = patternsNaming(doc.body, at, entity, stage);
    found.push(...patterns.map((path) => patternUse(app, live, doc, path)));
    const rules = rulesNaming(app, doc.body, at, doc.entity, { owner: entity, field: "_stage", id: stage });
    found.push(...rules.map((path) => rule(doc, path)));
    const measured = (doc.kind === "metric" && doc.entity === entity) || doc.kind === "board";
    if (measured && patterns.length + rules.length === 0 && has(doc.body, stage)) found.push(rule(doc, at));
  }
  return leavingTogether(found);
}

const rule = (doc: Doc, path: string): Use => ({
  path,
  label: doc.label,
  how: "rule",
  fate: "forbids",
  takes: [],
});

/** What lies in a document that goes anyway neither forbids nor loses anything. */
function leavingTogether(uses: readonly Use[]): Use[] {
  const going = new Set(uses.flatMap(({ fate, takes }) => (fate === "goes" ? takes.slice(-1) : [])));
  const seen = new Set<string>();
  return uses.filter(({ path, fate }) => {
    const document = path.split("/").slice(0, 2).join("/");
    const key = going.has(document) ? document : path;
    if (seen.has(key) || (going.has(document) && fate !== "goes")) return false;
    seen.add(key);
    return true;
  });
}

/** The rules that name a path of a flow: it may not go before they are changed. */
export function pathUses(app: AppDoc, flowId: string, path: string): Use[] {
  const owner = app.flows?.[flowId]?.entity ?? "";
  return documents(app).flatMap((doc) =>
    rulesNaming(app, doc.body, `${doc.kind}/${doc.id}`, doc.entity, { owner, field: "_path", id: path }).map(
      (at) => rule(doc, at),
    ),
  );
}

/** The duties that stand before a transition: they block it no longer when it goes. */
export function transitionUses(app: AppDoc, flowId: string, transition: string): Use[] {
  const entity = app.flows?.[flowId]?.entity;
  return Object.entries(app.duties ?? {})
    .filter(([, duty]) => duty.entity === entity && Object.hasOwn(duty.blocks ?? {}, transition))
    .map(([id, duty]) => {
      const path = `duty/${id}/blocks/${transition}`;
      return { path, label: duty.label, how: "blocks", fate: "loses", takes: [path] } as const;
    });
}
