import "../../../i18n/parts/sign";
import "../../../i18n/parts/owed";
import { Link, useParams } from "@tanstack/react-router";
import { Suspense, useState, type ReactElement } from "react";
import { useApproval } from "../../../api/approvalHooks";
import type { ApprovalDetail } from "../../../api/approvals";
import { ApiProblem } from "../../../api/http";
import { useSay, useT } from "../../../i18n";
import { Banner, EmptyState, ErrorState, Icon, late, Menu, SkeletonPage, type MenuItem } from "../../../kit";
import { useApp } from "../../../render/context";
import { RenderProvider, useRender } from "../../../render/env";
import { FileList } from "../../../render/files/FileList";
import { ReadValue } from "../../../render/form/ReadValue";
import { useClock } from "../../../render/owed/Due";
import "./approvals.css";
import { Facts } from "./Facts";
import type { HandKind } from "./HandDialog";
import { StateBadge } from "./StateBadge";
import { Steps } from "./Steps";

const SignForm = late(() => import("./SignForm"));
const HandDialog = late(() => import("./HandDialog"));

/** One request: what is asked, who has decided what, and the reader's own decision. */
export function ApprovalPage(): ReactElement {
  const say = useSay();
  const { app } = useApp();
  const { id } = useParams({ from: "/inside/a/$app/approvals/$id" });
  const found = useApproval(app, id);
  if (found.data)
    return (
      <RenderProvider key={id} titles={found.data.titles}>
        <Loaded one={found.data} />
      </RenderProvider>
    );
  if (found.isPending)
    return (
      <div className="k-page">
        <SkeletonPage lines={8} />
      </div>
    );
  const problem = found.error instanceof ApiProblem ? found.error : null;
  if (problem?.status === 404)
    return (
      <EmptyState page icon="search" title={say(problem.text)}>
        {say(problem.remedy)}
      </EmptyState>
    );
  return (
    <ErrorState page title={problem ? say(problem.text) : undefined} onRetry={() => void found.refetch()}>
      {problem ? say(problem.remedy) : null}
    </ErrorState>
  );
}

function Loaded({ one }: { one: ApprovalDetail }): ReactElement {
  const t = useT();
  const [handing, setHanding] = useState<HandKind | null>(null);
  const { rights } = one;
  const items: MenuItem[] = [
    ...(rights.pass_on
      ? [
          {
            key: "pass_on",
            label: t("sign.pass_on"),
            icon: "assign" as const,
            onSelect: () => setHanding("pass_on"),
          },
          { key: "add", label: t("sign.add"), icon: "people" as const, onSelect: () => setHanding("add") },
        ]
      : []),
    ...(rights.take_back
      ? [
          {
            key: "take_back",
            label: t("sign.take_back"),
            icon: "back" as const,
            tone: "danger" as const,
            onSelect: () => setHanding("take_back"),
          },
        ]
      : []),
  ];
  return (
    <div className="k-page sign">
      <Head one={one} items={items} />
      <Ending one={one} />
      <div className="sign-columns">
        <div className="k-stack">
          <Facts one={one} />
          <What one={one} />
          {rights.sign ? (
            <Suspense fallback={<SkeletonPage lines={3} />}>
              <SignForm key={`${one.step ?? ""} ${one.record_version}`} one={one} />
            </Suspense>
          ) : null}
        </div>
        <Steps one={one} />
      </div>
      {handing ? (
        <Suspense fallback={null}>
          <HandDialog kind={handing} one={one} onClose={() => setHanding(null)} />
        </Suspense>
      ) : null}
    </div>
  );
}

function Head({ one, items }: { one: ApprovalDetail; items: readonly MenuItem[] }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useApp();
  const when = useClock();
  return (
    <header className="sign-head">
      <Link className="k-icon-btn" to="/a/$app/approvals" params={{ app }} aria-label={t("sign.title")}>
        <Icon name="back" size={20} />
      </Link>
      <div className="k-grow">
        <h1>{say(one.action_label)}</h1>
        <p>
          <Link to="/a/$app/e/$entity/$id" params={{ app, entity: one.entity, id: one.record }}>
            {one.record_title}
          </Link>
        </p>
        <p className="k-row k-small k-muted">
          {t("sign.asked", { name: one.asked_by.name, when: when(one.asked_at) })}
          <StateBadge one={one} />
        </p>
      </div>
      {items.length > 0 ? <Menu label={t("sign.more")} groups={[items]} /> : null}
    </header>
  );
}

/** How it ended, where that needs saying; and that nobody can be found to go on. */
function Ending({ one }: { one: ApprovalDetail }): ReactElement | null {
  const t = useT();
  const causes = {
    taken_back: t("sign.cause.taken_back"),
    returned: t("sign.cause.returned"),
    stage: t("sign.cause.stage"),
    archived: t("sign.cause.archived"),
  };
  if (one.state === "timed_out")
    return (
      <Banner tone="warn" icon="clock">
        {t("sign.timedOut.help")}
      </Banner>
    );
  if (one.state === "withdrawn" && Object.hasOwn(causes, one.cause))
    return <Banner>{causes[one.cause as keyof typeof causes]}</Banner>;
  if (one.state === "pending" && one.stuck)
    return (
      <Banner tone="warn" icon="alert">
        {t("sign.stuck.help")}
      </Banner>
    );
  if (one.rights.sign && one.rights.for_person)
    return <Banner tone="info">{t("sign.for", { name: one.rights.for_person.name })}</Banner>;
  return null;
}

/** What was filled in with the request and by those who have signed. */
function What({ one }: { one: ApprovalDetail }): ReactElement {
  const t = useT();
  const say = useSay();
  const { titles } = useRender();
  for (const file of one.files) titles.name(file.id, file.name);
  return (
    <section className="k-card k-stack" aria-label={t("sign.what")}>
      <h2>{t("sign.what")}</h2>
      {one.values.length === 0 && one.files.length === 0 ? (
        <p className="k-muted">{t("sign.none.values")}</p>
      ) : null}
      {one.values.length > 0 ? (
        <dl className="k-dl">
          {one.values.map((value) => (
            <div key={`${value.key} ${value.by?.id ?? ""}`}>
              <dt>
                {value.by ? t("sign.by", { label: say(value.label), name: value.by.name }) : say(value.label)}
              </dt>
              <dd>
                <ReadValue prop={value.property} value={value.value} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {one.files.length > 0 ? (
        <div>
          <p className="k-muted k-small">{t("sign.files")}</p>
          <FileList ids={one.files.map(({ id }) => id)} known={one.files} />
        </div>
      ) : null}
    </section>
  );
}
