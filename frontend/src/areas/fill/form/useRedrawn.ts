import { useState } from "react";
import { flushSync } from "react-dom";
import { changesOf } from "../../../api/changed";
import type { ApiProblem } from "../../../api/http";
import type { Bundle, Values } from "../../../api/types";
import type { FormPlan } from "../../../engine/form/plan";
import { useApp } from "../../../render/context";
import type { FormStore, Left } from "../../../render/form/store";
import type { Text } from "../../../i18n";
import type { Outcome } from "./useSubmit";

export interface Redrawn {
  /** The version of the app that the form was drawn from: sent along. */
  readonly drawn: number;
  /** What was typed and has no place any more. */
  readonly left: readonly Left[];
  /** Draws the form anew where a refusal says that the app has changed; what was typed stays. */
  readonly take: (outcome: Extract<Outcome, { kind: "refused" }>) => void;
  /**
   * After input of an earlier visit was taken up: what of it has no place any more, and the refusal it met; the form is
   * drawn from what is in force by now, with what that tells of marked.
   */
  readonly mark: (left: readonly Left[], problem: ApiProblem | null) => void;
}

/** How the form is drawn from an app: its plan, and what its fields start with. */
export type Draw = (bundle: Bundle, problem: ApiProblem | null) => { plan: FormPlan; defaults: Values };

/** A form over documents that may change under the hand that fills it in. */
export function useRedrawn(store: FormStore, draw: Draw): Redrawn {
  const { bundle } = useApp();
  const [drawn, setDrawn] = useState(bundle.version);
  const [left, setLeft] = useState<readonly Left[]>([]);
  const redraw = (from: Bundle, problem: ApiProblem) => {
    const { plan, defaults } = draw(from, problem);
    const marks: Record<string, Text> = {};
    for (const { field, words } of changesOf(problem)) if (field !== null) marks[field] ??= words;
    const gone = store.redraw(plan, defaults, marks);
    // The new fields stand before what is wrong with them is said and the first of them gets the focus.
    flushSync(() => {
      setLeft(gone);
      setDrawn(from.version);
    });
  };
  return {
    drawn,
    left,
    take: ({ problem, fresh }) => {
      if (fresh) redraw(fresh, problem);
    },
    mark: (found, problem) => {
      if (problem && changesOf(problem).length > 0) redraw(bundle, problem);
      else setLeft(found);
    },
  };
}
