import "../../../i18n/parts/designrules";
import { useMemo, useState, type ReactElement, type ReactNode } from "react";
import { rulesOf, withinWords, type PlacedRule } from "../../../engine/design/rules-of";
import { sectionOf } from "../../../engine/design/sections";
import { useLang, useT, type Key } from "../../../i18n";
import { EmptyState, SearchInput } from "../../../kit";
import { useTitles } from "../../../render/conditions/Words";
import { ruleSentence } from "../../../render/conditions/words";
import { useApp } from "../../../render/context";
import { useWorkbench } from "../workbench/context";
import { namesOf } from "./env";
import "./rules.css";

const MEMBER_WORDS: Readonly<Record<string, Key>> = {
  relevance: "drule.member.relevance",
  required_when: "drule.member.required_when",
  default_rule: "drule.member.default_rule",
  compute: "drule.member.compute",
  rule: "drule.member.rule",
  when: "drule.member.when",
  where: "drule.member.where",
  filter: "drule.member.filter",
  effective: "drule.member.effective",
  counts: "drule.member.counts",
  owed_while: "drule.member.owed_while",
  output: "drule.member.output",
  otherwise: "drule.member.otherwise",
};

interface RuleListProps {
  /** What can be done about a rule beside going to it: remarks, proposals. */
  actions?: (rule: PlacedRule) => ReactNode;
}

/** Every rule of the app as a sentence, by place, found by its words; each leads to where it is edited. */
export function RuleList({ actions }: RuleListProps): ReactElement {
  const t = useT();
  const lang = useLang();
  const { app, goTo } = useWorkbench();
  const { zone } = useApp().bundle;
  const [wanted, setWanted] = useState("");
  const all = useMemo(() => rulesOf(app), [app]);
  const names = useMemo(() => new Map(all.map((one) => [one, namesOf(app, one.place)])), [all, app]);
  const persons = useMemo(() => [...names.values()].flat(), [names]);
  const titleOf = useTitles(
    all.map(({ rule }) => rule),
    persons,
  );
  const shown = all
    .map((one) => {
      const words = ruleSentence(one.rule, names.get(one) ?? [], lang, zone, titleOf);
      const member = MEMBER_WORDS[one.member];
      const place = [withinWords(one, lang), t(member ?? "drule.member.value")].filter(Boolean).join(" › ");
      return { one, words, place, section: sectionOf(one.path) ?? ("tables" as const) };
    })
    .filter(({ words, place }) => `${place} ${words}`.toLowerCase().includes(wanted.trim().toLowerCase()));
  const sections = [...new Set(shown.map(({ section }) => section))];
  return (
    <div className="rul-list">
      <SearchInput label={t("drule.search")} value={wanted} onChange={setWanted} />
      <p role="status" className="k-muted k-small">
        {t("drule.count", { n: shown.length })}
      </p>
      {shown.length === 0 ? (
        <EmptyState title={t(all.length === 0 ? "drule.noRules" : "drule.noMatch")}>{""}</EmptyState>
      ) : null}
      {sections.map((section) => (
        <section key={section} aria-label={t(`design.section.${section}` satisfies Key)}>
          <h2>{t(`design.section.${section}` satisfies Key)}</h2>
          <ul>
            {shown
              .filter((row) => row.section === section)
              .map(({ one, words, place }) => (
                <li key={one.path}>
                  <button type="button" className="rul-go" onClick={() => goTo(one.path)}>
                    <small>{place}</small>
                    <span>{words}</span>
                  </button>
                  {actions?.(one)}
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
