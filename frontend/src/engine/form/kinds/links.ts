/** person, unit, reference, poly_reference, file, image, rows: ids of other things, and rows of a child entity. */

import type { Property } from "../../model/entity.ts";
import { own } from "../../rules/ast.ts";
import { cleanLine } from "../characters.ts";
import { FieldIssue, wrongType } from "../issue.ts";
import type { Json, Kind, PrintContext } from "../kind.ts";
import { checkItems, listOf } from "../lists.ts";

const TOKEN = /^[A-Za-z0-9_-]{1,64}$/;

/** An id, null when empty; whether it exists is the server's question. */
function idOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = cleanLine(value);
  if (text !== "" && !TOKEN.test(text)) throw wrongType("text");
  return text || null;
}

const titleOf = (target: string, id: string, { title }: PrintContext): string => title?.(target, id) ?? id;

function link(targetOf: (prop: Property) => string): Kind {
  return {
    normalise: idOf,
    parse: idOf,
    format: (value, prop, _lang, context) =>
      typeof value === "string" ? titleOf(targetOf(prop), value, context) : "",
    ruleType: (prop) => ({ type: "ref", target: targetOf(prop) }),
  };
}

export const PERSON = link(() => "_person");
export const UNIT = link(() => "_unit");
export const REFERENCE = link((prop) => prop.field.target ?? "");

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function polyOf(value: unknown, prop: Property): Json {
  if (value === null || value === undefined || value === "") return null;
  const members = isObject(value) ? Object.keys(value).sort().join() : "";
  if (!isObject(value) || members !== "entity,id") throw wrongType("reference");
  const [entity, id] = [idOf(value["entity"]), idOf(value["id"])];
  if (entity === null || id === null) throw wrongType("reference");
  if (!own(prop.field.targets, entity)) throw new FieldIssue("not_a_target", { entity });
  return { entity, id };
}

export const POLY_REFERENCE: Kind = {
  normalise: polyOf,
  parse: (text) => {
    if (text.trim() === "") return null;
    throw wrongType("reference");
  },
  format: (value, _prop, _lang, context) => {
    const { entity, id } = isObject(value) ? value : {};
    return typeof entity === "string" && typeof id === "string" ? titleOf(entity, id, context) : "";
  },
  ruleType: () => ({ type: "opaque" }),
};

function filesOf(value: unknown, prop: Property): Json {
  const ids = listOf(value).map(idOf);
  return checkItems([...new Set(ids.filter((id) => id !== null))], prop);
}

export const FILE: Kind = {
  normalise: filesOf,
  parse: (text, prop) => filesOf(text.split(/[、，,;；\n|]/), prop),
  format: (value, _prop, _lang, context) =>
    (Array.isArray(value) ? (value as readonly string[]) : [])
      .map((id) => titleOf("_file", id, context))
      .join("、"),
  ruleType: () => ({ type: "set", target: "_file" }),
};

/** The outer shape alone: each row's fields are judged by the child entity's own form state. */
export const ROWS: Kind = {
  normalise: (value, prop) => {
    if (value !== null && value !== undefined && !Array.isArray(value)) throw wrongType("rows");
    const rows = listOf(value);
    if (!rows.every((row) => isObject(row) && typeof (row["_id"] ?? "") === "string"))
      throw wrongType("rows");
    return checkItems(rows as readonly Json[], prop);
  },
  parse: (text) => {
    if (text.trim() === "") return null;
    throw wrongType("rows");
  },
  format: (value, _prop, lang) => {
    if (!Array.isArray(value) || value.length === 0) return "";
    return lang === "zh" ? `${value.length} 行` : `${value.length} ${value.length === 1 ? "row" : "rows"}`;
  },
  ruleType: () => ({ type: "opaque" }),
};
