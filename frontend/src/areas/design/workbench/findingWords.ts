/** The words of a finding as people know them: what it names by id is called what they called it. */
import type { AppDoc } from "../../../engine/design/documents";
import { read } from "../../../engine/design/operations";
import { propertyAt } from "../../../engine/design/places";
import { placeOf } from "../../../engine/design/sections";
import { inOrder } from "../../../engine/model/entity";
import { issueWords, typeText } from "../../../engine/rules/issue-text";
import { say, translate, type Key, type Lang } from "../../../i18n";
import type { Finding } from "./context";

export interface FindingWords {
  readonly message: string;
  readonly remedy: string;
}

/** What is wrong and what helps. Whatever a finding names stands in its texts between “ and ”; what has a name in none of
 *  `apps` (the draft, then what is in force: it may be gone from the draft) stays as it is. */
export function findingWords(apps: readonly AppDoc[], finding: Finding, lang: Lang): FindingWords {
  const params = finding.params ?? {};
  const called = (name: string, value: string): string | null => {
    for (const app of apps) {
      const known = calledBy(app, finding, name, value, lang);
      if (known !== null) return known;
    }
    return null;
  };
  if (finding.code.startsWith("rule_")) {
    const words = issueWords(
      { code: finding.code, path: "$", params },
      lang,
      (key) => called("field", key) ?? key,
    );
    return { message: words.message, remedy: words.remedy };
  }
  const named = (text: string): string =>
    Object.entries(params).reduce((words, [name, value]) => {
      if (typeof value === "string") return withName(words, name, value, called(name, value));
      if (!Array.isArray(value)) return words;
      const parts = value.map(String);
      const known = parts.map((part) => called(name, part) ?? part).join(lang === "zh" ? "、" : ", ");
      return withName(words, name, parts.join("、"), known);
    }, text);
  return { message: named(say(finding.message, lang)), remedy: named(say(finding.remedy, lang)) };
}

/** Rows have numbers, which stand without quotation marks: 第 3 行. */
function withName(words: string, name: string, value: string, known: string | null): string {
  if (known === null) return words;
  if (name !== "row" && name !== "other") return words.replaceAll(`“${value}”`, `“${known}”`);
  return words.replaceAll(`第“${value}”行`, `第 ${known} 行`).replaceAll(`“${value}”`, known);
}

/** The entity that a place is about: the one it stands in, or the one its document is of. */
function entityOf(app: AppDoc, path: string): string {
  const [kind = "", id = ""] = path.split("/");
  if (kind === "entity") return id;
  if (kind === "access") return /\/entities\/([^/]+)/.exec(path)?.[1] ?? "";
  const document = read(app, `${kind}/${id}`) as { readonly entity?: unknown } | undefined;
  return typeof document?.entity === "string" ? document.entity : "";
}

/** What a parameter of a finding names is called; null: it has no name. */
function calledBy(app: AppDoc, finding: Finding, name: string, value: string, lang: Lang): string | null {
  const { path, params } = finding;
  const [kind = "", id = ""] = path.split("/");
  const entity = entityOf(app, path);
  const at = (place: string): string | null => {
    const label = placeOf(app, place).names.at(-1);
    return label && read(app, place) !== undefined ? say(label, lang) : null;
  };
  const fieldOf = (of: unknown, field: string): string | null => {
    const inside = typeof of === "string" ? propertyAt(app, of, field) : null;
    return inside ? say(inside.field.label, lang) : null;
  };
  const flow = Object.keys(app.flows ?? {}).find((one) => app.flows?.[one]?.entity === entity) ?? "";
  switch (name) {
    case "field":
    case "target":
    case "source":
      return fieldOf(entity, value) ?? fieldOf(params?.["entity"], value);
    case "via":
      return fieldOf(params?.["entity"], value) ?? fieldOf(entity, value);
    case "fields": {
      const [of = "", field = ""] = value.split(".");
      const [outer, inner] = [at(`entity/${of}`), fieldOf(of, field)];
      return outer !== null && inner !== null ? `${outer} › ${inner}` : null;
    }
    case "entity":
      return at(`entity/${value}`) ?? at(`decision_table/${value}`);
    case "parent":
    case "entities":
      return at(`entity/${value}`);
    case "role":
      return at(`access/roles/${value}`);
    case "action":
    case "duty":
    case "metric":
      return at(`${name}/${value}`);
    case "triggers":
    case "metrics":
      return at(`${name.slice(0, -1)}/${value}`);
    case "table":
      return at(`decision_table/${value}`);
    case "id":
      return finding.code === "other_entity"
        ? (at(`action/${value}`) ?? at(`duty/${value}`) ?? at(`entity/${value}`))
        : null;
    case "expected":
    case "found":
      return finding.code === "other_entity"
        ? at(`entity/${value}`)
        : value
            .split("/")
            .map((one) => kindText(one, lang))
            .join(lang === "zh" ? "或" : " or ");
    case "op":
      return translate(`design.aggregate.${value}` as Key) || null;
    case "member":
      return translate(`design.lacks.${value}` as Key) || null;
    case "at":
      return finding.code === "gate_contradiction" ? at(`flow/${flow}/stages/${value}`) : null;
    case "stage":
    case "path":
    case "transition":
      return at(`flow/${flow}/${name}s/${value}`);
    case "option":
      return at([...keysBefore(path, "field"), "field", "options", value].join("/"));
    case "step":
      return at(`${kind}/${id}/approval/steps/${value}`);
    case "key":
      return at(path.endsWith("/target") ? path.slice(0, -"/target".length) : path);
    case "row":
    case "other": {
      const n = inOrder(app.decision_tables?.[id]?.rows ?? {}).indexOf(value);
      return n < 0 ? null : String(n + 1);
    }
    default:
      return null;
  }
}

const keysBefore = (path: string, key: string): readonly string[] => {
  const keys = path.split("/");
  return keys.includes(key) ? keys.slice(0, keys.indexOf(key)) : keys;
};

const kindText = (id: string, lang: Lang): string =>
  id === "person" ? translate("design.aPerson") : typeText(id, lang);
