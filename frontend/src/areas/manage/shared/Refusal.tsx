import type { ReactElement } from "react";
import type { ApiProblem } from "../../../api/http";
import { useSay } from "../../../i18n";
import { Banner } from "../../../kit";

/** What the server refused and what to do about it. */
export function Refusal({ problem }: { problem: ApiProblem | null }): ReactElement | null {
  const say = useSay();
  if (!problem) return null;
  return (
    <Banner tone="bad" icon="alert" live="alert">
      <strong>{say(problem.text)}</strong>
      <div>{say(problem.remedy)}</div>
    </Banner>
  );
}
