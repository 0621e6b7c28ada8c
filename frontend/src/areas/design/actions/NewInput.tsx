import { useState, type ReactElement } from "react";
import { addInput, ownProperty } from "../../../engine/design/commands/actions";
import type { ActionDoc } from "../../../engine/design/documents";
import { useT } from "../../../i18n";
import { ChipChoice, Field } from "../../../kit";
import { AskName } from "../shared/AskName";
import { newId } from "../shared/newId";
import { useWorkbench } from "../workbench/context";
import { keyFor } from "./inputs";
import { kindLabel, OWN_KINDS } from "./PropertyEditor";

interface NewInputProps {
  id: string;
  doc: ActionDoc;
  /** An input of this step of the approval. */
  step?: string;
  onClose: () => void;
}

/** An input that belongs to no field: its value is kept with the act. */
export function NewInput({ id, doc, step, onClose }: NewInputProps): ReactElement {
  const t = useT();
  const { key, app, run } = useWorkbench();
  const [kind, setKind] = useState("text");
  return (
    <AskName
      title={t("dacts.form.own")}
      label={t("dacts.own.label")}
      help={t("dacts.own.help")}
      confirm={t("dacts.add")}
      onClose={onClose}
      onDone={async (label) => {
        const wish = await newId(key, app, label, `action/${id}/fields`, "input");
        const input = { property: ownProperty(label, kind) };
        run(addInput(app, id, keyFor(doc, wish), input, { step: step ?? null }));
        onClose();
      }}
    >
      <Field label={t("dacts.own.kind")} group>
        {(aria) => (
          <ChipChoice
            aria={aria}
            required
            value={kind}
            options={OWN_KINDS.map((one) => ({ id: one, label: kindLabel(t, one) }))}
            onChange={(next) => setKind(next ?? "text")}
          />
        )}
      </Field>
    </AskName>
  );
}
