import type { ReactElement } from "react";
import type { Outcome, ProposedChange } from "../../../api/talk";
import { useLang, useSay, useT } from "../../../i18n";
import { Badge, Banner } from "../../../kit";
import { valueWords } from "../workbench/words";
import { useWhen } from "./When";

const COLOR: Readonly<Record<string, string>> = { breaking: "red", narrowing: "yellow", additive: "green" };

/** What a proposal changes, in words. */
export function Changes({
  changes,
  label,
}: {
  changes: readonly ProposedChange[];
  label: string;
}): ReactElement {
  const say = useSay();
  return (
    <section className="dtk-changes" aria-label={label}>
      <h3>{label}</h3>
      <ul>
        {changes.map((one) => (
          <li key={one.path} data-tone={COLOR[one.kind] ?? "grey"}>
            {say(one.place) === "" ? null : <small>{say(one.place)}</small>}
            <span>{say(one.words)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a proposal means for the draft as it stands: what is in the way, and what the check would find. */
export function OutcomeView({ outcome }: { outcome: Outcome }): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const when = useWhen();
  const free = outcome.conflicts.length === 0 && !outcome.hindered;
  return (
    <>
      {outcome.conflicts.map((one) => (
        <Banner key={one.path} tone="warn" icon="people">
          <p>
            {one.by && one.at
              ? t("dtalk.conflict.by", { who: one.by.name, when: when(one.at), place: say(one.place) })
              : t("dtalk.conflict", { place: say(one.place) })}
          </p>
          <p>
            {t("dtalk.conflict.what", { was: valueWords(one.was, lang), now: valueWords(one.now, lang) })}
          </p>
        </Banner>
      ))}
      {outcome.hindered ? (
        <Banner tone="bad" icon="lock">
          {say(outcome.hindered.message)} {say(outcome.hindered.remedy)}
        </Banner>
      ) : null}
      {free && outcome.findings.length === 0 ? (
        <p className="k-muted k-small">{t("dtalk.findings.none")}</p>
      ) : null}
      {outcome.findings.length > 0 ? (
        <section className="dtk-findings" aria-label={t("dtalk.findings")}>
          <h3>{t("dtalk.findings")}</h3>
          <ul>
            {outcome.findings.map((one) => (
              <li key={`${one.code} ${one.path}`}>
                <Badge color={one.severity === "error" ? "red" : "yellow"}>
                  {t(one.severity === "error" ? "dtalk.severity.error" : "dtalk.severity.warning")}
                </Badge>{" "}
                {say(one.message)}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
