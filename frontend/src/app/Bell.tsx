import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState, type ReactElement } from "react";
import { listNotices, NOTICES, UNREAD } from "../api/notices";
import { inTrial } from "../api/trial";
import { useT } from "../i18n";
import { Icon } from "../kit";
import { listen } from "./stream";

/** How often the number is asked for while no stream tells it. */
const POLL = 60_000;

/** The way to the inbox, with how much in it is unread; kept fresh by the server's stream, else by asking. */
export default function Bell(): ReactElement {
  const t = useT();
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  const unread = useQuery({
    queryKey: UNREAD,
    queryFn: async () => (await listNotices(null, true)).unread,
    refetchInterval: live ? false : POLL,
  });
  useEffect(
    () =>
      // A trial has no stream: what is new there is new when its time goes on.
      inTrial() === null
        ? listen({
            onLive: setLive,
            onUnread: () => void client.invalidateQueries({ queryKey: NOTICES }),
            onOwed: () =>
              void client.invalidateQueries({
                predicate: ({ queryKey: [scope, , what] }) =>
                  scope === "app" && ["today", "owed", "queues", "approvals"].includes(String(what)),
              }),
          })
        : undefined,
    [client],
  );
  const n = unread.data ?? 0;
  return (
    <Link
      to="/inbox"
      className="k-icon-btn app-bell"
      aria-label={n > 0 ? t("app.inbox.n", { n }) : t("app.inbox")}
    >
      <Icon name="bell" size={20} />
      {n > 0 ? <span aria-hidden="true">{n > 99 ? "99+" : n}</span> : null}
    </Link>
  );
}
