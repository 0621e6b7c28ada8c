/** person, unit, reference, poly_reference, file, image, rows: ids of other things, and rows of a child entity. */

import type { Lang, Property } from "../../model/entity.ts";
import { own } from "../../rules/ast.ts";
import { cleanLine } from "../characters.ts";
import { FieldIssue, wrongType } from "../issue.ts";
import type { Json, Kind, PrintContext } from "../kind.ts";
import { checkItems, listOf } from "../lists.ts";

function idOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return cleanLine(value) || null;
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
  const { entity, id } = value;
  if (typeof entity !== "string" || typeof id !== "string" || id === "") throw wrongType("reference");
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
  const ids = listOf(value).map(cleanLine);
  return checkItems([...new Set(ids.filter((id) => id !== ""))], prop);
}

export const FILE: Kind = {
  normalise: filesOf,
  parse: (text, prop) => filesOf(text.split(/[、，,;；\n|]/), prop),
  format: (value, _prop, lang: Lang, context) =>
    (Array.isArray(value) ? (value as readonly string[]) : [])
      .map((id) => titleOf("_file", id, context))
      .join(lang === "zh" ? "、" : ", "),
  ruleType: () => ({ type: "set", target: "_file" }),
};

/** The outer shape alone: each row's fields are judged by the child entity's own form state. */
export const ROWS: Kind = {
  normalise: (value, prop) => {
    const rows = listOf(value);
    if (!rows.every(isObject)) throw wrongType("rows");
    return checkItems(rows as readonly Json[], prop);
  },
  parse: (text) => {
    if (text.trim() === "") return null;
    throw wrongType("rows");
  },
  format: (value) => (Array.isArray(value) ? String(value.length) : ""),
  ruleType: () => ({ type: "opaque" }),
};
