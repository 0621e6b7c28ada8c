import "../../../i18n/parts/record";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Suspense, useEffect, useState, type ReactElement } from "react";
import { drafts } from "../../../api/device";
import { useRecord } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import type { RecordAnswer } from "../../../api/types";
import { useLang, useSay, useT } from "../../../i18n";
import { EmptyState, ErrorState, late, Skeleton, SkeletonPage, StageBar, Tabs, usePhone } from "../../../kit";
import { useApp } from "../../../render/context";
import { FillProvider } from "../form/FillProvider";
import { Actions } from "./Actions";
import { Details } from "./Details";
import { editDraft } from "./editDraft";
import { Header } from "./Header";
import { NextStepPanel } from "./NextStep";
import { Owing } from "./Owing";
import "./record.css";
import { relationsOf } from "./relations";
import { flowOf, stageSteps } from "./stages";
import { useDoing } from "./useDoing";

const Related = late(() => import("./Related"));
const Timeline = late(() => import("./Timeline"));
const Asked = late(() => import("./Asked"));

/** One record: where it stands, what comes next, what can be done, what it says, what happened. */
export function RecordPage(): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useApp();
  const { entity, id } = useParams({ from: "/inside/a/$app/e/$entity/$id" });
  const found = useRecord(app, entity, id);
  if (found.data)
    return (
      <FillProvider key={id} titles={found.data.record.titles}>
        <Loaded answer={found.data} />
      </FillProvider>
    );
  if (found.isPending)
    return (
      <div className="k-page">
        <SkeletonPage lines={10} />
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
      {problem ? say(problem.remedy) : t("app.crash.text")}
    </ErrorState>
  );
}

function Loaded({ answer }: { answer: RecordAnswer }): ReactElement {
  const lang = useLang();
  const phone = usePhone();
  const { app, bundle, session } = useApp();
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const { record, next, rights } = answer;
  const { entity, id } = record;
  const doing = useDoing(answer, () => void navigate({ to: "/a/$app/e/$entity", params: { app, entity } }));
  const flow = flowOf(bundle, entity);
  const canEdit = rights.edit && !record.archived;

  useEffect(() => {
    let live = true;
    void drafts.read(editDraft(session.person.id, app, entity, id)).then((draft) => {
      if (live && draft) setEditing(true);
    });
    return () => {
      live = false;
    };
  }, [app, entity, id, session.person.id]);

  const aside = (
    <>
      <Owing record={record} />
      <Suspense fallback={null}>
        {record.approvals?.some((one) => one.state === "pending") ? (
          <Asked approvals={record.approvals} />
        ) : null}
      </Suspense>
      <NextStepPanel
        record={record}
        next={next}
        canEdit={canEdit}
        busy={doing.busy}
        onMove={(to) => void doing.move(to.stage)}
        onAct={doing.act}
        onFill={doing.fill}
      />
      {canEdit ? <Actions actions={next.actions} onAct={doing.act} /> : null}
    </>
  );
  return (
    <div className="k-page rec">
      <Header
        answer={answer}
        onAssign={doing.assign}
        onArchive={doing.archive}
        others={canEdit ? doing.others : []}
      />
      {flow ? <StageBar steps={stageSteps(flow, record, lang)} /> : null}
      {doing.problem}
      <div className="rec-columns">
        {phone && !editing ? aside : null}
        <Body answer={answer} editing={editing} onEdit={setEditing} />
        {phone ? null : <aside className="rec-aside">{aside}</aside>}
      </div>
      {doing.sheet}
    </div>
  );
}

type Tab = "details" | "related" | "events";

function Body({
  answer,
  editing,
  onEdit,
}: {
  answer: RecordAnswer;
  editing: boolean;
  onEdit: (on: boolean) => void;
}): ReactElement {
  const t = useT();
  const { bundle } = useApp();
  const [tab, setTab] = useState<Tab>("details");
  const { record } = answer;
  const related = relationsOf(bundle, record.entity).length > 0;
  const tabs: { key: Tab; label: string }[] = [
    { key: "details", label: t("record.tab.details") },
    ...(related ? [{ key: "related" as const, label: t("record.tab.related") }] : []),
    { key: "events", label: t("record.tab.events") },
  ];
  return (
    <div className="k-card rec-body">
      <Tabs label={t("record.tabs")} tabs={tabs} value={tab} onChange={setTab}>
        <div className="rec-panel">
          {/* Kept alive: leaving the tab must not lose what is being typed. */}
          <div hidden={tab !== "details"}>
            <Details answer={answer} editing={editing} onEdit={onEdit} />
          </div>
          <Suspense fallback={<Skeleton width="70%" />}>
            {tab === "related" ? <Related record={record} /> : null}
            {tab === "events" ? <Timeline record={record} /> : null}
          </Suspense>
        </div>
      </Tabs>
    </div>
  );
}
