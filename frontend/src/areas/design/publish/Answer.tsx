import type { ReactElement, ReactNode } from "react";
import { ApiProblem } from "../../../api/http";
import { useSay } from "../../../i18n";
import { ErrorState, SkeletonPage } from "../../../kit";
import type { Asked } from "./useAsked";

interface AnswerProps<T> {
  of: Asked<T>;
  children: (data: T) => ReactNode;
}

/** An answer, or that it is being worked out, or why there is none and the way to ask again. */
export function Answer<T>({ of, children }: AnswerProps<T>): ReactElement {
  if (of.data !== undefined) return <div aria-busy={of.isFetching}>{children(of.data)}</div>;
  return of.error ? <Unanswered of={of} /> : <SkeletonPage lines={4} />;
}

/** Why there is no answer, or only a part of one, and the way to ask again. */
export function Unanswered({ of }: { of: Asked<unknown> }): ReactElement {
  const say = useSay();
  const problem = of.error instanceof ApiProblem ? of.error : null;
  return (
    <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void of.refetch()}>
      {problem ? say(problem.remedy) : null}
    </ErrorState>
  );
}
