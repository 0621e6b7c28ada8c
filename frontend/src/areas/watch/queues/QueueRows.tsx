import { Suspense, useState, type ReactElement } from "react";
import { ApiProblem } from "../../../api/http";
import type { Owed, Queue } from "../../../api/owed";
import { useOwed } from "../../../api/owedHooks";
import { useSay, useT } from "../../../i18n";
import { Banner, Button, EmptyState, ErrorState, late, SkeletonPage, usePhone } from "../../../kit";
import { useApp } from "../../../render/context";
import type { SeeKind } from "../../../render/owed/SeeDialog";
import { QueueCards } from "./QueueCards";
import { QueueTable } from "./QueueTable";
import type { QueueSearch } from "./search";

const SeeDialog = late(() => import("../../../render/owed/SeeDialog"));
const WhySheet = late(() => import("../../../render/owed/WhySheet"));

/** What a row of a queue can be asked to do. */
export interface QueueProps {
  rows: readonly Owed[];
  ticked: ReadonlySet<string>;
  onTick: (ids: readonly string[], on: boolean) => void;
  onSee: (kind: SeeKind, owed: Owed) => void;
  onWhy: (owed: Owed) => void;
}

/** Those nobody owes come first: nothing else happens to them. */
export function unassignedFirst(rows: readonly Owed[]): readonly Owed[] {
  return [...rows.filter((one) => one.owner === null), ...rows.filter((one) => one.owner !== null)];
}

/** The rows of one queue, the soonest deadline first, with what can be done about one or about several. */
export function QueueRows({ queue, search }: { queue: Queue; search: QueueSearch }): ReactElement {
  const t = useT();
  const say = useSay();
  const phone = usePhone();
  const { app } = useApp();
  const { overdue, ...narrow } = search;
  const found = useOwed(app, {
    state: "open",
    scope: "seen",
    ...narrow,
    queue: queue.id,
    overdue: overdue ? "true" : undefined,
  });
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [seeing, setSeeing] = useState<{ readonly kind: SeeKind; readonly owed: readonly Owed[] } | null>(
    null,
  );
  const [asking, setAsking] = useState<Owed | null>(null);
  if (found.isPending) return <SkeletonPage lines={6} />;
  if (found.error && !found.data) {
    const problem = found.error instanceof ApiProblem ? found.error : null;
    return (
      <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void found.refetch()}>
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  }
  const rows = unassignedFirst(found.data.pages.flatMap((page) => page.rows));
  const chosen = rows.filter(({ id }) => ticked.has(id));
  const props: QueueProps = {
    rows,
    ticked,
    onTick: (ids, on) => {
      const next = new Set(ticked);
      for (const id of ids)
        if (on) next.add(id);
        else next.delete(id);
      setTicked(next);
    },
    onSee: (kind, owed) => setSeeing({ kind, owed: [owed] }),
    onWhy: setAsking,
  };
  const narrowed = Object.keys(search).some((name) => name !== "queue");
  return (
    <>
      {rows[0]?.owner === null ? (
        <Banner tone="warn" icon="alert">
          {t("watch.unassigned.first")}
        </Banner>
      ) : null}
      {chosen.length > 0 ? (
        <Several
          owed={chosen}
          onSee={(kind, owed) => setSeeing({ kind, owed })}
          onClear={() => setTicked(new Set())}
        />
      ) : null}
      {rows.length === 0 ? (
        <div className="k-card">
          <EmptyState icon="check" title={narrowed ? t("watch.noneMatch") : t("watch.none")}>
            {narrowed ? null : t("watch.none.text")}
          </EmptyState>
        </div>
      ) : phone ? (
        <QueueCards {...props} />
      ) : (
        <QueueTable {...props} name={say(queue.label)} />
      )}
      {found.hasNextPage ? (
        <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("watch.more")}
        </Button>
      ) : null}
      <Suspense fallback={null}>
        {seeing ? (
          <SeeDialog
            kind={seeing.kind}
            owed={seeing.owed}
            onClose={() => {
              setSeeing(null);
              setTicked(new Set());
            }}
          />
        ) : null}
        {asking ? <WhySheet owed={asking} onDo={null} onClose={() => setAsking(null)} /> : null}
      </Suspense>
    </>
  );
}

interface SeveralProps {
  owed: readonly Owed[];
  onSee: (kind: SeeKind, owed: readonly Owed[]) => void;
  onClear: () => void;
}

/** What can be done about all the ticked ones; each act is offered for those the reader may do it to. */
function Several({ owed, onSee, onClear }: SeveralProps): ReactElement {
  const t = useT();
  const nudge = owed.filter((one) => one.rights.nudge);
  const manage = owed.filter((one) => one.rights.waive);
  return (
    <div className="watch-several" role="region" aria-label={t("watch.selected", { n: owed.length })}>
      <span>{t("watch.selected", { n: owed.length })}</span>
      {nudge.length > 0 ? (
        <Button size="s" icon="send" onClick={() => onSee("nudge", nudge)}>
          {t("owed.nudge")}
        </Button>
      ) : null}
      {manage.length > 0 ? (
        <>
          <Button size="s" icon="assign" onClick={() => onSee("reassign", manage)}>
            {t("owed.reassign")}
          </Button>
          <Button size="s" icon="clock" onClick={() => onSee("extend", manage)}>
            {t("owed.extend")}
          </Button>
          <Button size="s" tone="danger" onClick={() => onSee("waive", manage)}>
            {t("owed.waive")}
          </Button>
        </>
      ) : null}
      <Button size="s" tone="quiet" onClick={onClear}>
        {t("watch.unselect")}
      </Button>
    </div>
  );
}
