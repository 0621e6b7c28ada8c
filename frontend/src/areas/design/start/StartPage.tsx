import "../../../i18n/parts/design";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { listDesigns, type AppCard } from "../../../api/design";
import { ApiProblem } from "../../../api/http";
import { useSay, useT } from "../../../i18n";
import { Badge, EmptyState, ErrorState, Icon, iconOf, SkeletonPage } from "../../../kit";
import "./start.css";

/** The apps one designs, and the ways to a new one. */
export function StartPage(): ReactElement {
  const t = useT();
  const say = useSay();
  const designs = useQuery({ queryKey: ["design"], queryFn: listDesigns, staleTime: 0 });
  const problem = designs.error instanceof ApiProblem ? designs.error : null;
  if (designs.isPending)
    return (
      <div className="k-page">
        <SkeletonPage />
      </div>
    );
  if (!designs.data)
    return (
      <ErrorState page title={problem ? say(problem.text) : undefined} onRetry={() => void designs.refetch()}>
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  const { apps } = designs.data;
  return (
    <div className="k-page">
      <div className="k-page-head">
        <h1>{t("design.title")}</h1>
      </div>
      <section className="d-start-part" aria-labelledby="d-mine">
        <h2 id="d-mine">{t("design.mine")}</h2>
        {apps.length === 0 ? (
          <EmptyState icon="apps" title={t("design.mine.none")} />
        ) : (
          <ul className="d-cards">
            {apps.map((one) => (
              <li key={one.app}>
                <MineCard app={one} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function MineCard({ app }: { app: AppCard }): ReactElement {
  const t = useT();
  const say = useSay();
  const { live, draft } = app;
  const ahead = draft?.ahead ?? 0;
  return (
    <Link to="/design/$app/$" params={{ app: app.app, _splat: "" }} className="d-card">
      <span className="d-head-icon">
        <Icon name={iconOf(app.icon, "apps")} />
      </span>
      <span className="d-card-text">
        <strong>{say(app.name)}</strong>
        <span className="k-row">
          {live === null ? (
            <Badge color="yellow">{t("design.state.never")}</Badge>
          ) : (
            <Badge color="grey">{t("design.mine.live", { n: live })}</Badge>
          )}
          {live !== null && ahead > 0 ? (
            <Badge color="blue">{t("design.mine.ahead", { n: ahead })}</Badge>
          ) : null}
        </span>
        {draft?.by && ahead > 0 ? (
          <span className="k-muted k-small">
            {t("design.mine.last", { who: draft.by.name, when: draft.updated_at.slice(0, 10) })}
          </span>
        ) : null}
      </span>
      <Icon name="chevronRight" size={16} />
    </Link>
  );
}
