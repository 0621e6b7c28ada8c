import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { ApiProblem } from "../../../api/http";
import { beginTrial, endTrial, trialKey } from "../../../api/trying";
import { useSay, useT } from "../../../i18n";
import "../../../i18n/parts/designtry";
import { Button, Check, ErrorState, SkeletonPage } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { TrialPart } from "./TrialPart";
import { sayProblem, useTrial } from "./useTrial";
import "./try.css";

/** Trying the draft out: begun, entered as one of its people, its time moved on, ended. */
export default function TrySection(): ReactElement {
  const t = useT();
  const say = useSay();
  const { key } = useWorkbench();
  const found = useTrial(key);
  const problem = found.error instanceof ApiProblem ? found.error : null;
  return (
    <div className="dtry">
      <div className="k-page-head">
        <div>
          <h1>{t("dtry.title")}</h1>
          <p className="k-muted k-small">{t("dtry.help")}</p>
        </div>
      </div>
      {found.error ? (
        <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void found.refetch()}>
          {problem ? say(problem.remedy) : null}
        </ErrorState>
      ) : found.data === undefined ? (
        <SkeletonPage lines={4} />
      ) : (
        <>
          <Begin under={found.data !== null} />
          {found.data === null ? (
            <p className="k-muted">{t("dtry.none")}</p>
          ) : (
            <TrialPart trial={found.data} />
          )}
        </>
      )}
    </div>
  );
}

/** Begin, begin again, end; and why not yet. */
function Begin({ under }: { under: boolean }): ReactElement {
  const t = useT();
  const client = useQueryClient();
  const { key, findings, saved, noteTried } = useWorkbench();
  const [sample, setSample] = useState(true);
  const begin = useMutation({
    mutationFn: () => beginTrial(key, sample),
    onSuccess: (trial) => {
      client.setQueryData(trialKey(key), trial);
      noteTried();
    },
    onError: sayProblem,
  });
  const end = useMutation({
    mutationFn: () => endTrial(key),
    onSuccess: () => client.setQueryData(trialKey(key), null),
    onError: sayProblem,
  });
  const blocked = findings.some((one) => one.severity === "error");
  const busy = begin.isPending || end.isPending;
  const why = blocked ? t("dtry.blocked") : saved === "saved" ? null : t("dtry.unsaved");
  return (
    <div className="dtry-begin">
      <Check checked={sample} onChange={setSample} label={t("dtry.sample")} />
      <div className="k-row">
        <Button
          tone={under ? "soft" : "primary"}
          disabled={busy || why !== null}
          onClick={() => begin.mutate()}
        >
          {begin.isPending ? t("dtry.beginning") : t(under ? "dtry.again" : "dtry.begin")}
        </Button>
        {under ? (
          <Button tone="quiet" disabled={busy} onClick={() => end.mutate()}>
            {t("dtry.end")}
          </Button>
        ) : null}
      </div>
      {why === null ? null : <p className="k-muted k-small">{why}</p>}
    </div>
  );
}
