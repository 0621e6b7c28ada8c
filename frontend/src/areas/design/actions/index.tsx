import "../../../i18n/parts/designacts";
import { useState, type ReactElement } from "react";
import { useT } from "../../../i18n";
import { Button, EmptyState, usePhone } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { ActionEditor } from "./ActionEditor";
import { ActsList } from "./ActsList";
import { AddDialog, type Adding } from "./AddDialog";
import { DutyEditor } from "./DutyEditor";
import { QueueEditor } from "./QueueEditor";
import { TriggerEditor } from "./TriggerEditor";
import "./acts.css";

const KINDS = ["action", "duty", "trigger", "queue"] as const;

/** Actions and their duties, automations and queues: what there is on one side, the selected one on the other. */
export default function ActionsSection(): ReactElement {
  const t = useT();
  const phone = usePhone();
  const { at, goTo } = useWorkbench();
  const [adding, setAdding] = useState<Adding | null>(null);
  const [kind, id] = (at ?? "").split("/");
  const known = KINDS.find((one) => one === kind);
  const selected = known && id ? { kind: known, id } : null;
  const list = <ActsList at={selected ? `${selected.kind}/${selected.id}` : null} onAdd={setAdding} />;
  return (
    <div className="da-section" data-open={selected ? "" : undefined}>
      {phone && selected ? null : list}
      {selected ? (
        <div className="da-editor" key={`${selected.kind}/${selected.id}`}>
          {phone ? (
            <Button tone="quiet" icon="back" onClick={() => goTo(null)}>
              {t("dacts.back")}
            </Button>
          ) : null}
          <Editor kind={selected.kind} id={selected.id} onAdd={setAdding} />
        </div>
      ) : phone ? null : (
        <div className="da-editor">
          <EmptyState icon="bolt" title={t("dacts.choose")}>
            {t("dacts.choose.help")}
          </EmptyState>
        </div>
      )}
      {adding ? <AddDialog adding={adding} onClose={() => setAdding(null)} /> : null}
    </div>
  );
}

interface EditorProps {
  kind: (typeof KINDS)[number];
  id: string;
  onAdd: (adding: Adding) => void;
}

function Editor({ kind, id, onAdd }: EditorProps): ReactElement {
  const t = useT();
  const { app } = useWorkbench();
  const own = <T,>(of: Readonly<Record<string, T>> | undefined): T | undefined =>
    of && Object.hasOwn(of, id) ? of[id] : undefined;
  const action = kind === "action" ? own(app.actions) : undefined;
  const duty = kind === "duty" ? own(app.duties) : undefined;
  const trigger = kind === "trigger" ? own(app.triggers) : undefined;
  const queue = kind === "queue" ? own(app.queues) : undefined;
  if (action) return <ActionEditor id={id} doc={action} onAdd={onAdd} />;
  if (duty) return <DutyEditor id={id} doc={duty} />;
  if (trigger) return <TriggerEditor id={id} doc={trigger} />;
  if (queue) return <QueueEditor id={id} doc={queue} />;
  return (
    <EmptyState icon="info" title={t("dacts.gone")}>
      {t("dacts.gone.help")}
    </EmptyState>
  );
}
