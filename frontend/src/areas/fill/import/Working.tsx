import type { ReactElement } from "react";
import type { ImportJob } from "../../../api/imports";
import { useT } from "../../../i18n";

/** How far the server has come. */
export function Working({ job }: { job: ImportJob }): ReactElement {
  const t = useT();
  const { done, total } = job.progress;
  // Before the first row is done all of them are read, which takes seconds where there are thousands.
  const reading = done === 0;
  const words = t(
    reading ? "import.preparing" : job.step === "running" ? "import.running" : "import.checking",
    { done: done.toLocaleString("en-US"), total: total.toLocaleString("en-US") },
  );
  return (
    <div className="k-card imp-working" role="status" aria-live="polite">
      <progress value={reading ? undefined : done} max={Math.max(total, 1)} aria-label={words} />
      <p>{words}</p>
    </div>
  );
}
