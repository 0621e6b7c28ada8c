import type { Property } from "../../api/documents";
import type { Issue as WireIssue } from "../../api/types";
import { format } from "../../engine/form/kinds";
import type { Json } from "../../engine/form/kind";
import { say, translate, type Lang, type Text } from "../../i18n";
import { issueText } from "../../i18n/problems";
import type { Wrong } from "./places";

/** Kinds that are chosen rather than typed: "请选择" instead of "请填写". */
const CHOSEN = new Set([
  "choice",
  "choices",
  "tags",
  "person",
  "unit",
  "reference",
  "poly_reference",
  "region",
  "date",
  "instant",
  "boolean",
  "rating",
]);
const UPLOADED = new Set(["file", "image"]);

/** What is wrong with a field, as one would say it to a colleague. */
export function wrongText(wrong: Wrong, prop: Property | undefined, label: string, lang: Lang): string {
  const params = wrong.params ?? {};
  if (wrong.code === "required") {
    const kind = prop?.field.kind ?? "";
    const key = CHOSEN.has(kind)
      ? "render.need.choose"
      : UPLOADED.has(kind)
        ? "render.need.upload"
        : kind === "rows"
          ? "render.need.rows"
          : "render.need.fill";
    return translate(key, { label });
  }
  const said = (wrong as WireIssue).message;
  if (said) return say(said, lang);
  const words = params["message"];
  if (wrong.code === "constraint_failed" && typeof words === "object" && words !== null)
    return say(words as Text, lang);
  const readable = prop
    ? Object.fromEntries(
        Object.entries(params).map(([name, value]) => [
          name,
          (name === "minimum" || name === "maximum") && typeof value === "number"
            ? format(value as Json, prop, lang)
            : value,
        ]),
      )
    : params;
  return issueText({ code: wrong.code, params: readable }, lang);
}
