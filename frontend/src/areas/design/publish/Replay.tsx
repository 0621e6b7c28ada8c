import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { ApiProblem } from "../../../api/http";
import { readReplay, startReplay, stopReplay, type ReplayJob } from "../../../api/replay";
import { useSay, useT } from "../../../i18n";
import { Banner, Button, Field, Select } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { Report } from "./Report";

const DAYS = ["30", "90", "180", "365"] as const;
const DAY = 86_400_000;
/** How often a replay under way is asked how far it is. */
const ASK_MS = 1000;

/** The last days, to the whole hour: asked twice within it, it is the same replay. */
function windowOf(days: number): { from: string; to: string } {
  const end = Math.ceil(Date.now() / 3_600_000) * 3_600_000;
  const text = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  return { from: text(end - days * DAY), to: text(end) };
}

/** Waiting for another one, or being worked out. */
const underWay = (job: ReplayJob | null): boolean => job?.state === "waiting" || job?.state === "running";

/** Runs the draft over what happened, and tells what would have been different. */
export default function Replay(): ReactElement {
  const t = useT();
  const say = useSay();
  const { key, live, revision, saved } = useWorkbench();
  const [days, setDays] = useState("90");
  const [job, setJob] = useState<ReplayJob | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const asked = useQuery({
    queryKey: ["design", key, "replay", job?.id],
    queryFn: () => readReplay(key, job?.id ?? ""),
    enabled: job !== null && underWay(job),
    refetchInterval: (query) => (underWay(query.state.data ?? job) ? ASK_MS : false),
  });
  // What was stopped, or is done, says more than what was last heard while it ran.
  const now = job !== null && !underWay(job) ? job : (asked.data ?? job);
  const running = now !== null && underWay(now);
  const run = async (work: () => Promise<ReplayJob>) => {
    setProblem(null);
    try {
      setJob(await work());
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    }
  };
  if (live === null) return <p className="k-muted">{t("dpub.replay.first")}</p>;
  return (
    <div className="dpb-steps">
      <p className="k-muted k-small">{t("dpub.replay.help")}</p>
      <div className="dpb-replay">
        <Field label={t("dpub.replay.window")}>
          {(aria) => (
            <Select
              {...aria}
              empty={null}
              disabled={running}
              value={days}
              options={DAYS.map((id) => ({ id, label: t("dpub.replay.days", { n: id }) }))}
              onChange={(chosen) => setDays(chosen ?? "90")}
            />
          )}
        </Field>
        {running ? (
          <Button onClick={() => void run(() => stopReplay(key, now.id))}>{t("dpub.replay.stop")}</Button>
        ) : (
          <Button
            tone="primary"
            icon="history"
            disabled={saved !== "saved"}
            onClick={() => void run(() => startReplay(key, windowOf(Number(days))))}
          >
            {t("dpub.replay.run")}
          </Button>
        )}
      </div>
      {asked.error instanceof ApiProblem ? (
        <Banner tone="bad" icon="alert" live="alert">
          {say(asked.error.text)} {say(asked.error.remedy)}
        </Banner>
      ) : null}
      {problem ? (
        <Banner tone="bad" icon="alert" live="alert">
          {say(problem.text)} {say(problem.remedy)}
        </Banner>
      ) : null}
      {running ? (
        <div className="dpb-progress" role="status">
          <progress
            max={Math.max(1, now.progress.total)}
            value={now.progress.done}
            aria-label={t("dpub.replay.progress")}
          />
          <span className="k-muted k-small">
            {t("dpub.replay.at", { done: now.progress.done, total: now.progress.total })}
          </span>
        </div>
      ) : null}
      {now?.error ? (
        <Banner tone="bad" icon="alert">
          {say(now.error.message)} {say(now.error.remedy)}
        </Banner>
      ) : null}
      {now?.state === "done" && now.revision !== revision ? (
        <Banner tone="warn" icon="info">
          {t("dpub.replay.stale")}
        </Banner>
      ) : null}
      {now?.report ? <Report report={now.report} /> : null}
    </div>
  );
}
