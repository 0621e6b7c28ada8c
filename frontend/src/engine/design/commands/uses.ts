/** What refers to a field: told before it goes, never silently broken. */

import type { Text } from "../../model/entity.ts";
import { fieldsOf, type Node } from "../../rules/ast.ts";
import type { AppDoc } from "../documents.ts";
import { passes } from "./layout.ts";

export interface Use {
  /** Where it is, as findings name places. */
  readonly path: string;
  /** The document or field that refers to it. */
  readonly words: Text;
  /** `layout`: columns, sections and rights, which go with the field; `rule` and `other` must be mended by hand. */
  readonly what: "layout" | "rule" | "other";
}

type Visit = (use: Omit<Use, "words">) => void;
type Hits = (entity: string, path: string) => boolean;
type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isRule = (value: Json): boolean =>
  (typeof value["op"] === "string" && Array.isArray(value["a"])) || typeof value["f"] === "string";

/** Every rule below a value, with its place and the entity whose record it reads. */
function rulesIn(
  value: unknown,
  path: string,
  entity: string,
  tell: (node: Node, path: string, entity: string) => void,
): void {
  if (!isObject(value)) return;
  if (isRule(value)) {
    tell(value as unknown as Node, path, entity);
    return;
  }
  // What a rollup counts is a record of the other entity.
  const over =
    typeof value["via"] === "string" && typeof value["entity"] === "string" ? value["entity"] : entity;
  for (const [key, part] of Object.entries(value)) rulesIn(part, `${path}/${key}`, over, tell);
}

const keysOf = (value: unknown): string[] => (isObject(value) ? Object.keys(value) : []);

/** An input of an action is filed under a key of its own, not under the field it writes. */
const isInput = (value: unknown): boolean => isObject(value) && ("target" in value || "property" in value);

/** Field paths that members of a document name outside rules. `hits` knows what `new.` stands for. */
function named(doc: Json, path: string, home: string, hits: Hits, visit: Visit): void {
  const tell = (at: string, of: string, field: unknown) => {
    if (typeof field === "string" && hits(of, field)) visit({ path: at, what: "other" });
  };
  const walk = (value: unknown, at: string): void => {
    if (typeof value === "string") {
      for (const [, inside] of value.matchAll(/\{([a-z0-9_.]+)\}/g)) tell(at, home, inside);
      return;
    }
    if (!isObject(value) || isRule(value)) return;
    const makes = value["link"] !== undefined || value["kind"] === "create" ? value["entity"] : undefined;
    if (typeof makes === "string") {
      tell(`${at}/link`, makes, value["link"]);
      for (const key of keysOf(value["values"])) tell(`${at}/values/${key}`, makes, key);
    }
    for (const member of ["field", "target", "output"]) tell(`${at}/${member}`, home, value[member]);
    for (const [key, part] of Object.entries(isObject(value["fields"]) ? value["fields"] : {}))
      if (!isInput(part)) tell(`${at}/fields/${key}`, home, key);
    for (const key of keysOf(value["writes"])) tell(`${at}/writes/${key}`, home, key);
    for (const [key, part] of Object.entries(value)) walk(part, `${at}/${key}`);
  };
  walk(doc, path);
}

/** What the documents of entities say of fields by id. */
function ofEntities(app: AppDoc, entity: string, field: string, visit: Visit): void {
  for (const [id, doc] of Object.entries(app.entities)) {
    const at = `entity/${id}`;
    for (const member of ["title", "subtitle", "belongs_to"] as const)
      if (id === entity && doc.entity[member] === field)
        visit({ path: `${at}/entity/${member}`, what: "other" });
    for (const [key, { field: info }] of Object.entries(doc.properties)) {
      const { lookup, rollup } = info;
      if (id === entity && info.copied_from === field && !info.archived)
        visit({ path: `${at}/properties/${key}/field/copied_from`, what: "layout" });
      const place = `${at}/properties/${key}/field`;
      if (lookup && passes(app, id, `${lookup.via}.${lookup.value}`, entity, field))
        visit({ path: `${place}/lookup`, what: "other" });
      if (rollup?.entity === entity && (rollup.via === field || rollup.value === field))
        visit({ path: `${place}/rollup`, what: "other" });
    }
  }
}

function ofLayouts(app: AppDoc, entity: string, field: string, visit: Visit): void {
  for (const [id, form] of Object.entries(app.forms ?? {}))
    for (const [section, { fields }] of Object.entries(form.sections))
      if (form.entity === entity && Object.hasOwn(fields, field))
        visit({ path: `form/${id}/sections/${section}/fields/${field}`, what: "layout" });
  for (const [id, list] of Object.entries(app.lists ?? {})) {
    const cells = { columns: list.columns, "kanban/fields": list.kanban?.fields ?? {} };
    for (const [member, of] of Object.entries(cells))
      for (const path of Object.keys(of))
        if (passes(app, list.entity, path, entity, field))
          visit({ path: `list/${id}/${member}/${path}`, what: "layout" });
  }
  for (const [role, { entities }] of Object.entries(app.access.roles))
    if (Object.hasOwn(entities?.[entity]?.fields ?? {}, field))
      visit({ path: `access/roles/${role}/entities/${entity}/fields/${field}`, what: "layout" });
}

/** Kinds of documents whose rules and members may name fields, by the member of the app that holds them. */
const OTHERS = {
  flows: "flow",
  actions: "action",
  duties: "duty",
  triggers: "trigger",
  decision_tables: "decision_table",
  metrics: "metric",
} as const;

function entityOf(doc: Json): string {
  if (typeof doc["entity"] === "string") return doc["entity"];
  const on = doc["on"];
  return isObject(on) && typeof on["entity"] === "string" ? on["entity"] : "";
}

/** A rule that reads a field: the rule, where it stands, and whether a path in it leads through the field. */
type Reading = (path: string, node: Node, through: (path: string) => boolean) => void;

/** Everything that names a field, in documents of any kind. Two places with one path are one. `reading` is told of rules. */
export function usesOf(app: AppDoc, entity: string, field: string, reading: Reading = () => {}): Use[] {
  const found = new Map<string, Use>();
  const visit: Visit = (use) => {
    if (!found.has(use.path)) found.set(use.path, { ...use, words: placeWords(app, use.path) });
  };
  const hits: Hits = (of, path) => passes(app, of, path, entity, field);
  const rules = (doc: unknown, path: string, of: string, see = hits): void =>
    rulesIn(doc, path, of, (node, at, home) => {
      const own = at.startsWith(`entity/${entity}/properties/${field}/`);
      const through = (read: string): boolean => see(home, read);
      if (own || !fieldsOf(node).some(through)) return;
      visit({ path: at, what: "rule" });
      reading(at, node, through);
    });
  ofLayouts(app, entity, field, visit);
  ofEntities(app, entity, field, visit);
  for (const [id, doc] of Object.entries(app.entities)) rules(doc, `entity/${id}`, id);
  for (const [id, doc] of Object.entries(app.lists ?? {})) rules(doc, `list/${id}`, doc.entity);
  for (const [member, kind] of Object.entries(OTHERS)) {
    for (const [id, doc] of Object.entries(app[member as keyof typeof OTHERS] ?? {})) {
      const home = entityOf(doc as Json);
      const made = (doc as { creates?: { entity: string } | null }).creates?.entity;
      const through: Hits = (of, path) =>
        path.startsWith("new.") && made ? hits(made, path.slice("new.".length)) : hits(of, path);
      rules(doc, `${kind}/${id}`, home, through);
      named(doc as Json, `${kind}/${id}`, home, through, visit);
    }
  }
  return [...found.values()];
}

const KIND_WORDS: Readonly<Record<string, Text>> = {
  form: { zh: "表单", en: "form" },
  list: { zh: "列表", en: "list" },
  flow: { zh: "流程", en: "flow" },
  action: { zh: "动作", en: "action" },
  duty: { zh: "必做动作", en: "duty" },
  trigger: { zh: "自动化", en: "automation" },
  decision_table: { zh: "判定表", en: "decision table" },
  metric: { zh: "指标", en: "metric" },
};
const MEMBER_OF: Readonly<Record<string, keyof AppDoc>> = {
  form: "forms",
  list: "lists",
  flow: "flows",
  action: "actions",
  duty: "duties",
  trigger: "triggers",
  decision_table: "decision_tables",
  metric: "metrics",
};

/** The document or field of a place, in words: 表单「商机」. */
export function placeWords(app: AppDoc, path: string): Text {
  const [kind = "", id = "", member = "", name = ""] = path.split("/");
  const both = (word: Text, label: Text | undefined, otherwise: string): Text => ({
    zh: `${word.zh}「${label?.zh ?? otherwise}」`,
    en: `${word.en ?? word.zh} “${label?.en ?? label?.zh ?? otherwise}”`,
  });
  if (kind === "access")
    return both({ zh: "权限", en: "rights of" }, app.access.roles[member]?.label, member);
  if (kind === "entity") {
    const doc = app.entities[id];
    if (member === "properties")
      return both({ zh: "字段", en: "field" }, doc?.properties[name]?.field.label, name);
    return both({ zh: "业务对象", en: "entity" }, doc?.entity.label, id);
  }
  const docs = app[MEMBER_OF[kind] ?? "forms"] as Readonly<Record<string, { label?: Text }>> | undefined;
  return both(KIND_WORDS[kind] ?? { zh: kind, en: kind }, docs?.[id]?.label, id);
}
