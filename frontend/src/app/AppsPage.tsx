import { Link, Navigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useApps } from "../api/hooks";
import { ApiProblem } from "../api/http";
import { useSay, useT } from "../i18n";
import { EmptyState, ErrorState, Icon, iconOf } from "../kit";
import "./app.css";
import { lastApp } from "./lastApp";
import { Pending } from "./states";

/** The apps one may use; with one app, or one used before, straight to its 今天. */
export function AppsPage(): ReactElement {
  const t = useT();
  const say = useSay();
  const apps = useApps();
  if (apps.isPending) return <Pending />;
  if (apps.error) {
    const said = apps.error instanceof ApiProblem ? apps.error : null;
    return (
      <ErrorState page title={said ? say(said.text) : undefined} onRetry={() => void apps.refetch()}>
        {said ? say(said.remedy) : null}
      </ErrorState>
    );
  }
  const home =
    apps.data.find((one) => one.key === lastApp()) ?? (apps.data.length === 1 ? apps.data[0] : undefined);
  if (home) return <Navigate to="/a/$app/today" params={{ app: home.key }} replace />;
  if (apps.data.length === 0)
    return (
      <EmptyState page icon="apps" title={t("app.noApps.title")}>
        {t("app.noApps.text")}
      </EmptyState>
    );
  return (
    <div className="k-page">
      <div className="k-page-head">
        <h1>{t("app.apps.title")}</h1>
        {apps.data.some(({ rights }) => rights?.design === true) ? (
          <Link to="/design" className="k-btn">
            <Icon name="edit" />
            {t("app.design")}
          </Link>
        ) : null}
      </div>
      <div className="app-cards">
        {apps.data.map((one) => (
          <Link key={one.key} to="/a/$app/today" params={{ app: one.key }} className="app-card">
            <span>
              <Icon name={iconOf(one.icon, "apps")} size={22} />
            </span>
            <span>
              <strong>{say(one.name)}</strong>
              <br />
              <span className="k-muted k-small">{say(one.help)}</span>
            </span>
          </Link>
        ))}
      </div>
    </div>
  );
}
