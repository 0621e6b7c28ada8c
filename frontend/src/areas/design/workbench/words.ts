/** Places, values and moments of the designer in words. */
import { placeOf } from "../../../engine/design/sections";
import { say, translate, type Key, type Lang } from "../../../i18n";

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
