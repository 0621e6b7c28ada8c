import "../../../i18n/parts/import";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { readImport, type ImportJob } from "../../../api/imports";
import { ApiProblem } from "../../../api/http";
import { useSay, useT } from "../../../i18n";
import { ErrorState, Icon, SkeletonPage } from "../../../kit";
import { useApp } from "../../../render/context";
import { RenderProvider } from "../../../render/env";
import { CheckStep } from "./CheckStep";
import { ConfirmStep } from "./ConfirmStep";
import { FileStep } from "./FileStep";
import "./import.css";
import { MapStep } from "./MapStep";
import { ResultStep } from "./ResultStep";
import { Working } from "./Working";

const STEPS = ["file", "map", "confirm", "check", "result"] as const;
export type Step = (typeof STEPS)[number];

/** Where a job stands when its page is opened. */
export function stepOf(job: ImportJob): Step {
  if (job.state === "done") return "result";
  return job.state === "checked" || job.step !== null ? "check" : "map";
}

/** A file of rows becomes records: columns, open questions, check, mending in place, and what became of each row. */
export function ImportPage(): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, bundle } = useApp();
  const { entity } = useParams({ strict: false });
  const { job }: { job?: string } = useSearch({ strict: false });
  const navigate = useNavigate();
  const doc = bundle.entities[entity ?? ""];
  if (entity === undefined || !doc || bundle.rights[entity]?.imports !== true)
    return (
      <ErrorState page title={t("app.notFound.title")}>
        {t("app.notFound.text")}
      </ErrorState>
    );
  const open = (id: string | null) => void navigate({ to: ".", search: id === null ? {} : { job: id } });
  return (
    <RenderProvider>
      <div className="k-page imp">
        <div className="k-page-head">
          <h1>{t("import.title", { name: say(doc.entity.label) })}</h1>
          <Link to="/a/$app/e/$entity" params={{ app, entity }} className="k-btn" data-tone="quiet">
            <Icon name="back" />
            {t("import.back")}
          </Link>
        </div>
        {job === undefined ? (
          <>
            <Steps at="file" />
            <FileStep entity={entity} onOpen={open} />
          </>
        ) : (
          <Job key={job} id={job} entity={entity} onAgain={() => open(null)} />
        )}
      </div>
    </RenderProvider>
  );
}

function Steps({ at }: { at: Step }): ReactElement {
  const t = useT();
  const here = STEPS.indexOf(at);
  return (
    <ol className="imp-steps" aria-label={t("import.steps")}>
      {STEPS.map((step, index) => (
        <li
          key={step}
          data-state={index < here ? "done" : index === here ? "now" : "ahead"}
          aria-current={index === here ? "step" : undefined}
        >
          <span className="imp-dot" aria-hidden="true">
            {index < here ? <Icon name="check" size={12} /> : index + 1}
          </span>
          <span>{t(`import.step.${step}`)}</span>
        </li>
      ))}
    </ol>
  );
}

interface JobProps {
  id: string;
  entity: string;
  onAgain: () => void;
}

function Job({ id, entity, onAgain }: JobProps): ReactElement {
  const say = useSay();
  const client = useQueryClient();
  const { app } = useApp();
  const queryKey = ["import", id];
  const found = useQuery({
    queryKey,
    queryFn: () => readImport(id),
    staleTime: 0,
    // Work goes on behind the request: asked again until it is through.
    refetchInterval: ({ state }) => (state.data?.step ? 700 : false),
  });
  const [chosen, setChosen] = useState<{ step: Step; state: string } | null>(null);
  if (found.isPending) return <SkeletonPage lines={6} />;
  if (found.error && !found.data) {
    const problem = found.error instanceof ApiProblem ? found.error : null;
    return (
      <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void found.refetch()}>
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  }
  const job = found.data;
  const set = (next: ImportJob) => {
    client.setQueryData(queryKey, next);
    if (next.state === "done") void client.invalidateQueries({ queryKey: ["app", app] });
  };
  // Where the person went holds as long as the job stands as it stood then.
  const state = `${job.state} ${job.step ?? ""}`;
  const step = chosen?.state === state ? chosen.step : stepOf(job);
  const go = (next: Step, then: ImportJob = job) =>
    setChosen({ step: next, state: `${then.state} ${then.step ?? ""}` });
  const shared = { job, entity, onJob: set, onStep: go };
  return (
    <>
      <Steps at={step} />
      <p className="imp-file">
        <Icon name="file" size={16} />
        <strong>{job.name}</strong>
      </p>
      {job.step !== null ? (
        <Working job={job} />
      ) : step === "map" ? (
        <MapStep {...shared} />
      ) : step === "confirm" ? (
        <ConfirmStep {...shared} />
      ) : step === "check" ? (
        <CheckStep {...shared} />
      ) : (
        <ResultStep {...shared} onAgain={onAgain} />
      )}
    </>
  );
}

/** What each step gets. */
export interface StepProps {
  job: ImportJob;
  entity: string;
  onJob: (job: ImportJob) => void;
  /** Go to another step; `then` is the job as it stands by then. */
  onStep: (step: Step, then?: ImportJob) => void;
}
