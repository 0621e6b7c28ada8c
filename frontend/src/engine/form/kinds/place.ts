/** region, address (core/fields/region.py, address.py). The table of divisions is large, so whoever needs names brings it. */

import { codePoints } from "../../rules/evaluator.ts";
import type { Lang } from "../../model/entity.ts";
import { own } from "../../rules/ast.ts";
import { cleanLine, narrow } from "../characters.ts";
import { FieldIssue, wrongType } from "../issue.ts";
import type { Divisions, Json, Kind, PrintContext } from "../kind.ts";

const CODE = /^\d{2}(?:\d{2}){0,2}$/;
const LONGEST_DETAIL = 200;

/** A code by its shape; that the division exists is the server's to say, or the table's where it is given. */
function regionOf(value: unknown, divisions?: Divisions): string | null {
  if (value === null || value === undefined) return null;
  const code = narrow(cleanLine(value));
  const known = divisions === undefined || own(divisions, code) !== undefined;
  if (code !== "" && !(CODE.test(code) && known)) throw new FieldIssue("not_a_region");
  return code === "" ? null : code;
}

/** The division above: counties of a municipality stand directly below it. */
export function regionAbove(code: string, divisions: Divisions): string | null {
  if (code.length <= 2) return null;
  const city = code.slice(0, 4);
  return code.length === 6 && own(divisions, city) !== undefined ? city : code.slice(0, 2);
}

/** The names from the province down, 浙江省杭州市西湖区; the code itself when it is unknown. */
export function regionText(code: string, lang: Lang, divisions: Divisions = {}): string {
  const names: string[] = [];
  let at: string | null = own(divisions, code) === undefined ? null : code;
  for (; at !== null; at = regionAbove(at, divisions)) names.unshift(own(divisions, at) ?? at);
  return names.join(lang === "zh" ? "" : " ") || code;
}

export const REGION: Kind = {
  normalise: (value) => regionOf(value),
  parse: (text, _prop, { divisions }) => regionOf(text, divisions),
  format: (value, _prop, lang, { divisions }) =>
    typeof value === "string" ? regionText(value, lang, divisions) : "",
  ruleType: () => ({ type: "text" }),
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function addressOf(value: unknown): Json {
  if (value === null || value === undefined || value === "") return null;
  if (!isObject(value) || Object.keys(value).some((key) => key !== "region" && key !== "detail")) {
    throw wrongType("address");
  }
  const region = regionOf(value["region"]);
  const given = value["detail"];
  const detail = given === null || given === undefined ? null : cleanLine(given) || null;
  const length = codePoints(detail ?? "");
  if (length > LONGEST_DETAIL) throw new FieldIssue("too_long", { max: LONGEST_DETAIL, length });
  return region === null && detail === null ? null : { region, detail };
}

function addressText(value: Json, lang: Lang, { divisions }: PrintContext): string {
  if (!isObject(value)) return "";
  const { region, detail } = value;
  const parts = [
    typeof region === "string" ? regionText(region, lang, divisions) : "",
    typeof detail === "string" ? detail : "",
  ];
  return parts.filter((part) => part !== "").join(lang === "zh" ? "" : " ");
}

export const ADDRESS: Kind = {
  normalise: addressOf,
  /** Typed text is the street; the region is chosen. */
  parse: (text) => addressOf({ region: null, detail: text }),
  format: (value, _prop, lang, context) => addressText(value, lang, context),
  ruleType: () => ({ type: "opaque" }),
};
