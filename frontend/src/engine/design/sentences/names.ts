/** What things are called in sentences: never by their ids. */

import type { Lang, Text } from "../../model/entity.ts";
import { inOrder, textIn } from "../../model/entity.ts";
import { own } from "../../rules/ast.ts";
import type { AppDoc } from "../documents.ts";
import { flowOf, propertyAt } from "../places.ts";

/** The app and the language; names of what stands outside the app (rosters, calendars) by id, as far as they are known. */
export interface Names {
  readonly app: AppDoc;
  readonly lang: Lang;
  readonly rosters?: Readonly<Record<string, string>> | undefined;
  readonly calendars?: Readonly<Record<string, string>> | undefined;
}

/** A clause of a sentence that stands for one place of the document: `key` says which, `text` how it reads. */
export interface Token {
  readonly key: string;
  readonly text: string;
}
export type Part = string | Token;

export const textOf = (parts: readonly Part[]): string =>
  parts.map((part) => (typeof part === "string" ? part : part.text)).join("");

export const pick = ({ lang }: Names, zh: string, en: string): string => (lang === "en" ? en : zh);

const UNKNOWN: Text = { zh: "（已不存在）", en: "(gone)" };

const said = (names: Names, text: Text | null | undefined): string => textIn(text ?? UNKNOWN, names.lang);

export const quote = (names: Names, words: string): string => pick(names, `「${words}」`, `“${words}”`);

/** "「A」、「B」" and "“A”, “B”". */
export const listed = (names: Names, words: readonly string[]): string => words.join(pick(names, "、", ", "));

/** "A、B或C", "A, B or C". */
export function either(names: Names, words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  return before.length === 0 ? last : `${listed(names, before)}${pick(names, "或", " or ")}${last}`;
}

export const actionName = (names: Names, id: string | null | undefined): string =>
  said(names, own(names.app.actions, id ?? "")?.label);

export const dutyName = (names: Names, id: string | null | undefined): string =>
  said(names, own(names.app.duties, id ?? "")?.label);

export const roleName = (names: Names, id: string | null | undefined): string =>
  said(names, own(names.app.access.roles, id ?? "")?.label);

export const stageName = (names: Names, entity: string, id: string | null | undefined): string =>
  said(names, own(flowOf(names.app, entity)?.stages, id ?? "")?.label);

/** The ids kept, in the order of what they name; what is gone comes first. */
const ordered = (
  of: Readonly<Record<string, { readonly order?: number }>> | undefined,
  kept: Readonly<Record<string, unknown>>,
): string[] =>
  inOrder(Object.fromEntries(Object.keys(kept).map((id) => [id, { order: own(of, id)?.order ?? 0 }])));

/** Names of roles in the roles' own order, however they are kept. */
export const roleNames = (names: Names, kept: Readonly<Record<string, unknown>>): string[] =>
  ordered(names.app.access.roles, kept).map((id) => roleName(names, id));

/** Names of stages in the order of their flow, however they are kept. */
export const stageNames = (names: Names, entity: string, kept: Readonly<Record<string, unknown>>): string[] =>
  ordered(flowOf(names.app, entity)?.stages, kept).map((id) => stageName(names, entity, id));

export const transitionName = (names: Names, entity: string, id: string): string =>
  said(names, own(flowOf(names.app, entity)?.transitions, id)?.label);

/** The label of an entity; in English as within a sentence. */
export function entityName(names: Names, id: string): string {
  const label = said(names, own(names.app.entities, id)?.entity.label);
  return names.lang === "en" && /^[A-Z][a-z]/.test(label)
    ? label.charAt(0).toLowerCase() + label.slice(1)
    : label;
}

/** "an opportunity", "a contract". */
export function anEntity(names: Names, id: string): string {
  const name = entityName(names, id);
  return `${/^[aeiou]/i.test(name) ? "an" : "a"} ${name}`;
}

const SYSTEM: Readonly<Record<string, Text>> = {
  _stage: { zh: "阶段", en: "Stage" },
  _path: { zh: "路径", en: "Path" },
  _owner: { zh: "负责人", en: "Owner" },
  _unit: { zh: "部门", en: "Unit" },
  _created_at: { zh: "创建时间", en: "Created" },
  _updated_at: { zh: "更新时间", en: "Updated" },
  _created_by: { zh: "创建人", en: "Created by" },
  _id: { zh: "记录", en: "Record" },
};

/** Labels of system fields, by their ids. */
export const SYSTEM_LABELS = SYSTEM;

/** A field path in words: "客户的等级", "Customer › Level". */
export function fieldName(names: Names, entity: string, path: string): string {
  const steps = path.split(".");
  const words = steps.map((step, i) => {
    const label =
      own(SYSTEM, step) ?? propertyAt(names.app, entity, steps.slice(0, i + 1).join("."))?.field.label;
    return said(names, label);
  });
  return words.join(pick(names, "的", " › "));
}

/** A roster in words. */
export const rosterName = (names: Names, id: string | null | undefined): string =>
  own(names.rosters, id ?? "") ?? pick(names, "值班表", "roster");
