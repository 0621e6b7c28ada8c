import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useSay, useT } from "../../../i18n";
import { Button, IconButton } from "../../../kit";
import { useApp } from "../../../render/context";
import { Due } from "../../../render/owed/Due";
import { SeeMenu } from "../../../render/owed/SeeMenu";
import type { QueueProps } from "./QueueRows";
import { Owner } from "./QueueTable";

/** The rows of a queue as cards, for the phone: the nudge is one tap. */
export function QueueCards({ rows, ticked, onTick, onSee, onWhy }: QueueProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useApp();
  return (
    <ul className="watch-cards">
      {rows.map((owed) => {
        const name = say(owed.label);
        const called = `${name} · ${owed.record_title}`;
        return (
          <li key={owed.id} data-overdue={owed.overdue ? "" : undefined}>
            <label className="watch-tick">
              <input
                type="checkbox"
                aria-label={t("watch.select", { name: called })}
                checked={ticked.has(owed.id)}
                onChange={() => onTick([owed.id], !ticked.has(owed.id))}
              />
            </label>
            <div className="watch-card">
              <span className="watch-what">
                <strong>{name}</strong>
                <IconButton
                  icon="info"
                  size="s"
                  label={t("owed.whyOf", { name })}
                  onClick={() => onWhy(owed)}
                />
              </span>
              <Link
                className="k-clip"
                to="/a/$app/e/$entity/$id"
                params={{ app, entity: owed.entity, id: owed.record }}
              >
                {owed.record_title}
              </Link>
              <Due owed={owed} />
              <span className="watch-do">
                <Owner owed={owed} />
                <span className="k-grow" />
                {owed.rights.nudge ? (
                  <Button
                    size="s"
                    tone="soft"
                    aria-label={t("watch.nudgeOf", { name: called })}
                    onClick={() => onSee("nudge", owed)}
                  >
                    {t("owed.nudge")}
                  </Button>
                ) : null}
                <SeeMenu owed={owed} name={called} only="manage" onSee={(kind) => onSee(kind, owed)} />
              </span>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
