import { useId, useState, type ReactElement } from "react";
import { addAction } from "../../../engine/design/commands/actions";
import { addDuty } from "../../../engine/design/commands/duties";
import { addQueue } from "../../../engine/design/commands/queues";
import { addTrigger } from "../../../engine/design/commands/triggers";
import type { AppDoc } from "../../../engine/design/documents";
import type { Command } from "../../../engine/design/operations";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { Button, Dialog, Field, Select, TextInput } from "../../../kit";
import { newId } from "../shared/newId";
import { useWorkbench } from "../workbench/context";

/** Something about to be made; `action`: a duty of this action. */
export interface Adding {
  readonly kind: "action" | "duty" | "trigger" | "queue";
  readonly action?: string;
}

interface AddDialogProps {
  adding: Adding;
  onClose: () => void;
}

const MEMBER = { action: "actions", duty: "duties", trigger: "triggers", queue: "queues" } as const;

/** A name, and what it is about; everything else is said in the editor that opens. */
export function AddDialog({ adding, onClose }: AddDialogProps): ReactElement {
  const t = useT();
  const say = useSay();
  const form = useId();
  const { key, app, run, goTo } = useWorkbench();
  const { kind } = adding;
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const entities = inOrder(
    Object.fromEntries(
      Object.entries(app.entities).map(([id, one]) => [id, { order: one.entity.order ?? 0 }]),
    ),
  );
  const [entity, setEntity] = useState<string | null>(firstEntity(app, entities));
  const [action, setAction] = useState<string | null>(adding.action ?? inOrder(app.actions ?? {})[0] ?? null);
  const label = name.trim();
  const add = async () => {
    setTried(true);
    if (label === "" || busy) return;
    setBusy(true);
    const text = { zh: label };
    const id = await newId(key, text, kind, app[MEMBER[kind]] ?? {}, kind);
    const command = commandFor(app, kind, id, text, entity ?? "", action ?? "");
    run(command);
    goTo(`${kind}/${id}`);
    onClose();
  };
  return (
    <Dialog
      title={t(`dacts.add.${kind}`)}
      onClose={onClose}
      size="s"
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} submit form={form}>
            {t("dacts.add")}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="k-stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Field
          label={t("dacts.name")}
          required
          help={t(`dacts.add.${kind}.help`)}
          error={tried && label === "" ? t("dacts.name.missing") : undefined}
        >
          {(aria) => <TextInput {...aria} value={name} maxLength={40} onChange={setName} data-autofocus="" />}
        </Field>
        {kind === "action" || kind === "trigger" ? (
          <Field label={t(kind === "action" ? "dacts.entity.action" : "dacts.entity.trigger")}>
            {(aria) => (
              <Select
                {...aria}
                empty={null}
                value={entity}
                options={entities.map((id) => ({ id, label: say(app.entities[id]?.entity.label) }))}
                onChange={setEntity}
              />
            )}
          </Field>
        ) : null}
        {kind === "duty" ? (
          <Field label={t("dacts.duty.action")}>
            {(aria) => (
              <Select
                {...aria}
                empty={null}
                value={action}
                options={inOrder(app.actions ?? {}).map((id) => ({ id, label: actionLabel(app, id, say) }))}
                onChange={setAction}
              />
            )}
          </Field>
        ) : null}
      </form>
    </Dialog>
  );
}

/** "客户触达 · 商机": actions of different entities may have one name. */
const actionLabel = (app: AppDoc, id: string, say: ReturnType<typeof useSay>): string => {
  const doc = app.actions?.[id];
  return `${say(doc?.label)} · ${say(app.entities[doc?.entity ?? ""]?.entity.label)}`;
};

/** The entity with a flow, where most is done. */
const firstEntity = (app: AppDoc, entities: readonly string[]): string | null =>
  entities.find((id) => Object.values(app.flows ?? {}).some((flow) => flow.entity === id)) ??
  entities[0] ??
  null;

function commandFor(
  app: AppDoc,
  kind: Adding["kind"],
  id: string,
  label: { zh: string },
  entity: string,
  action: string,
): Command {
  if (kind === "action") return addAction(app, { id, entity, label });
  if (kind === "duty")
    return addDuty(app, { id, entity: app.actions?.[action]?.entity ?? entity, label, action });
  if (kind === "trigger") return addTrigger(app, { id, label, on: { entity, kind: "created" } });
  return addQueue(app, { id, label });
}
