import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { writes } from "../../../api/endpoints";
import { APP_CHANGED } from "../../../api/changed";
import { recordQuery } from "../../../api/hooks";
import type { ApiProblem } from "../../../api/http";
import type { Need, RecordAnswer, RecordView } from "../../../api/types";
import { useT } from "../../../i18n";
import { Button, toast } from "../../../kit";
import { useApp } from "../../../render/context";
import { useRender } from "../../../render/env";
import { FormView } from "../../../render/form/FormView";
import { planOf, readOnlyFields } from "../../../render/form/plans";
import { layoutOf } from "../../../render/sections";
import { bindingsOf, useReferences } from "../../../render/form/references";
import { FormStore } from "../../../render/form/store";
import { useEnv } from "../../../render/form/useEnv";
import { DraftOffer, DraftStatus } from "../drafts/DraftNote";
import { useDraft } from "../drafts/useDraft";
import { ProblemNote } from "../../../render/form/ProblemNote";
import { LeftOver } from "../form/LeftOver";
import { useRedrawn } from "../form/useRedrawn";
import { useSubmit } from "../form/useSubmit";
import { Conflict, differences, type Difference } from "./Conflict";
import { editDraft } from "./editDraft";
import { NeedList } from "./NeedList";

interface EditFormProps {
  answer: RecordAnswer;
  onClose: () => void;
}

/** The record's form. What the server refuses is said at its field; what someone else changed meanwhile is shown, mine is kept. */
export default function EditForm({ answer, onClose }: EditFormProps): ReactElement {
  const t = useT();
  const client = useQueryClient();
  const { app, bundle, session } = useApp();
  const { titles } = useRender();
  const env = useEnv();
  const { busy, submit } = useSubmit();
  const { entity, id } = answer.record;
  // The record as this form knows it; later versions come in through `catchUp`.
  const [base, setBase] = useState<RecordView>(answer.record);
  const [conflict, setConflict] = useState<readonly Difference[] | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const plan = planOf(bundle, entity);
  const [store] = useState(
    () => new FormStore({ plan, values: base.values, context: bindingsOf(base, ""), env }),
  );
  useReferences(store, entity);
  const redrawn = useRedrawn(store, (from) => ({ plan: planOf(from, entity), defaults: {} }));
  const key = editDraft(session.person.id, app, entity, id);
  const draft = useDraft(key, store, titles, base.version, (left, why) => {
    if (why) setProblem(why);
    redrawn.mark(left, why);
  });

  const catchUp = async () => {
    const { record } = await client.query({ ...recordQuery(app, entity, id), staleTime: 0 });
    titles.learn(record.titles);
    setConflict(differences(plan, base.values, record.values, store.changes()));
    store.rebase(record.values);
    setBase(record);
  };

  const save = async () => {
    setProblem(null);
    setConflict(null);
    if (!store.attempt()) return;
    const values = store.changes();
    if (Object.keys(values).length === 0) {
      draft.clear();
      onClose();
      return;
    }
    const outcome = await submit(writes.edit(app, entity, id, base.version, values), {
      label: { zh: base.title },
      draft: draft.snapshot(),
      back: `/a/${app}/e/${entity}/${id}`,
      drawn: redrawn.drawn,
    });
    if (outcome.kind === "refused") {
      if (outcome.problem.code === "version_conflict") await catchUp();
      else {
        setProblem(outcome.problem);
        redrawn.take(outcome);
        store.refuse(outcome.problem.issues);
      }
      return;
    }
    if (outcome.kind === "done") {
      draft.clear();
      toast({ text: t("record.saved"), tone: "good" });
    }
    onClose();
  };

  return (
    <form
      noValidate
      className="k-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void save();
      }}
    >
      <DraftOffer draft={draft} />
      {conflict ? (
        <Conflict differences={conflict} onTheirs={(field) => store.set(field, base.values[field] ?? null)} />
      ) : null}
      {problem ? <ProblemNote problem={problem} store={store} quietNeeds /> : null}
      <LeftOver left={redrawn.left} />
      {problem ? <EditNeeds needs={problem.needs} /> : null}
      <FormView store={store} layout={layoutOf(bundle, entity)} readOnly={readOnlyFields(bundle, entity)} />
      <div className="k-submit" data-fixed="">
        <DraftStatus draft={draft} />
        <Button
          onClick={() => {
            draft.clear();
            onClose();
          }}
        >
          {t("kit.cancel")}
        </Button>
        <Button tone="primary" submit busy={busy}>
          {conflict
            ? t("record.conflict.save")
            : problem?.code === APP_CHANGED
              ? t("drafts.again")
              : t("kit.save")}
        </Button>
      </div>
    </form>
  );
}

/** Needs of a gate the edit would break: they are in this very form, or said as they are. */
function EditNeeds({ needs }: { needs: readonly Need[] }): ReactElement | null {
  if (needs.length === 0) return null;
  return <NeedList needs={needs} actions={[]} onAct={() => undefined} onFill={null} />;
}
