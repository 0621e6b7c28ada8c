import { useState, type ReactElement } from "react";
import { writes } from "../../../api/endpoints";
import type { ApiProblem } from "../../../api/http";
import type { Answer, RecordView } from "../../../api/types";
import { useT } from "../../../i18n";
import { Button, Dialog, Field, TextArea } from "../../../kit";
import { useApp } from "../../../render/context";
import { ProblemNote } from "../../../render/form/ProblemNote";
import { useSubmit } from "../form/useSubmit";

interface ArchiveProps {
  record: RecordView;
  onDone: (answer: Answer) => void;
  onClose: () => void;
}

/** Take the record out of lists and boards; the reason stays with it. */
export function ArchiveDialog({ record, onDone, onClose }: ArchiveProps): ReactElement {
  const t = useT();
  const { app } = useApp();
  const { busy, submit } = useSubmit();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const send = async () => {
    setTried(true);
    setProblem(null);
    if (reason.trim() === "") return;
    const write = writes.archive(app, record.entity, record.id, record.version, reason.trim());
    const outcome = await submit(write, {
      label: { zh: record.title },
      back: `/a/${app}/e/${record.entity}/${record.id}`,
    });
    if (outcome.kind === "refused") setProblem(outcome.problem);
    else if (outcome.kind === "done") onDone(outcome.answer);
    else onClose();
  };
  return (
    <Dialog
      title={t("record.archive.title", { name: record.title })}
      size="s"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="danger" busy={busy} onClick={() => void send()}>
            {t("record.archive")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <p className="k-muted">{t("record.archive.help")}</p>
        {problem ? <ProblemNote problem={problem} /> : null}
        <Field
          label={t("record.reason")}
          required
          error={tried && reason.trim() === "" ? t("render.need.fill", { label: t("record.reason") }) : null}
        >
          {(aria) => (
            <TextArea {...aria} data-autofocus="" value={reason} onChange={setReason} maxLength={200} />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
