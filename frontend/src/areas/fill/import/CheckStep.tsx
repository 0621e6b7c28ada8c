import type { ReactElement } from "react";
import { checkImport, errorsAddress, runImport } from "../../../api/imports";
import { useSay, useT } from "../../../i18n";
import { Banner, Button, Icon } from "../../../kit";
import { ErrorGrid } from "./ErrorGrid";
import type { StepProps } from "./ImportPage";
import { Refused } from "./Refused";
import { useCall } from "./useCall";

const words = (n: number) => n.toLocaleString("en-US");

/** What the check found; bad rows are mended here, then everything or the good rows go in. */
export function CheckStep({ job, onJob, onStep }: StepProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { busy, problem, run } = useCall();
  const { ok, error: bad, skipped, waiting } = job.counts;
  const checked = job.state === "checked";
  const start = (atomic: boolean) => void run(async () => onJob(await runImport(job.id, atomic)));
  return (
    <div className="k-stack">
      <Refused problem={problem} />
      <Refused problem={job.error} />
      {checked ? (
        <Banner tone={bad === 0 ? "good" : "warn"} icon={bad === 0 ? "check" : "alert"} live="status">
          <strong>
            {bad === 0
              ? t("import.allGood", { ok: words(ok) })
              : t("import.checked", { ok: words(ok), bad: words(bad) })}
          </strong>
          {skipped > 0 ? <div>{t("import.skippedCount", { n: words(skipped) })}</div> : null}
        </Banner>
      ) : null}
      {bad > 0 && job.problems.length > 0 ? (
        <section className="k-card k-stack" data-gap="s" aria-label={t("import.problems")}>
          <h2>{t("import.problems")}</h2>
          <ul className="imp-problems">
            {job.problems.map((one) => (
              <li key={`${one.code} ${one.column ?? ""} ${one.field ?? ""}`}>
                <span>
                  {one.column === null ? "" : `${job.columns[one.column]?.name ?? ""}：`}
                  {say(one.message)}
                </span>
                <span className="k-muted k-small">{t("import.problem.rows", { n: words(one.count) })}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {bad > 0 ? <ErrorGrid job={job} onJob={onJob} /> : null}
      <div className="imp-actions">
        {bad > 0 ? (
          <a className="k-btn" href={errorsAddress(job.id)} download>
            <Icon name="download" />
            {t("import.errorsFile")}
          </a>
        ) : null}
        <Button onClick={() => onStep("map")}>{t("import.prev")}</Button>
        {waiting > 0 || !checked ? (
          <Button
            tone="primary"
            busy={busy}
            onClick={() => void run(async () => onJob(await checkImport(job.id)))}
          >
            {t("import.recheck")}
          </Button>
        ) : bad === 0 ? (
          <Button tone="primary" busy={busy} disabled={ok === 0} onClick={() => start(true)}>
            {t("import.run.all", { n: words(ok) })}
          </Button>
        ) : (
          <Button tone="primary" busy={busy} disabled={ok === 0} onClick={() => start(false)}>
            {t("import.run.good", { n: words(ok) })}
          </Button>
        )}
      </div>
      {checked && ok > 0 ? (
        <p className="k-muted k-small imp-note">
          {bad === 0 ? t("import.run.atomic") : t("import.run.partly")}
        </p>
      ) : null}
    </div>
  );
}
