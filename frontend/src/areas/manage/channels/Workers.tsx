import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { listWorkers } from "../../../api/channels";
import { useT } from "../../../i18n";
import { Badge, EmptyState, SkeletonPage } from "../../../kit";
import { Failed } from "../shared/Failed";
import { useMoment } from "../shared/useMoment";

/** Whether anybody sees to it that reminders go out. */
export function Workers(): ReactElement {
  const t = useT();
  const moment = useMoment();
  const found = useQuery({ queryKey: ["workers"], queryFn: listWorkers, refetchInterval: 10_000 });
  if (found.isPending) return <SkeletonPage />;
  if (found.error) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return (
    <div className="k-stack">
      <p className="k-muted k-small">{t("work.help")}</p>
      {found.data.length === 0 ? (
        <EmptyState icon="alert" title={t("work.none")}>
          {t("work.none.help")}
        </EmptyState>
      ) : null}
      <ul className="chan-list">
        {found.data.map((one) => (
          <li key={one.id} className="k-card chan-row">
            <div className="chan-what">
              <strong>{one.host || one.id}</strong>
              <span className="k-muted k-small">
                {t("work.since", { at: moment(one.started_at), seen: moment(one.seen_at) })}
              </span>
            </div>
            <Badge color={one.stale ? "red" : "green"}>{t(one.stale ? "work.stale" : "work.ok")}</Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}
