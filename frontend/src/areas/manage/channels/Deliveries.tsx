import { useInfiniteQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { listDeliveries, replayDelivery, type Delivery } from "../../../api/channels";
import { useT } from "../../../i18n";
import { Badge, Button, EmptyState, Select, SkeletonPage, TableFrame, toast } from "../../../kit";
import { Failed } from "../shared/Failed";
import { Refusal } from "../shared/Refusal";
import { useMoment } from "../shared/useMoment";
import { useSaving } from "../shared/useSaving";
import { errorWords } from "./errors";

const STATES = ["dead", "waiting", "sent"] as const;

/** What was sent, what waits, what could not be sent and may be sent again. */
export function Deliveries(): ReactElement {
  const t = useT();
  const [state, setState] = useState<string | null>(null);
  const found = useInfiniteQuery({
    queryKey: ["deliveries", state],
    queryFn: ({ pageParam }) => listDeliveries({ state, after: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  });
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <div className="k-stack">
      <div className="mng-tools">
        <Select
          aria-label={t("del.state")}
          empty={t("del.all")}
          value={state}
          onChange={setState}
          options={STATES.map((id) => ({ id, label: t(`del.${id}`) }))}
        />
      </div>
      {found.isPending ? <SkeletonPage /> : null}
      {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data && rows.length === 0 ? (
        <EmptyState icon="send" title={t(state === "dead" ? "del.noneDead" : "del.none")} />
      ) : null}
      {rows.length > 0 ? (
        <TableFrame label={t("del.title")}>
          <thead>
            <tr>
              {(["when", "what", "who", "where", "state"] as const).map((key) => (
                <th key={key} scope="col">
                  {t(`del.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <Row key={one.id} delivery={one} />
            ))}
          </tbody>
        </TableFrame>
      ) : null}
      {found.hasNextPage ? (
        <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("del.more")}
        </Button>
      ) : null}
    </div>
  );
}

const COLOR = { sent: "green", waiting: "blue", dead: "red" } as const;

function Row({ delivery }: { delivery: Delivery }): ReactElement {
  const t = useT();
  const moment = useMoment();
  const { busy, problem, save } = useSaving();
  const again = async () => {
    if (await save(() => replayDelivery(delivery.id), [["deliveries"], ["channels"]]))
      toast({ text: t("del.replayed"), tone: "good" });
  };
  return (
    <tr>
      <td className="chan-when">{moment(delivery.at)}</td>
      <td>{delivery.title}</td>
      <td>{delivery.person?.name ?? t("del.group")}</td>
      <td>{delivery.channel_name || delivery.channel}</td>
      <td>
        <div className="chan-state">
          <Badge color={COLOR[delivery.state]}>{t(`del.${delivery.state}`)}</Badge>
          {delivery.attempts > 1 ? (
            <span className="k-small">{t("del.tries", { n: delivery.attempts })}</span>
          ) : null}
          {delivery.next_at && delivery.attempts > 0 ? (
            <span className="k-muted k-small">{t("del.next", { at: moment(delivery.next_at) })}</span>
          ) : null}
          {delivery.state === "dead" ? (
            <Button size="s" icon="refresh" busy={busy} onClick={() => void again()}>
              {t("del.replay")}
            </Button>
          ) : null}
        </div>
        {delivery.error ? <div className="k-small chan-error">{errorWords(delivery.error, t)}</div> : null}
        <Refusal problem={problem} />
      </td>
    </tr>
  );
}
