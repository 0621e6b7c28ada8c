import type { ReactElement } from "react";
import type { RowView } from "../../../api/types";
import { useT } from "../../../i18n";
import { Badge } from "../../../kit";
import "./badges.css";

/** That something on the record is past its deadline, and that somebody above was told of it, whoever owes it. */
export function OwedBadges({ row }: { row: Pick<RowView, "owed"> }): ReactElement | null {
  const t = useT();
  const { overdue = 0, escalated = 0 } = row.owed ?? {};
  if (overdue === 0 && escalated === 0) return null;
  return (
    <span className="owed-badges">
      {overdue > 0 ? <Badge color="red">{t("app.overdue")}</Badge> : null}
      {escalated > 0 ? <Badge color="red">{t("app.escalated")}</Badge> : null}
    </span>
  );
}
