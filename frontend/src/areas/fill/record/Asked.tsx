import "../../../i18n/parts/sign";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { ApprovalView } from "../../../api/approvals";
import { useListed, useSay, useT } from "../../../i18n";
import { Badge, Icon } from "../../../kit";
import { useApp } from "../../../render/context";

/** Approvals under way on this record, each with whom it waits for. */
export default function Asked({ approvals }: { approvals: readonly ApprovalView[] }): ReactElement | null {
  const listed = useListed();
  const t = useT();
  const say = useSay();
  const { app } = useApp();
  const pending = approvals.filter((one) => one.state === "pending");
  if (pending.length === 0) return null;
  return (
    <section className="k-card rec-asked" aria-label={t("sign.title")}>
      <ul>
        {pending.map((one) => (
          <li key={one.id}>
            <Link to="/a/$app/approvals/$id" params={{ app, id: one.id }}>
              <Icon name="gavel" />
              <span>
                <strong>{t("sign.asked.on", { name: say(one.action_label) })}</strong>
                <small>
                  {one.stuck
                    ? t("sign.stuck")
                    : t("sign.waiting", { names: listed(one.waiting_for.map(({ name }) => name)) })}
                </small>
              </span>
              {one.overdue ? <Badge color="red">{t("app.overdue")}</Badge> : null}
              <Icon name="chevronRight" size={16} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
