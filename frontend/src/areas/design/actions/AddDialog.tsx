import { useState, type ReactElement } from "react";
import { addAction } from "../../../engine/design/commands/actions";
import { addDuty } from "../../../engine/design/commands/duties";
import { entitiesInUse } from "../../../engine/design/commands/entities";
import { addQueue } from "../../../engine/design/commands/queues";
import { addTrigger } from "../../../engine/design/commands/triggers";
import type { AppDoc } from "../../../engine/design/documents";
import type { Command } from "../../../engine/design/operations";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT, type Text } from "../../../i18n";
import { Field, Select } from "../../../kit";
import { AskName } from "../shared/AskName";
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

/** A name, and what it is about; everything else is said in the editor that opens. */
export function AddDialog({ adding, onClose }: AddDialogProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { key, app, run, goTo } = useWorkbench();
  const { kind } = adding;
  const entities = entitiesInUse(app);
  const [entity, setEntity] = useState<string | null>(firstEntity(app, entities));
  const [action, setAction] = useState<string | null>(adding.action ?? inOrder(app.actions ?? {})[0] ?? null);
  return (
    <AskName
      title={t(`dacts.add.${kind}`)}
      label={t("dacts.name")}
      help={t(`dacts.add.${kind}.help`)}
      confirm={t("dacts.add")}
      onClose={onClose}
      onDone={async (label) => {
        const id = await newId(key, app, label, kind, kind);
        run(commandFor(app, kind, id, label, entity ?? "", action ?? ""));
        goTo(`${kind}/${id}`);
        onClose();
      }}
    >
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
    </AskName>
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
  label: Text,
  entity: string,
  action: string,
): Command {
  if (kind === "action") return addAction(app, { id, entity, label });
  if (kind === "duty")
    return addDuty(app, { id, entity: app.actions?.[action]?.entity ?? entity, label, action });
  if (kind === "trigger") return addTrigger(app, { id, label, on: { entity, kind: "created" } });
  return addQueue(app, { id, label });
}
