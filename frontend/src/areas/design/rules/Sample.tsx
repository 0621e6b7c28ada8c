import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { bundleQuery } from "../../../api/hooks";
import { offsetOf, todayOf } from "../../../engine/form/zone";
import { BETWEEN, pathLabel } from "../../../engine/model/naming";
import { labelsOf, scopeOf, type PathInfo } from "../../../engine/model/paths";
import { keyOf, walk, type Env, type Node, type Value } from "../../../engine/rules/ast";
import { evaluate } from "../../../engine/rules/compile";
import { explain, type Part } from "../../../engine/rules/explain";
import { nodeAt } from "../../../engine/rules/issue-text";
import { numberText } from "../../../engine/rules/literal-text";
import { sentence } from "../../../engine/rules/sentence";
import { infer } from "../../../engine/rules/ty";
import { useLang, useSay, useT, type Lang } from "../../../i18n";
import { Badge, Button } from "../../../kit";
import { useApp } from "../../../render/context";
import { LiteralInput } from "./LiteralInput";

/** The keys of the fields and parameters a rule reads, each once. */
export function keysOf(rule: Node): string[] {
  const found = new Set<string>();
  walk(rule, (node) => {
    const key = keyOf(node);
    if (key !== null) found.add(key);
  });
  return [...found];
}

/** Now and today on the organisation's clock, with the calendars of the version in force where it has been read. */
export function useSampleEnv(): Env {
  const { app, bundle } = useApp();
  const live = useQuery({ ...bundleQuery(app), enabled: false }).data;
  const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const zone = [["1970-01-01T00:00:00Z", offsetOf(bundle.zone, Math.floor(Date.parse(now) / 1000))]] as const;
  return { now, today: todayOf(now, bundle.zone), zone, calendars: live?.calendars ?? {} };
}

interface SampleProps {
  rule: Node;
  names: readonly PathInfo[];
  condition: boolean;
  /** A record the check found, to begin with. */
  example: Readonly<Record<string, unknown>> | null;
}

/** The atoms of an explanation in the order they are written. */
function atomsOf(part: Part): Part[] {
  return "parts" in part ? part.parts.flatMap(atomsOf) : [part];
}

/** What the rule gives for a record whose values are typed in here. */
export function Sample({ rule, names, condition, example }: SampleProps): ReactElement {
  const t = useT();
  const lang = useLang();
  const env = useSampleEnv();
  const [record, setRecord] = useState<Readonly<Record<string, unknown>>>(example ?? {});
  const keys = keysOf(rule);
  const infos = keys.flatMap((key) => names.find(({ path }) => path === key) ?? []);
  const parts = condition ? atomsOf(explain(rule, record, env).tree) : [];
  return (
    <section className="rul-sample" aria-label={t("drule.sample")}>
      <div className="k-row">
        <strong>{t("drule.sample")}</strong>
        {example ? (
          <Button size="s" tone="quiet" onClick={() => setRecord(example)}>
            {t("drule.example")}
          </Button>
        ) : null}
      </div>
      {infos.length === 0 ? <p className="k-muted k-small">{t("drule.sampleNone")}</p> : null}
      <div className="rul-inputs">
        {infos.map((info) => (
          <LiteralInput
            key={info.path}
            info={info}
            label={pathLabel(info, lang)}
            value={literalOf(record[info.path], info)}
            onChange={(node) => setRecord({ ...record, [info.path]: node ? evaluate(node, {}, env) : null })}
          />
        ))}
      </div>
      <p role="status" className="rul-result">
        {t("drule.result")} <Result rule={rule} value={evaluate(rule, record, env)} names={names} />
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

function literalOf(value: unknown, { type }: PathInfo): Node | null {
  if (value === undefined || value === null) return null;
  const literal = { v: value } as Node & { v: never };
  return type.type === "date" || type.type === "instant" ? { v: literal.v, t: type.type } : literal;
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
