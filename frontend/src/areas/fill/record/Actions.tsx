import type { ReactElement } from "react";
import type { NextAction } from "../../../api/types";
import { useSay, useT } from "../../../i18n";
import { Badge, Icon, iconOf } from "../../../kit";
import { useApp } from "../../../render/context";

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
    one.done > 0 ? <Badge color="green">{t("record.done", { n: one.done })}</Badge> : null;
  return (
    <section className="k-card rec-actions" aria-label={t("record.actions")}>
      <h2>{t("record.actions")}</h2>
      <ul>
        {offered.map((one) => (
          <li key={one.action}>
            <button type="button" onClick={() => onAct(one.action)}>
              <Icon name={iconOf(bundle.actions[one.action]?.icon, "bolt")} />
              <span>{say(one.label)}</span>
              {done(one)}
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
                <small>{one.reason ? say(one.reason) : t("record.actions.notNow")}</small>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}
