import { useState } from "react";
import { ApiProblem } from "../../../api/http";

export interface Work<A extends readonly unknown[]> {
  readonly busy: boolean;
  /** What the server said last time; null: nothing stands in the way. */
  readonly problem: ApiProblem | null;
  readonly start: (...given: A) => void;
}

/** Something asked of the server, one at a time; a refusal is kept to be shown. */
export function useWork<A extends readonly unknown[]>(work: (...given: A) => Promise<void>): Work<A> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  // What is no refusal is a fault of ours: the page's own error state shows it.
  if (failure) throw failure;
  const start = (...given: A): void => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    work(...given)
      .catch((error: unknown) => {
        if (error instanceof ApiProblem) setProblem(error);
        else setFailure(error as Error);
      })
      .finally(() => setBusy(false));
  };
  return { busy, problem, start };
}
