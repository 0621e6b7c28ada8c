import "../../../i18n/parts/inbox";
import "../../../i18n/parts/owed";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useSession } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import { markRead, NOTICES, useNotices, type Notice } from "../../../api/notices";
import { useSay, useT } from "../../../i18n";
import {
  Button,
  ChipChoice,
  EmptyState,
  ErrorState,
  Field,
  Icon,
  SkeletonPage,
  toast,
  type IconName,
} from "../../../kit";
import { useClockIn } from "../../../render/owed/Due";
import "./inbox.css";

const ICONS: Readonly<Record<string, IconName>> = {
  reminder: "clock",
  breach: "alert",
  escalation: "alert",
  nudge: "send",
  assigned: "assign",
  approval: "gavel",
  approval_result: "check",
  message: "chat",
  evidence: "image",
  remark: "chat",
  proposal: "edit",
  proposal_result: "check",
  published: "check",
  not_published: "alert",
};

/** Told to who designs an app, about no record of it. */
const OF_APPS: ReadonlySet<string> = new Set(["published", "not_published"]);

/** What I was told, newest first; a press reads it and leads to its record. */
export function InboxPage(): ReactElement {
  const t = useT();
  const say = useSay();
  const client = useQueryClient();
  const [unread, setUnread] = useState(false);
  const found = useNotices(unread);
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const problem = found.error instanceof ApiProblem ? found.error : null;
  const left = found.data?.pages[0]?.unread ?? 0;
  const readAll = async () => {
    try {
      await markRead({ all: true });
      await client.invalidateQueries({ queryKey: NOTICES });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      toast({ text: say(error.text), tone: "bad" });
    }
  };
  return (
    <div className="k-page inbox">
      <div className="k-page-head">
        <h1>{t("inbox.title")}</h1>
        {left > 0 ? (
          <Button size="s" icon="check" onClick={() => void readAll()}>
            {t("inbox.readAll")}
          </Button>
        ) : null}
      </div>
      <Field label={t("inbox.filter")} quietLabel group>
        {(aria) => (
          <ChipChoice
            aria={aria}
            required
            options={[
              { id: "all", label: t("inbox.all") },
              { id: "unread", label: left > 0 ? `${t("inbox.unread")} ${left}` : t("inbox.unread") },
            ]}
            value={unread ? "unread" : "all"}
            onChange={(which) => setUnread(which === "unread")}
          />
        )}
      </Field>
      {found.isPending ? (
        <SkeletonPage lines={6} />
      ) : problem && !found.data ? (
        <ErrorState title={say(problem.text)} onRetry={() => void found.refetch()}>
          {say(problem.remedy)}
        </ErrorState>
      ) : rows.length === 0 ? (
        <div className="k-card">
          <EmptyState icon="bell" title={unread ? t("inbox.noneUnread") : t("inbox.none")}>
            {t("inbox.none.text")}
          </EmptyState>
        </div>
      ) : (
        <ul className="inbox-rows">
          {rows.map((one) => (
            <li key={one.seq}>
              <Row one={one} />
            </li>
          ))}
        </ul>
      )}
      {found.hasNextPage ? (
        <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("inbox.more")}
        </Button>
      ) : null}
    </div>
  );
}

function Row({ one }: { one: Notice }): ReactElement {
  const t = useT();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const zone = useSession().data?.organisation.zone ?? "Asia/Shanghai";
  const when = useClockIn(zone);
  const open = () => {
    if (!one.read)
      // Going on must not wait for it; should it fail, it stays unread and can be pressed again.
      void markRead({ seqs: [one.seq] })
        .then(() => client.invalidateQueries({ queryKey: NOTICES }))
        .catch(() => undefined);
    if (one.talk)
      void navigate({ to: "/a/$app/rules", params: { app: one.app }, search: { topic: one.talk } });
    else if (OF_APPS.has(one.kind))
      void navigate({ to: "/design/$app/$", params: { app: one.app, _splat: "publish" } });
    else if (one.record !== null)
      void navigate({
        to: "/a/$app/e/$entity/$id",
        params: { app: one.app, entity: one.entity, id: one.record },
      });
  };
  const body = say(one.body);
  return (
    <button type="button" className="inbox-row" data-unread={one.read ? undefined : ""} onClick={open}>
      <span className="inbox-icon" data-kind={one.kind}>
        <Icon name={ICONS[one.kind] ?? "bell"} size={16} />
      </span>
      <span className="inbox-words">
        <strong>{say(one.title)}</strong>
        {body === "" ? null : <span>{body}</span>}
        <span className="k-small k-muted">
          {/* The server's words name the record where it matters; only one that they leave out is added. */}
          {one.record_title !== null && !say(one.title).includes(one.record_title)
            ? `${one.record_title} · ${when(one.at)}`
            : when(one.at)}
        </span>
      </span>
      {one.read ? null : <span className="inbox-dot">{<span className="k-sr">{t("inbox.new")}</span>}</span>}
    </button>
  );
}
