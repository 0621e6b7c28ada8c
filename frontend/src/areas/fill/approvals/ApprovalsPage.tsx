import "../../../i18n/parts/sign";
import "../../../i18n/parts/owed";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useApprovals } from "../../../api/approvalHooks";
import type { ApprovalView, Box } from "../../../api/approvals";
import { ApiProblem } from "../../../api/http";
import { useLang, useListed, useSay, useT } from "../../../i18n";
import { Badge, Button, EmptyState, ErrorState, Icon, iconOf, SkeletonPage, Tabs } from "../../../kit";
import { useApp } from "../../../render/context";
import { clock, dueTone, dueWords } from "../../../render/owed/due";
import { useNow } from "../../../render/owed/Due";
import "./approvals.css";
import { StateBadge } from "./StateBadge";

const BOXES = ["to_sign", "asked", "signed"] as const;
const boxOf = (text: string | undefined): Box => BOXES.find((one) => one === text) ?? "to_sign";

/** Decisions: those that wait for me, those I asked for, those I gave. */
export function ApprovalsPage(): ReactElement {
  const t = useT();
  const navigate = useNavigate();
  const { app } = useApp();
  const box = boxOf(useSearch({ from: "/inside/a/$app/approvals" }).box);
  return (
    <div className="k-page">
      <div className="k-page-head">
        <h1>{t("sign.title")}</h1>
      </div>
      <div className="k-card sign-box">
        <Tabs
          label={t("sign.boxes")}
          tabs={BOXES.map((key) => ({ key, label: t(`sign.box.${key}`) }))}
          value={box}
          onChange={(key) =>
            void navigate({ to: "/a/$app/approvals", params: { app }, search: { box: key }, replace: true })
          }
        >
          <Rows key={box} box={box} />
        </Tabs>
      </div>
    </div>
  );
}

function Rows({ box }: { box: Box }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useApp();
  const found = useApprovals(app, box);
  if (found.isPending) return <SkeletonPage lines={4} />;
  if (found.error && !found.data) {
    const problem = found.error instanceof ApiProblem ? found.error : null;
    return (
      <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void found.refetch()}>
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  }
  const rows = found.data.pages.flatMap((page) => page.rows);
  if (rows.length === 0) {
    const which = box === "asked" || box === "signed" ? box : "to_sign";
    return (
      <EmptyState icon="gavel" title={t(`sign.none.${which}`)}>
        {t(`sign.none.${which}.text`)}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="sign-rows">
        {rows.map((one) => (
          <li key={one.id}>
            <ApprovalRow one={one} />
          </li>
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("kit.loadMore")}
        </Button>
      ) : null}
    </>
  );
}

function ApprovalRow({ one }: { one: ApprovalView }): ReactElement {
  const listed = useListed();
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { app, bundle } = useApp();
  const now = useNow(30_000);
  const due = { ...one, state: "open" as const, late_s: 0, shown_in: "hours" };
  return (
    <Link className="sign-row" to="/a/$app/approvals/$id" params={{ app, id: one.id }}>
      <Icon name={iconOf(bundle.actions[one.action]?.icon, "gavel")} />
      <span className="sign-words">
        <strong>{say(one.action_label)}</strong>
        <span className="k-clip">{one.record_title}</span>
        <span className="k-small k-muted">
          {t("sign.asked", {
            name: one.asked_by.name,
            when: clock(one.asked_at, bundle.zone, now, lang),
          })}
          {one.state === "pending" && one.waiting_for.length > 0
            ? ` · ${t("sign.waiting", { names: listed(one.waiting_for.map(({ name }) => name)) })}`
            : ""}
        </span>
      </span>
      <span className="sign-state">
        {one.state === "pending" && one.due_at !== null ? (
          <Badge
            color={dueTone(due, now) === "bad" ? "red" : dueTone(due, now) === "soon" ? "yellow" : "grey"}
          >
            {dueWords(due, now)}
          </Badge>
        ) : null}
        <StateBadge one={one} />
      </span>
      <Icon name="chevronRight" size={16} />
    </Link>
  );
}
