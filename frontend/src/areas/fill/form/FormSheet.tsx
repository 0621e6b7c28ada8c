import { useState, type ReactElement, type ReactNode } from "react";
import { useQueryClient } from "@tanstack/react-query";
import type { Write } from "../../../api/endpoints";
import { APP_CHANGED } from "../../../api/changed";
import { keys } from "../../../api/hooks";
import type { ApiProblem } from "../../../api/http";
import type { Answer, RecordView, Values } from "../../../api/types";
import { useT, type Text } from "../../../i18n";
import { Button, Dialog } from "../../../kit";
import { useApp } from "../../../render/context";
import { useRender } from "../../../render/env";
import { FormView } from "../../../render/form/FormView";
import { useReferences } from "../../../render/form/references";
import type { FormStore } from "../../../render/form/store";
import { DraftOffer, DraftStatus } from "../drafts/DraftNote";
import { useDraft } from "../drafts/useDraft";
import { ProblemNote } from "../../../render/form/ProblemNote";
import { LeftOver } from "./LeftOver";
import { useRedrawn, type Draw } from "./useRedrawn";
import { useSubmit } from "./useSubmit";

interface FormSheetProps {
  title: string;
  help?: ReactNode;
  /** Stands below the fields: what submitting means. */
  note?: ReactNode;
  /** What is being submitted, for the list of what waits. */
  label: Text;
  submitLabel: string;
  store: FormStore;
  /** How its fields are drawn from an app, should that change meanwhile. */
  draw: Draw;
  record: RecordView;
  /** What tells this form from others of the record in the drafts. */
  draftKey: string;
  write: (values: Values, version: number) => Write;
  onDone: (answer: Answer) => void;
  onClose: () => void;
  /** Shown above the form when the server refused, instead of its bare list of needs. */
  needs?: ((problem: ApiProblem) => ReactNode) | undefined;
}

/** A short form over a record in a dialog (a sheet on the phone): fields, submit, what the server said. */
export function FormSheet(props: FormSheetProps): ReactElement {
  const { title, help, note, label, store, record, draftKey, write, onDone, onClose, needs } = props;
  const t = useT();
  const client = useQueryClient();
  const { app, session } = useApp();
  const { titles } = useRender();
  const { busy, submit } = useSubmit();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const key = `${session.person.id}/${app}/${record.entity}/${record.id}/${draftKey}`;
  const redrawn = useRedrawn(store, props.draw);
  const draft = useDraft(key, store, titles, record.version, (left, why) => {
    if (why) setProblem(why);
    redrawn.mark(left, why);
  });
  const changed = problem?.code === APP_CHANGED;
  useReferences(store, record.entity, record.values);

  const send = async () => {
    setProblem(null);
    if (!store.attempt()) return;
    const back = `/a/${app}/e/${record.entity}/${record.id}`;
    const outcome = await submit(write(store.changes(), record.version), {
      label,
      draft: draft.snapshot(),
      back,
      drawn: redrawn.drawn,
    });
    if (outcome.kind === "refused") {
      setProblem(outcome.problem);
      redrawn.take(outcome);
      store.refuse(outcome.problem.issues);
      // Someone was faster: the next try goes with what the record is now.
      if (outcome.problem.status === 409)
        void client.invalidateQueries({ queryKey: keys.record(app, record.entity, record.id) });
    } else {
      if (outcome.kind === "done") {
        draft.clear();
        onDone(outcome.answer);
      } else onClose();
    }
  };

  return (
    <Dialog
      title={title}
      sticky
      onClose={onClose}
      footer={
        <>
          <DraftStatus draft={draft} />
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} onClick={() => void send()}>
            {changed ? t("drafts.again") : props.submitLabel}
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void send();
        }}
      >
        {help ? <p className="k-muted">{help}</p> : null}
        <DraftOffer draft={draft} />
        {problem ? <ProblemNote problem={problem} store={store} quietNeeds={needs !== undefined} /> : null}
        <LeftOver left={redrawn.left} />
        {problem && problem.needs.length > 0 ? needs?.(problem) : null}
        <FormView store={store} />
        {note ? <div className="k-small k-muted">{note}</div> : null}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}
