import type { ReactElement } from "react";
import type { ApprovalView } from "../../../api/approvals";
import { useT } from "../../../i18n";
import { Badge } from "../../../kit";

const COLORS = {
  pending: "blue",
  approved: "green",
  refused: "red",
  withdrawn: "grey",
  timed_out: "orange",
} as const;

/** Where a request stands, in a word. */
export function StateBadge({ one }: { one: ApprovalView }): ReactElement {
  const t = useT();
  return one.state === "pending" && one.stuck ? (
    <Badge color="red">{t("sign.stuck")}</Badge>
  ) : (
    <Badge color={COLORS[one.state]}>{t(`sign.state.${one.state}`)}</Badge>
  );
}
