import type { ReactElement } from "react";
import type { ApiProblem } from "../../../api/http";
import type { ImportJob } from "../../../api/imports";
import { useSay } from "../../../i18n";
import { Banner } from "../../../kit";

/** What the server refused and what to do about it. */
export function Refused({ problem }: { problem: ApiProblem | ImportJob["error"] }): ReactElement | null {
  const say = useSay();
  if (!problem) return null;
  return (
    <Banner tone="bad" icon="alert" live="alert">
      <strong>{say("text" in problem ? problem.text : problem.message)}</strong>
      <div>{say(problem.remedy)}</div>
    </Banner>
  );
}
