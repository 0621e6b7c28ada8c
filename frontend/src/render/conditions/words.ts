import { offsetOf } from "../../engine/form/zone";
import { labelsOf, scopeOf, type PathInfo } from "../../engine/model/paths";
import { isLiteral, walk, type Node } from "../../engine/rules/ast";
import { sentence, type Label } from "../../engine/rules/sentence";
import type { Lang } from "../../i18n";
import { BETWEEN } from "../../engine/model/naming";

const ME: Label = { zh: "我", en: "me" };

/** A rule as a sentence people can check. `titleOf` names persons, units and records in it. */
export function ruleSentence(
  rule: Node,
  paths: readonly PathInfo[],
  lang: Lang,
  zone: string,
  titleOf: (id: string) => string | undefined,
): string {
  const named: Record<string, Label> = {};
  walk(rule, (node) => {
    if (!isLiteral(node)) return;
    for (const id of Array.isArray(node.v) ? (node.v as readonly unknown[]) : [node.v]) {
      const title = typeof id === "string" ? titleOf(id) : undefined;
      if (typeof id === "string" && title !== undefined) named[id] = { zh: title, en: title };
    }
  });
  const labels: Record<string, Label> = { "@actor": ME, ...labelsOf(paths, BETWEEN) };
  for (const { path, type } of paths)
    if (type.type === "ref") labels[path] = { zh: path, ...labels[path], options: named };
  return sentence(rule, { "@actor": { type: "ref", target: "_person" }, ...scopeOf(paths) }, labels, lang, [
    ["1970-01-01T00:00:00Z", offsetOf(zone, Math.floor(Date.now() / 1000))],
  ]);
}
