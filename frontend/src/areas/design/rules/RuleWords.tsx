import type { ReactElement } from "react";
import { valueText } from "../../../engine/design/tables/cells";
import type { PathInfo } from "../../../engine/model/paths";
import { isLiteral, type Node } from "../../../engine/rules/ast";
import type { FieldType } from "../../../engine/rules/types";
import { useLang } from "../../../i18n";
import { Words } from "../../../render/conditions/Words";
import { optionsFor } from "./ValueEditor";

interface RuleWordsProps {
  rule: Node;
  names: readonly PathInfo[];
  expect: "condition" | FieldType;
}

const PLAIN = new Set(["choice", "number", "boolean"]);

/** A rule as its sentence; a value that is simply given as what it is of the type asked for: an option by its label. */
export function RuleWords({ rule, names, expect }: RuleWordsProps): ReactElement {
  const lang = useLang();
  if (expect === "condition" || !isLiteral(rule) || rule.t !== undefined || !PLAIN.has(expect.type))
    return <Words rule={rule} paths={names} />;
  const info = { path: "", labels: [], type: expect, property: null, options: optionsFor(expect, names) };
  return <>{valueText(rule.v, info, lang)}</>;
}
