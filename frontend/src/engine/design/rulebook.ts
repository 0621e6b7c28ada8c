/** The rules of an app for those who live under them: one sentence each, by what they are about. */

import { inOrder, textIn } from "../model/entity.ts";
import { isRetired } from "./commands/retiring.ts";
import { alike } from "./difference.ts";
import type { AppDoc, Requirement, Stage, Transition } from "./documents.ts";
import { parseDuration } from "./durations.ts";
import { read, type AppJson, type Operation } from "./operations.ts";
import { rulesOf, withinWords, type PlacedRule } from "./rules-of.ts";
import { dutySentence } from "./sentences/duty.ts";
import { actionName, fieldName, listed, pick, quote, type Names } from "./sentences/names.ts";
import { ruleText } from "./sentences/rules.ts";
import { triggerSentence } from "./sentences/trigger.ts";

/** What a rule is about, in the order of reading. */
export const GROUPS = ["duty", "stage", "action", "entity", "trigger", "decision_table"] as const;
export type Group = (typeof GROUPS)[number];

export interface Entry {
  /** The document path of what is talked about. */
  readonly path: string;
  readonly group: Group;
  /** What it stands in: "商机 › 预计金额 › 显示条件". */
  readonly title: string;
  readonly sentence: string;
}

/** Words of members that are rules, by member; given by who has texts. */
export type MemberWords = (member: string) => string;

/** Everything that is a rule, as sentences; what is retired is none. */
export function rulebook(names: Names, member: MemberWords): readonly Entry[] {
  const { app, lang } = names;
  const found: Entry[] = [];
  const put = (path: string, group: Group, title: string, sentence: string) =>
    found.push({ path, group, title, sentence });
  for (const id of inOrder(app.duties ?? {})) {
    const duty = app.duties?.[id];
    if (duty && !isRetired(duty.owed_while))
      put(`duty/${id}`, "duty", textIn(duty.label, lang), dutySentence(names, duty));
  }
  for (const [id, flow] of Object.entries(app.flows ?? {}))
    for (const kind of ["stages", "transitions"] as const) {
      const parts: Readonly<Record<string, Stage | Transition>> = flow[kind];
      for (const key of inOrder(parts)) {
        const part = parts[key];
        if (!part || ("archived" in part && part.archived)) continue;
        const words = demandText(names, flow.entity, "entry" in part ? part.entry : demandOf(part));
        const title = `${textIn(flow.label, lang)} › ${textIn(part.label, lang)}`;
        if (words !== "") put(`flow/${id}/${kind}/${key}`, "stage", title, words);
      }
    }
  for (const one of rulesOf(app)) {
    const group = groupOf(one);
    if (group === null) continue;
    const title = [withinWords(one, lang), member(one.member)].filter((part) => part !== "").join(" › ");
    put(one.path, group, title, ruleText(names, one.place, one.rule));
  }
  for (const id of inOrder(app.triggers ?? {})) {
    const trigger = app.triggers?.[id];
    if (trigger)
      put(`trigger/${id}`, "trigger", textIn(trigger.label, lang), triggerSentence(names, trigger));
  }
  return GROUPS.flatMap((group) => found.filter((one) => one.group === group));
}

const demandOf = (part: Stage | Transition): Requirement | undefined =>
  "requires" in part ? part.requires : undefined;

/** Duties and automations are read as a whole; lists and forms are no rules. */
function groupOf({ path }: PlacedRule): Group | null {
  const [kind = ""] = path.split("/");
  if (kind === "flow") return "stage";
  return kind === "action" || kind === "entity" || kind === "decision_table" ? kind : null;
}

/** What has to be filled in and done: of a stage to enter it, of a transition to take it. */
function demandText(names: Names, entity: string, demand: Requirement | null | undefined): string {
  const fields = inOrder(demand?.fields ?? {}).map((key) => quote(names, fieldName(names, entity, key)));
  const actions = inOrder(demand?.actions ?? {}).map((key) => {
    const name = quote(names, actionName(names, key));
    const times = demand?.actions?.[key]?.min ?? 1;
    return times > 1 ? pick(names, `${name} ${times} 次`, `${name} ${times} times`) : name;
  });
  const parts: string[] = [];
  if (fields.length > 0)
    parts.push(pick(names, `要填写${listed(names, fields)}`, `${listed(names, fields)} must be filled in`));
  if (actions.length > 0)
    parts.push(pick(names, `要完成${listed(names, actions)}`, `${listed(names, actions)} must be done`));
  return parts.length === 0 ? "" : `${parts.join(pick(names, "；", "; "))}${pick(names, "。", ".")}`;
}

/** A number, a length of time or a rule within an entry that somebody may propose to change. */
export type Knob =
  | { readonly path: string; readonly kind: "duration"; readonly what: LengthOf; readonly working: boolean }
  | { readonly path: string; readonly kind: "count" }
  | { readonly path: string; readonly kind: "rule"; readonly rule: PlacedRule };

/** What a length of time is: of which words it is called by. */
export type LengthOf = "after" | "remind" | "escalate" | "variant" | "every" | "within" | "expected";

function lengthOf(path: string, key: string): LengthOf {
  if (path.includes("/remind/")) return "remind";
  if (path.includes("/escalate/")) return "escalate";
  if (path.includes("/variants/")) return "variant";
  return key === "every" || key === "within" || key === "expected" ? key : "after";
}

const LENGTHS = new Set(["after", "before", "every", "within", "expected"]);
const CONDITIONS = new Set([
  "relevance",
  "required_when",
  "rule",
  "when",
  "where",
  "effective",
  "counts",
  "owed_while",
]);

const cache = new WeakMap<AppDoc, ReadonlyMap<string, PlacedRule>>();

/** The rules of an app by path, found once: every entry of a long page asks. */
function rulesByPath(app: AppDoc): ReadonlyMap<string, PlacedRule> {
  const known = cache.get(app) ?? new Map(rulesOf(app).map((one) => [one.path, one]));
  cache.set(app, known);
  return known;
}

/** What may be changed about an entry, in the order of its document. */
export function knobsOf(names: Names, entry: Pick<Entry, "path">): readonly Knob[] {
  const rules = rulesByPath(names.app);
  const found: Knob[] = [];
  const visit = (value: unknown, path: string, key: string): void => {
    const rule = rules.get(path);
    if (rule) {
      if (CONDITIONS.has(rule.member)) found.push({ path, kind: "rule", rule });
      return;
    }
    if (typeof value === "string" && LENGTHS.has(key) && parseDuration(value)) {
      const beside = read(names.app, `${path.slice(0, path.lastIndexOf("/"))}/calendar`);
      found.push({ path, kind: "duration", what: lengthOf(path, key), working: typeof beside === "string" });
    } else if (typeof value === "number" && key === "min" && !path.includes("/evidence/"))
      found.push({ path, kind: "count" });
    else if (typeof value === "object" && value !== null && !Array.isArray(value))
      for (const [name, part] of Object.entries(value)) visit(part, `${path}/${name}`, name);
  };
  visit(read(names.app, entry.path), entry.path, entry.path.slice(entry.path.lastIndexOf("/") + 1));
  return found;
}

/** The operations of a proposal: what differs from what was read. */
export const proposedOperations = (
  app: AppJson,
  values: Readonly<Record<string, unknown>>,
): readonly Operation[] =>
  Object.entries(values).flatMap(([path, value]) => {
    const was = read(app, path);
    return alike(was, value) ? [] : [{ path, was: was ?? null, value: value ?? null }];
  });
