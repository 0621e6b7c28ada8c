import type { ReactElement } from "react";
import type { NextAction } from "../../../api/types";
import { useSay, useT } from "../../../i18n";
import { Icon, iconOf } from "../../../kit";
import { useApp } from "../../../render/context";

/** What has to come first, each in its own words; else the server's one reason. */
function whyNot(one: NextAction, say: ReturnType<typeof useSay>): string {
  const needs = one.needs.map((need) => say(need.message)).filter((words) => words !== "");
  return needs.length > 0 ? needs.join("；") : say(one.reason);
}

/** What a person can do on this record now; what cannot be done yet stands below, with the reason. */
export function Actions({
  actions,
  onAct,
}: {
  actions: readonly NextAction[];
  onAct: (action: string) => void;
}): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { bundle } = useApp();
  if (actions.length === 0) return null;
  const offered = actions.filter((one) => one.offered);
  const later = actions.filter((one) => !one.offered);
  const done = (one: NextAction) =>
    one.done > 0 ? <small>{t("record.done", { n: one.done })}</small> : null;
  return (
    <section className="k-card rec-actions" aria-label={t("record.actions")}>
      <h2>{t("record.actions")}</h2>
      <ul>
        {offered.map((one) => (
          <li key={one.action}>
            <button type="button" onClick={() => onAct(one.action)}>
              <Icon name={iconOf(bundle.actions[one.action]?.icon, "bolt")} />
              <span>
                {say(one.label)}
                {done(one)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {later.length > 0 ? (
        <details>
          <summary>{t("record.actions.later", { n: later.length })}</summary>
          <ul className="rec-later">
            {later.map((one) => (
              <li key={one.action}>
                <span>
                  {say(one.label)} {done(one)}
                </span>
                <small>{whyNot(one, say) || t("record.actions.notNow")}</small>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}
