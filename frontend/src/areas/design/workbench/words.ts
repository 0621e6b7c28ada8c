/** Places, values and moments of the designer in words. */
import type { AppDoc } from "../../../engine/design/documents";
import { read } from "../../../engine/design/operations";
import { propertyAt } from "../../../engine/design/places";
import { placeOf } from "../../../engine/design/sections";
import { inOrder } from "../../../engine/model/entity";
import { say, translate, type Key, type Lang, type Text } from "../../../i18n";
import type { Finding } from "./context";

/** The names on the way to a path, outermost first: ["商机", "预计金额", "必填"]. */
export function crumbs(app: unknown, path: string, lang: Lang): string[] {
  const { kind, names, member } = placeOf(app, path);
  const words = names.map((name) => say(name, lang));
  if (words.length === 0 || kind === "form" || kind === "list" || kind === "queue")
    words.unshift(translate(`design.kind.${kind}` as Key) || kind);
  const last = memberWord(member);
  return last === null ? words : [...words, last];
}

function memberWord(member: string | null): string | null {
  if (member === null || member === "zh" || member === "en" || member === "label") return null;
  // A member without a word of its own is left out: what stands around it has a name.
  return translate(`design.member.${member}` as Key) || null;
}

/** A place as a sentence names it: 「客户等级」的必填. `was` is the name it had, where it is a name that was changed. */
export function placeWords(app: unknown, path: string, lang: Lang, was?: unknown): string {
  const { kind, names, member } = placeOf(app, path);
  const old =
    typeof was === "string" && (member === "zh" || member === "en" || member === "label") ? was : null;
  const name = old ?? (names.length > 0 ? say(names.at(-1), lang) : null);
  const last = memberWord(member);
  if (name === null || name === "")
    return last ?? translate("design.place.quote", { what: translate(`design.kind.${kind}` as Key) || kind });
  return last === null
    ? translate("design.place.quote", { what: name })
    : translate("design.place.of", { of: name, what: last });
}

const LONG = 40;
const short = (text: string): string =>
  [...text].length > LONG ? `${[...text].slice(0, LONG).join("")}…` : text;

/** What stands at a place, as short as a sentence needs it. */
export function valueWords(value: unknown, lang: Lang): string {
  const quote = (what: string): string => translate("design.place.quote", { what: short(what) });
  if (value === true) return translate("design.value.yes");
  if (value === false || value === null || value === undefined) return translate("design.value.no");
  if (typeof value === "string" || typeof value === "number") return quote(String(value));
  if (typeof value !== "object") return translate("design.value.other");
  const object = value as Readonly<Record<string, unknown>>;
  if (typeof object["zh"] === "string") return quote(say(object as unknown as { zh: string }, lang));
  if ("op" in object || "f" in object || "v" in object) return translate("design.value.rule");
  const named = placeOf({ x: { y: object } }, "x/y").names[0];
  return named ? quote(say(named, lang)) : translate("design.value.other");
}

/** How long ago, roughly. */
export function agoWords(instant: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(instant)) / 1000));
  if (seconds < 2) return translate("design.when.now");
  if (seconds < 60) return translate("design.when.seconds", { n: seconds });
  if (seconds < 3600) return translate("design.when.minutes", { n: Math.floor(seconds / 60) });
  if (seconds < 86_400) return translate("design.when.hours", { n: Math.floor(seconds / 3600) });
  return translate("design.when.days", { n: Math.floor(seconds / 86_400) });
}

/** The words of a finding as people know them: its ids are names, where what they name has one. */
export function findingWords(app: AppDoc, finding: Finding, text: Text, lang: Lang): string {
  let words = say(text, lang);
  for (const [name, value] of Object.entries(finding.params ?? {})) {
    if (typeof value !== "string") continue;
    const known = calledBy(app, finding.path, name, value, lang);
    if (known !== null) words = words.replaceAll(`“${value}”`, `“${known}”`);
  }
  return words;
}

/** What a parameter of a finding names is called; null: it has no name. */
function calledBy(app: AppDoc, path: string, name: string, value: string, lang: Lang): string | null {
  const [kind = "", id = ""] = path.split("/");
  const document = read(app, `${kind}/${id}`) as { readonly entity?: unknown } | undefined;
  const entity =
    kind === "entity"
      ? id
      : kind === "access"
        ? (/\/entities\/([^/]+)/.exec(path)?.[1] ?? "")
        : typeof document?.entity === "string"
          ? document.entity
          : "";
  const at = (path: string): string | null => {
    const label = placeOf(app, path).names.at(-1);
    return label && read(app, path) !== undefined ? say(label, lang) : null;
  };
  const flow = Object.keys(app.flows ?? {}).find((one) => app.flows?.[one]?.entity === entity) ?? "";
  switch (name) {
    case "field":
    case "target": {
      const inside = propertyAt(app, entity, value);
      return inside ? say(inside.field.label, lang) : null;
    }
    case "entity":
    case "parent":
      return at(`entity/${value}`);
    case "role":
      return at(`access/roles/${value}`);
    case "action":
    case "duty":
      return at(`${name}/${value}`);
    case "stage":
    case "transition":
    case "path":
      return at(`flow/${flow}/${name}s/${value}`);
    case "row":
    case "other": {
      const rows = app.decision_tables?.[id]?.rows ?? {};
      const n = inOrder(rows).indexOf(value);
      return n < 0 ? null : String(n + 1);
    }
    default:
      return null;
  }
}
