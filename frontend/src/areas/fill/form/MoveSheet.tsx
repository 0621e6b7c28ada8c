import "../../../i18n/parts/record";
import { useState, type ReactElement } from "react";
import { writes } from "../../../api/endpoints";
import { useRecord } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import type { Answer, Need, RecordAnswer } from "../../../api/types";
import { useLang, useSay, useT } from "../../../i18n";
import { Button, Dialog, ErrorState, SkeletonPage } from "../../../kit";
import { useApp } from "../../../render/context";
import { NeedList } from "../record/NeedList";
import "../record/record.css";
import { ownFields } from "../record/NextStep";
import { stageLabel } from "../record/stages";
import { ActionSheet } from "./ActionSheet";
import { FillSheet } from "./FillSheet";
import { ProblemNote } from "../../../render/form/ProblemNote";
import { useSubmit } from "./useSubmit";

interface MoveSheetProps {
  entity: string;
  id: string;
  /** The stage to reach. */
  to: string;
  /** The refusal that brought it here (a card dropped on a shut gate): its needs are shown at once. */
  refused?: ApiProblem;
  onDone: (answer: Answer) => void;
  onClose: () => void;
}

/**
 * Take a record to a stage from anywhere (its page, a list, a board): says what is missing and lets it be supplied
 * here, and does the move as soon as the gate is open. Needs a FillProvider around it.
 */
export function MoveSheet(props: MoveSheetProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useApp();
  const found = useRecord(app, props.entity, props.id);
  if (found.data) return <Loaded {...props} answer={found.data} />;
  const problem = found.error instanceof ApiProblem ? found.error : null;
  return (
    <Dialog title={t("record.move")} size="s" onClose={props.onClose}>
      {found.isPending ? (
        <SkeletonPage lines={3} />
      ) : (
        <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void found.refetch()}>
          {problem ? say(problem.remedy) : null}
        </ErrorState>
      )}
    </Dialog>
  );
}

type Inner =
  | { readonly kind: "act"; readonly action: string }
  | {
      readonly kind: "fill";
      readonly entity: string;
      readonly id: string;
      readonly fields: readonly string[];
      readonly go: boolean;
    };

function Loaded({
  entity,
  id,
  to,
  refused,
  answer,
  onDone,
  onClose,
}: MoveSheetProps & { answer: RecordAnswer }): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { app, bundle } = useApp();
  const { busy, submit } = useSubmit();
  const [inner, setInner] = useState<Inner | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(refused ?? null);
  const { record, next } = answer;
  const way = next.to.find((one) => one.stage === to);
  // Further ahead than one step the server alone knows the way; it is asked by trying.
  const needs: readonly Need[] = way?.needs ?? problem?.needs ?? [];
  const stage = stageLabel(bundle, entity, to, lang);
  const own = ownFields(needs, record);
  const together = own.length > 0 && needs.every((need) => need.kind === "field" && need.record === id);

  const move = async () => {
    setProblem(null);
    const outcome = await submit(writes.move(app, entity, id, record.version, to), {
      label: { zh: record.title },
      back: `/a/${app}/e/${entity}/${id}`,
    });
    if (outcome.kind === "done") onDone(outcome.answer);
    else if (outcome.kind === "waiting") onClose();
    else setProblem(outcome.problem);
  };
  const settled = (done: Answer) => {
    setInner(null);
    setProblem(null);
    if (done.record.id === id && done.record.stage === to) onDone(done);
  };

  if (inner?.kind === "act")
    return (
      <ActionSheet record={record} action={inner.action} onDone={settled} onClose={() => setInner(null)} />
    );
  if (inner?.kind === "fill")
    return (
      <FillSheet
        entity={inner.entity}
        id={inner.id}
        fields={inner.fields}
        to={inner.go ? to : null}
        onDone={settled}
        onClose={() => setInner(null)}
      />
    );
  const open = needs.length === 0;
  return (
    <Dialog
      title={t("record.move.to", { stage })}
      size="s"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          {together ? (
            <Button
              tone="primary"
              onClick={() => setInner({ kind: "fill", entity, id, fields: own, go: true })}
            >
              {t("record.need.fillAll", { n: own.length })}
            </Button>
          ) : (
            <Button tone="primary" busy={busy} disabled={!open} onClick={() => void move()}>
              {way ? say(way.label) : t("record.move.to", { stage })}
            </Button>
          )}
        </>
      }
    >
      <div className="k-stack">
        <p>
          <strong>{record.title}</strong>
        </p>
        {problem ? <ProblemNote problem={problem} quietNeeds /> : null}
        {open ? (
          <p className="k-muted">{t("record.move.ready")}</p>
        ) : (
          <>
            <p className="k-muted">{t("record.move.missing", { n: needs.length })}</p>
            <NeedList
              needs={needs}
              actions={next.actions}
              onAct={(action) => setInner({ kind: "act", action })}
              onFill={(home, record, fields) =>
                setInner({ kind: "fill", entity: home, id: record, fields, go: false })
              }
            />
          </>
        )}
      </div>
    </Dialog>
  );
}
