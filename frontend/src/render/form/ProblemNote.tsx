import { Suspense, type ReactElement } from "react";
import { late } from "../../kit";
import type { ProblemNoteProps } from "./ProblemText";

const ProblemText = late(() => import("./ProblemText"));

/** What the server refused, what exactly is in the way, and what to do about it; its script comes behind the page. */
export function ProblemNote(props: ProblemNoteProps): ReactElement {
  return (
    <Suspense fallback={null}>
      <ProblemText {...props} />
    </Suspense>
  );
}
