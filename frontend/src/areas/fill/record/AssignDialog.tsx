import { useState, type ReactElement } from "react";
import { writes } from "../../../api/endpoints";
import type { ApiProblem } from "../../../api/http";
import type { Answer, RecordView } from "../../../api/types";
import { useT } from "../../../i18n";
import { Button, Dialog, Field, TextArea } from "../../../kit";
import { useApp } from "../../../render/context";
import { PersonPicker } from "../../../render/kinds/edit/person";
import { UnitPicker } from "../../../render/kinds/edit/unit";
import { ProblemNote } from "../../../render/form/ProblemNote";
import { useSubmit } from "../form/useSubmit";

interface AssignProps {
  record: RecordView;
  onDone: (answer: Answer) => void;
  onClose: () => void;
}

/** Give the record to someone else; choosing a person brings their unit along. */
export function AssignDialog({ record, onDone, onClose }: AssignProps): ReactElement {
  const t = useT();
  const { app } = useApp();
  const { busy, submit } = useSubmit();
  const [owner, setOwner] = useState(record.owner);
  const [unit, setUnit] = useState(record.unit);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  const send = async () => {
    setTried(true);
    setProblem(null);
    if (owner === null || unit === null) return;
    const body = { version: record.version, owner, unit, reason: reason.trim() };
    const outcome = await submit(writes.assign(app, record.entity, record.id, body), {
      label: { zh: record.title },
      back: `/a/${app}/e/${record.entity}/${record.id}`,
    });
    if (outcome.kind === "refused") setProblem(outcome.problem);
    else if (outcome.kind === "done") onDone(outcome.answer);
    else onClose();
  };

  return (
    <Dialog
      title={t("record.assign")}
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} onClick={() => void send()}>
            {t("record.assign.do")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        {problem ? <ProblemNote problem={problem} /> : null}
        <Field
          label={t("record.owner")}
          required
          group
          error={tried && owner === null ? t("render.need.choose", { label: t("record.owner") }) : null}
        >
          {(aria) => (
            <PersonPicker
              aria={aria}
              label={t("record.owner")}
              value={owner}
              onChange={(id, home) => {
                setOwner(id);
                if (home !== null) setUnit(home);
              }}
            />
          )}
        </Field>
        <Field
          label={t("record.unit")}
          required
          group
          error={tried && unit === null ? t("render.need.choose", { label: t("record.unit") }) : null}
        >
          {(aria) => <UnitPicker aria={aria} label={t("record.unit")} value={unit} onChange={setUnit} />}
        </Field>
        <Field label={t("record.reason")}>
          {(aria) => <TextArea {...aria} value={reason} onChange={setReason} maxLength={200} />}
        </Field>
      </div>
    </Dialog>
  );
}
