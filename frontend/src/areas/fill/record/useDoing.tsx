import { Suspense, useState, type ReactNode } from "react";
import { writes } from "../../../api/endpoints";
import type { ApiProblem } from "../../../api/http";
import type { Answer, NextTo, RecordAnswer } from "../../../api/types";
import { useLang, useSay, useT } from "../../../i18n";
import { late, toast, type MenuItem } from "../../../kit";
import { useApp } from "../../../render/context";
import { ProblemNote } from "../../../render/form/ProblemNote";
import { useSubmit } from "../form/useSubmit";
import { stageLabel } from "./stages";

/** Which dialog is open over a record. */
export type Open =
  | { readonly kind: "act"; readonly action: string }
  | {
      readonly kind: "fill";
      readonly entity: string;
      readonly id: string;
      readonly fields: readonly string[];
      readonly to: string | null;
    }
  | { readonly kind: "move"; readonly to: string }
  | { readonly kind: "assign" }
  | { readonly kind: "archive" };

const Sheets = late(() => import("./Sheets"));

export interface Doing {
  busy: boolean;
  /** Words about the last refusal of a direct move. */
  problem: ReactNode;
  /** The dialog that is open. */
  sheet: ReactNode;
  act: (action: string) => void;
  fill: (entity: string, id: string, fields: readonly string[], then: NextTo | null) => void;
  move: (stage: string) => Promise<void>;
  assign: () => void;
  archive: () => void;
  /** Ways other than the one ahead, for the menu. */
  others: readonly MenuItem[];
}

/** Everything that can be done to a record from its page: which dialog is open, and what happens when it is through. */
export function useDoing(answer: RecordAnswer, onGone: () => void): Doing {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { app, bundle } = useApp();
  const { busy, submit } = useSubmit();
  const [open, setOpen] = useState<Open | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { record, next } = answer;
  const { entity, id } = record;

  const done = (result: Answer) => {
    setOpen(null);
    setProblem(null);
    const to = result.moved.at(-1);
    toast({
      text:
        to === undefined
          ? open?.kind === "act"
            ? t("record.acted", { action: say(bundle.actions[open.action]?.label) })
            : t("record.saved")
          : t("record.moved", { stage: stageLabel(bundle, entity, to, lang) }),
      tone: "good",
    });
    if (result.record.archived) onGone();
  };
  const move = async (stage: string) => {
    setProblem(null);
    const outcome = await submit(writes.move(app, entity, id, record.version, stage), {
      label: { zh: record.title },
      back: `/a/${app}/e/${entity}/${id}`,
    });
    if (outcome.kind === "done") done(outcome.answer);
    else if (outcome.kind === "refused") setProblem(outcome.problem);
  };
  return {
    busy,
    move,
    problem: problem ? <ProblemNote problem={problem} /> : null,
    sheet: open ? (
      <Suspense fallback={null}>
        <Sheets open={open} answer={answer} onOpen={setOpen} onDone={done} />
      </Suspense>
    ) : null,
    act: (action) => setOpen({ kind: "act", action }),
    fill: (home, at, fields, then) =>
      setOpen({ kind: "fill", entity: home, id: at, fields, to: then?.stage ?? null }),
    assign: () => setOpen({ kind: "assign" }),
    archive: () => setOpen({ kind: "archive" }),
    others: next.to.slice(1).map((to) => ({
      key: to.transition,
      label: say(to.label),
      icon: "flag" as const,
      onSelect: () => setOpen({ kind: "move", to: to.stage }),
    })),
  };
}
