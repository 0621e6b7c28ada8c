/** A record that shows a trouble, as people read it: fields by their labels, values as they are said. */

import { offsetOf } from "../form/zone.ts";
import { pathLabel } from "../model/naming.ts";
import type { PathInfo } from "../model/paths.ts";
import { own, type Literal } from "../rules/ast.ts";
import type { Lang } from "../rules/catalogue.ts";
import { parseInstant } from "../rules/dates.ts";
import { dateTimeText, numberText, WORDS } from "../rules/literal-text.ts";
import type { AppDoc, TableDoc } from "./documents.ts";
import { namesAt } from "./names.ts";
import { valueText } from "./tables/cells.ts";
import { columnsOf } from "./tables/columns.ts";

/** What the check fills in where only that there is something matters (core/check/satisfy.py). */
const SOMETHING = new Set(["…", "x"]);
const ANYTHING = { zh: "任意内容", en: "anything" } as const;

function oneText(value: unknown, info: PathInfo, lang: Lang, zone: string): string {
  const { type, unit } = info.type;
  if (typeof value === "number") return numberText(value, unit ?? "", lang);
  if (typeof value === "string") {
    if (SOMETHING.has(value) && !Object.hasOwn(info.options, value)) return ANYTHING[lang];
    if (type === "instant") {
      const seconds = parseInstant(value) ?? 0;
      return dateTimeText(value, type, [["1970-01-01T00:00:00Z", offsetOf(zone, seconds)]]);
    }
    // A person or a record of nobody in particular.
    if (type === "ref" && !Object.hasOwn(info.options, value)) return ANYTHING[lang];
  }
  return valueText(value as Literal, info, lang);
}

function valueWords(value: unknown, info: PathInfo, lang: Lang, zone: string): string {
  const many = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return many.map((one) => oneText(one, info, lang, zone)).join(WORDS[lang].comma);
}

/** The entity a finding is about, from the document its path begins with; "" where it has none. */
function entityAt(app: AppDoc, kind: string, id: string): string {
  if (kind === "entity") return id;
  const documents = { flow: app.flows, action: app.actions, duty: app.duties } as Readonly<
    Record<string, Readonly<Record<string, { readonly entity: string }>> | null | undefined>
  >;
  return own(own(documents, kind) ?? {}, id)?.entity ?? "";
}

function columnsIn(app: AppDoc, table: TableDoc): PathInfo[] {
  const names = namesAt(app, { entity: table.entity });
  return columnsOf(table, names).flatMap(({ id, label, info }) =>
    info ? [{ ...info, path: id, labels: [label] }] : [],
  );
}

/**
 * The example of a finding at `path`, a line for each value: what it is called, and what it holds, numbers in their
 * unit, moments on the clock of `zone`. What has no name in the draft any more is left out; [] for a record in which
 * nothing is filled in.
 */
export function exampleLines(
  app: AppDoc,
  path: string,
  example: Readonly<Record<string, unknown>>,
  lang: Lang,
  zone: string,
): [string, string][] {
  const [kind = "", id = ""] = path.split("/");
  const table = kind === "decision_table" ? own(app.decision_tables ?? {}, id) : undefined;
  const names = table ? columnsIn(app, table) : namesAt(app, { entity: entityAt(app, kind, id) });
  const known = new Map(names.map((info) => [info.path, info]));
  return Object.entries(example).flatMap(([name, value]): [string, string][] => {
    const info = known.get(name);
    return info ? [[pathLabel(info, lang), valueWords(value, info, lang, zone)]] : [];
  });
}
