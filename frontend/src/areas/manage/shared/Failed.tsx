import type { ReactElement } from "react";
import { ApiProblem } from "../../../api/http";
import { useSay } from "../../../i18n";
import { ErrorState } from "../../../kit";

/** What could not be loaded, why, and a way to try again. */
export function Failed({ error, retry }: { error: unknown; retry: () => void }): ReactElement {
  const say = useSay();
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <ErrorState title={problem ? say(problem.text) : undefined} onRetry={retry}>
      {problem ? say(problem.remedy) : null}
    </ErrorState>
  );
}
