import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { through } from "../../../api/bulk";
import { writes, type RowQuery } from "../../../api/endpoints";
import { keys } from "../../../api/hooks";
import type { ApiProblem } from "../../../api/http";
import type { Answer, BoardColumn, RowView } from "../../../api/types";
import { useLang, useT } from "../../../i18n";
import { toast } from "../../../kit";
import { useApp } from "../../../render/context";
import { useSubmit } from "../form/useSubmit";
import { stageLabel } from "../record/stages";

/** A move that a shut gate has stopped. */
export interface Stopped {
  readonly id: string;
  readonly to: string;
  readonly problem: ApiProblem;
}

export interface Moving {
  readonly move: (row: RowView, to: string, name: string, stage: string) => Promise<void>;
  /** Waiting for what is missing. */
  readonly stopped: Stopped | null;
  /** What was missing is there and the move is done. */
  readonly settled: (answer: Answer) => void;
  readonly giveUp: () => void;
  /** A refusal that nothing can be supplied for. */
  readonly problem: ApiProblem | null;
  readonly forget: () => void;
}

/** Columns with the row in another one; counts follow. */
export function shifted(columns: readonly BoardColumn[], row: RowView, to: string): BoardColumn[] {
  return columns.map((column) => {
    const rest = column.rows.filter(({ id }) => id !== row.id);
    const left = rest.length < column.rows.length || row.stage === column.stage ? 1 : 0;
    const came = column.stage === to ? 1 : 0;
    return {
      ...column,
      count: column.count - left + came,
      rows: came ? [{ ...row, stage: to }, ...rest] : rest,
    };
  });
}

/** Moves cards: the card goes at once, the server decides; what a gate wants is asked for instead of snapping back. */
export function useMoving(
  app: string,
  entity: string,
  query: RowQuery,
  columns: readonly BoardColumn[],
): Moving {
  const t = useT();
  const lang = useLang();
  const client = useQueryClient();
  const { bundle } = useApp();
  const { submit } = useSubmit();
  const [stopped, setStopped] = useState<Stopped | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const key = keys.board(app, entity, query);
  const show = (next: readonly BoardColumn[]) => client.setQueryData(key, { columns: next });

  const move: Moving["move"] = async (row, to, name, stage) => {
    setProblem(null);
    await client.cancelQueries({ queryKey: key });
    show(shifted(columns, row, to));
    const outcome = await submit(through(writes.move(app, entity, row.id, row.version, to), "board"), {
      label: { zh: name },
      back: `/a/${app}/e/${entity}/${row.id}`,
    });
    if (outcome.kind === "done") {
      const at = outcome.answer.record.stage;
      const there = at === to ? stage : stageLabel(bundle, entity, at, lang);
      toast({ text: t("board.moved", { name, stage: there }), tone: "good" });
      return;
    }
    if (outcome.kind === "waiting") return;
    show(columns);
    if (outcome.problem.needs.length > 0) setStopped({ id: row.id, to, problem: outcome.problem });
    else {
      setProblem(outcome.problem);
      // Another hand may have been faster: what is shown is asked for again.
      void client.invalidateQueries({ queryKey: key });
    }
  };
  return {
    move,
    stopped,
    settled: (answer) => {
      setStopped(null);
      toast({
        text: t("board.moved", {
          name: answer.record.title,
          stage: stageLabel(bundle, entity, answer.record.stage, lang),
        }),
        tone: "good",
      });
    },
    giveUp: () => setStopped(null),
    problem,
    forget: () => setProblem(null),
  };
}
