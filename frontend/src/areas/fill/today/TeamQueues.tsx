import "../../../i18n/parts/watch";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useQueues } from "../../../api/owedHooks";
import { useSay, useT } from "../../../i18n";
import { Badge, Icon } from "../../../kit";
import { useApp } from "../../../render/context";

/** For who follows up on others and owes nothing: how much is open in each queue, a press away. */
export default function TeamQueues(): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { app } = useApp();
  const queues = useQueues(app).data ?? [];
  if (queues.length === 0) return null;
  return (
    <section aria-label={t("watch.title")}>
      <ul className="today-queues">
        {queues.map((one) => (
          <li key={one.id}>
            <Link to="/a/$app/queues" params={{ app }} search={{ queue: one.id }}>
              <span>{say(one.label)}</span>
              <span className="k-muted">{t("watch.open", { n: one.open })}</span>
              {one.overdue > 0 ? <Badge color="red">{t("watch.overdue", { n: one.overdue })}</Badge> : null}
              <Icon name="chevronRight" size={16} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
