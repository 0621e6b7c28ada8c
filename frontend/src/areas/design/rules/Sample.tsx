import type { ReactElement } from "react";
import { keysOf } from "../../../engine/design/sample";
import { BETWEEN } from "../../../engine/model/naming";
import { labelsOf, scopeOf, type PathInfo } from "../../../engine/model/paths";
import type { Node, Value } from "../../../engine/rules/ast";
import { evaluate } from "../../../engine/rules/compile";
import { explain, type Part } from "../../../engine/rules/explain";
import { nodeAt } from "../../../engine/rules/issue-text";
import { numberText } from "../../../engine/rules/literal-text";
import { sentence } from "../../../engine/rules/sentence";
import { infer } from "../../../engine/rules/ty";
import { useLang, useSay, useT, type Lang } from "../../../i18n";
import { Badge } from "../../../kit";
import { SampleInputs } from "./SampleInputs";
import { useSample } from "./useSample";

export interface SampleProps {
  rule: Node;
  /** The entity over whose record the rule is read. */
  entity: string;
  names: readonly PathInfo[];
  condition: boolean;
  /** A record the check found, to begin with. */
  example: Readonly<Record<string, unknown>> | null;
}

/** The atoms of an explanation in the order they are written. */
function atomsOf(part: Part): Part[] {
  return "parts" in part ? part.parts.flatMap(atomsOf) : [part];
}

/** What the rule gives for a stored record, with what is typed over it; of a condition, which of its parts hold. */
export function Sample({ rule, entity, names, condition, example }: SampleProps): ReactElement {
  const t = useT();
  const lang = useLang();
  const sample = useSample(entity, keysOf(rule), names, example);
  const { values, env } = sample;
  const parts = condition ? atomsOf(explain(rule, values, env).tree) : [];
  return (
    <section className="rul-sample" aria-label={t("drule.sample")}>
      <SampleInputs sample={sample} entity={entity} example={example} />
      <p role="status" className="rul-result">
        {t("drule.result")} <Result rule={rule} value={evaluate(rule, values, env)} names={names} />
      </p>
      {parts.length > 1 ? (
        <ul className="rul-parts">
          {parts.map((part) => (
            <li key={part.at}>
              <Badge color={part.result ? "green" : "grey"}>
                {t(part.result ? "drule.holds" : "drule.fails")}
              </Badge>{" "}
              {sentence(
                nodeAt(rule, part.at) ?? rule,
                scopeOf(names),
                labelsOf(names, BETWEEN),
                lang,
                env.zone,
              )}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

/** A result as people read it: options by their labels, numbers with their unit. */
function Result({
  rule,
  value,
  names,
}: {
  rule: Node;
  value: Value;
  names: readonly PathInfo[];
}): ReactElement {
  const t = useT();
  const lang = useLang();
  const say = useSay();
  const ty = infer(rule, scopeOf(names));
  const optionOf = (id: string): string => {
    const found = names
      .map(({ options }) => (Object.hasOwn(options, id) ? options[id] : undefined))
      .find(Boolean);
    return found ? say(found.label) : id;
  };
  return (
    <strong>
      {textOf(value, ty.unit, lang, optionOf, (yes) => t(yes ? "drule.yes" : "drule.no"), t("drule.nothing"))}
    </strong>
  );
}

function textOf(
  value: Value,
  unit: Parameters<typeof numberText>[1],
  lang: Lang,
  optionOf: (id: string) => string,
  yesNo: (yes: boolean) => string,
  nothing: string,
): string {
  if (value === null) return nothing;
  if (typeof value === "boolean") return yesNo(value);
  if (typeof value === "number") return numberText(value, unit, lang);
  if (typeof value === "string") return optionOf(value);
  return value.map(optionOf).join(lang === "zh" ? "、" : ", ");
}
