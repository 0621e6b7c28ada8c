import type { ReactElement } from "react";
import { useT, type Text } from "../../../../i18n";
import { AskName } from "../../shared/AskName";
import { newId } from "../../shared/newId";
import { useWorkbench } from "../../workbench/context";

interface NewActionProps {
  onClose: () => void;
  /** It has a name, and an id that is free. */
  onNamed: (action: { readonly label: Text; readonly id: string }) => void;
}

/** Asks for the name of an action that a stage will ask for. */
export function NewAction({ onClose, onNamed }: NewActionProps): ReactElement {
  const { key, app } = useWorkbench();
  const t = useT();
  return (
    <AskName
      title={t("dflow.actions.fresh")}
      label={t("dflow.actions.name")}
      confirm={t("dflow.add")}
      onClose={onClose}
      onDone={async (label) => onNamed({ label, id: await newId(key, app, label, "action", "action") })}
    />
  );
}
