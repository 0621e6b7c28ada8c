import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { ordered } from "../api/documents";
import { inTrial } from "../api/trial";
import { useSay, useT } from "../i18n";
import { Icon, iconOf } from "../kit";
import { useApp } from "../render/context";

/** All lists of the app, for the phone: what the side navigation is on the desktop. */
export function MenuPage(): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, bundle } = useApp();
  const entities = ordered(
    Object.fromEntries(
      Object.entries(bundle.entities)
        .filter(([, doc]) => doc.entity.rows_of == null)
        .map(([id, doc]) => [id, { ...doc.entity, order: doc.entity.order ?? 0 }]),
    ),
  );
  return (
    <div className="k-page">
      <div className="k-page-head">
        <h1>{t("app.lists")}</h1>
      </div>
      <ul className="k-menu-list">
        {entities.map(([id, entity]) => (
          <li key={id}>
            <Link to="/a/$app/e/$entity" params={{ app, entity: id }}>
              <Icon name={iconOf(entity.icon, "list")} />
              <span className="k-grow">{say(entity.label)}</span>
              <Icon name="chevronRight" size={16} />
            </Link>
          </li>
        ))}
        {inTrial() === null ? (
          <li>
            <Link to="/a/$app/rules" params={{ app }}>
              <Icon name="chat" />
              <span className="k-grow">{t("app.rules")}</span>
              <Icon name="chevronRight" size={16} />
            </Link>
          </li>
        ) : null}
      </ul>
    </div>
  );
}
