import "../../../i18n/parts/record";
import "../../../i18n/parts/owed";
import { Link } from "@tanstack/react-router";
import { Suspense, useEffect, useMemo, useRef, type ReactElement } from "react";
import { ordered } from "../../../api/documents";
import { useToday } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import type { Owed } from "../../../api/owed";
import type { Bundle, Today } from "../../../api/types";
import { useSay, useT } from "../../../i18n";
import { Banner, EmptyState, ErrorState, Icon, late, SkeletonPage } from "../../../kit";
import { useApp } from "../../../render/context";
import { useClock } from "../../../render/owed/Due";
import { FillProvider } from "../form/FillProvider";
import { useOwing } from "../owed/useOwing";
import { Group } from "./Groups";
import { OwedGroups } from "./OwedGroups";
import "./today.css";

const TeamQueues = late(() => import("./TeamQueues"));

/** How often 今天 is read again while it lies open: what others did, and deadlines that passed. */
const AGAIN = 120_000;

/** The rep's home: what is owed by deadline, then what I follow up by stage, each with the next thing to do. */
export function TodayPage(): ReactElement {
  const say = useSay();
  const { app } = useApp();
  const today = useToday(app, AGAIN);
  if (today.isPending) return <SkeletonPage lines={8} />;
  if (today.error && !today.data) {
    const problem = today.error instanceof ApiProblem ? today.error : null;
    return (
      <ErrorState page title={problem ? say(problem.text) : undefined} onRetry={() => void today.refetch()}>
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  }
  return (
    <FillProvider>
      <Home today={today.data} />
    </FillProvider>
  );
}

function Home({ today }: { today: Today }): ReactElement {
  const t = useT();
  const { app, bundle, session } = useApp();
  const { owed, groups } = today;
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const all = useMemo(() => [...owed.overdue, ...owed.today, ...owed.week, ...owed.later], [owed]);
  const { counts } = owed;
  const left = counts.overdue + counts.today + counts.week + counts.later;
  const next = useNextInView(all);
  const owing = useOwing((done) => next(done.id), left);
  return (
    <div className="k-page today">
      <div className="k-page-head">
        <h1>{t("today.title")}</h1>
        {total > 0 ? (
          <span className="k-muted">{t("today.greeting", { name: session.person.name, n: total })}</span>
        ) : null}
      </div>
      <Stale worker={today.worker} />
      {today.approvals > 0 ? (
        <Link className="today-approvals" to="/a/$app/approvals" params={{ app }}>
          <Icon name="gavel" />
          <span>{t("owed.approvals", { n: today.approvals })}</span>
          <Icon name="chevronRight" size={16} />
        </Link>
      ) : null}
      {left > 0 ? (
        <OwedGroups owed={owed} onDo={owing.begin} onWhy={owing.why} />
      ) : total > 0 ? (
        <p className="today-clear">
          <Icon name="check" />
          <span>
            <strong>{t("owed.clear.title")}</strong> {t("owed.clear.text")}
          </span>
        </p>
      ) : (
        <>
          {seesOthers(bundle) ? (
            <Suspense fallback={null}>
              <TeamQueues />
            </Suspense>
          ) : null}
          <Nothing />
        </>
      )}
      {groups.map((group) => (
        <Group key={`${group.entity} ${group.stage}`} group={group} />
      ))}
      {owing.sheet}
    </div>
  );
}

/** After an act its row is gone: the one that follows it comes into view and has the focus. */
function useNextInView(all: readonly Owed[]): (done: string) => void {
  const wanted = useRef<{ readonly gone: string; readonly next: string | null } | null>(null);
  useEffect(() => {
    if (wanted.current === null || all.some(({ id }) => id === wanted.current?.gone)) return;
    const { next } = wanted.current;
    wanted.current = null;
    const row = next === null ? null : document.querySelector<HTMLElement>(`[data-owed="${next}"]`);
    (row ?? document.querySelector<HTMLElement>("[data-owed]"))?.focus();
    row?.scrollIntoView({ block: "nearest" });
  }, [all]);
  return (done) => {
    const at = all.findIndex(({ id }) => id === done);
    wanted.current = { gone: done, next: all[at + 1]?.id ?? null };
  };
}

/** Reminders may be late; what is owed is not. */
function Stale({ worker }: { worker: Today["worker"] }): ReactElement | null {
  const t = useT();
  const when = useClock();
  if (!worker.stale) return null;
  return (
    <Banner tone="warn" icon="clock" live="status">
      {worker.seen_at === null ? t("owed.stale.never") : t("owed.stale", { when: when(worker.seen_at) })}
    </Banner>
  );
}

/** Entities one starts with: those with a flow that this role may create. */
function beginnings(bundle: Bundle): string[] {
  const flows = new Set(Object.values(bundle.flows).map((flow) => flow.entity));
  const docs = Object.fromEntries(
    Object.entries(bundle.entities)
      .filter(([id]) => flows.has(id) && bundle.rights[id]?.create === true)
      .map(([id, doc]) => [id, { order: doc.entity.order ?? 0 }]),
  );
  return ordered(docs).map(([id]) => id);
}

/** The role looks after what others owe. */
const seesOthers = ({ duties, rights }: Bundle): boolean =>
  Object.values(duties).some((duty) => (rights[duty.entity]?.scope ?? "own") !== "own");

function Nothing(): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, bundle } = useApp();
  return (
    <div className="k-card">
      <EmptyState
        icon="check"
        title={t("today.empty.title")}
        action={beginnings(bundle).map((entity, index) => (
          <Link
            key={entity}
            to="/a/$app/e/$entity/new"
            params={{ app, entity }}
            className="k-btn"
            data-tone={index === 0 ? "primary" : "plain"}
          >
            <Icon name="plus" />
            {t("today.new", { name: say(bundle.entities[entity]?.entity.label) })}
          </Link>
        ))}
      >
        {t("today.empty.text")}
      </EmptyState>
    </div>
  );
}
