import type { ReactElement } from "react";
import type { ImportJob } from "../../../api/imports";
import { useT } from "../../../i18n";

/** How far the server has come. */
export function Working({ job }: { job: ImportJob }): ReactElement {
  const t = useT();
  const { done, total } = job.progress;
  const words = t(job.step === "running" ? "import.running" : "import.checking", {
    done: done.toLocaleString("en-US"),
    total: total.toLocaleString("en-US"),
  });
  return (
    <div className="k-card imp-working" role="status" aria-live="polite">
      <progress value={done} max={Math.max(total, 1)} aria-label={words} />
      <p>{words}</p>
    </div>
  );
}
