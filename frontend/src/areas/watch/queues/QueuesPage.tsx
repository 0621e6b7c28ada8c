import "../../../i18n/parts/watch";
import "../../../i18n/parts/owed";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactElement } from "react";
import { ApiProblem } from "../../../api/http";
import type { Queue } from "../../../api/owed";
import { useQueues } from "../../../api/owedHooks";
import { useSay, useT } from "../../../i18n";
import { Badge, EmptyState, ErrorState, Icon, SkeletonPage } from "../../../kit";
import { useApp } from "../../../render/context";
import { RenderProvider } from "../../../render/env";
import { Filters } from "./Filters";
import "./queues.css";
import { QueueRows } from "./QueueRows";

/** The supervisor's queues: how much is owed in each, and the rows of one with a press to see to it. */
export function QueuesPage(): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useApp();
  const queues = useQueues(app);
  const search = useSearch({ from: "/inside/a/$app/queues" });
  if (queues.isPending)
    return (
      <div className="k-page">
        <SkeletonPage lines={8} />
      </div>
    );
  if (queues.error && !queues.data) {
    const problem = queues.error instanceof ApiProblem ? queues.error : null;
    return (
      <ErrorState page title={problem ? say(problem.text) : undefined} onRetry={() => void queues.refetch()}>
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  }
  const all = queues.data;
  // Without a choice the first in which there is something to see to.
  const here = all.find((one) => one.id === search.queue) ?? all.find((one) => one.open > 0) ?? all[0];
  return (
    <RenderProvider>
      <div className="k-page watch">
        <div className="k-page-head">
          <h1>{t("watch.title")}</h1>
          <Link className="k-btn" data-tone="quiet" to="/a/$app/evidence" params={{ app }}>
            <Icon name="image" />
            {t("watch.evidence")}
          </Link>
        </div>
        {here ? (
          <>
            <Tiles queues={all} here={here.id} />
            <p className="k-muted k-small">{say(here.help) || t("watch.help")}</p>
            <Filters queue={here} search={search} />
            <QueueRows key={JSON.stringify([here.id, search])} queue={here} search={search} />
          </>
        ) : (
          <EmptyState icon="clipboard" title={t("watch.noQueues")}>
            {t("watch.noQueues.text")}
          </EmptyState>
        )}
      </div>
    </RenderProvider>
  );
}

/** One tile per queue with its numbers; the chosen one is pressed. */
function Tiles({ queues, here }: { queues: readonly Queue[]; here: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const navigate = useNavigate();
  const { app } = useApp();
  return (
    <ul className="watch-tiles" aria-label={t("watch.queues")}>
      {queues.map((one) => (
        <li key={one.id}>
          <button
            type="button"
            aria-pressed={one.id === here}
            data-overdue={one.overdue > 0 ? "" : undefined}
            onClick={() =>
              void navigate({
                to: "/a/$app/queues",
                params: { app },
                search: { queue: one.id },
                replace: true,
              })
            }
          >
            <span>{say(one.label)}</span>
            <strong>{one.open}</strong>
            <span className="k-row">
              {one.overdue > 0 ? <Badge color="red">{t("watch.overdue", { n: one.overdue })}</Badge> : null}
              {one.unassigned > 0 ? (
                <Badge color="orange">{t("watch.unassigned", { n: one.unassigned })}</Badge>
              ) : null}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
