/** region, address. */

import type { Lang } from "../../model/entity.ts";
import { cleanLine, narrow } from "../characters.ts";
import { FieldIssue, wrongType } from "../issue.ts";
import type { Json, Kind, PrintContext } from "../kind.ts";

const CODE = /^\d{2}(?:\d{2}){0,2}$/;

function regionOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const code = narrow(cleanLine(value));
  if (code !== "" && !CODE.test(code)) throw new FieldIssue("not_a_region");
  return code === "" ? null : code;
}

/** The names from the province down, "浙江省 杭州市 西湖区"; the code where a name is not known. */
function regionText(code: string, { region }: PrintContext): string {
  const codes = [2, 4, 6].filter((length) => length <= code.length).map((length) => code.slice(0, length));
  const names = codes.map((part) => region?.(part));
  return names.every((name) => name !== undefined) ? names.join(" ") : code;
}

export const REGION: Kind = {
  normalise: regionOf,
  parse: regionOf,
  format: (value, _prop, _lang, context) => (typeof value === "string" ? regionText(value, context) : ""),
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
  const detail = isObject(value["detail"]) ? null : cleanLine(value["detail"] ?? "") || null;
  return region === null && detail === null ? null : { region, detail };
}

function addressText(value: Json, _lang: Lang, context: PrintContext): string {
  if (!isObject(value)) return "";
  const { region, detail } = value;
  const parts = [
    typeof region === "string" ? regionText(region, context) : "",
    typeof detail === "string" ? detail : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

export const ADDRESS: Kind = {
  normalise: addressOf,
  parse: (text) => addressOf({ region: null, detail: text }),
  format: (value, _prop, lang, context) => addressText(value, lang, context),
  ruleType: () => ({ type: "opaque" }),
};
