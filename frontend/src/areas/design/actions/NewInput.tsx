import { useId, useState, type ReactElement } from "react";
import { addInput, ownProperty } from "../../../engine/design/commands/actions";
import type { ActionDoc } from "../../../engine/design/documents";
import { useT } from "../../../i18n";
import { Button, ChipChoice, Dialog, Field, TextInput } from "../../../kit";
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
  const form = useId();
  const { key, app, run } = useWorkbench();
  const [name, setName] = useState("");
  const [kind, setKind] = useState("text");
  const [tried, setTried] = useState(false);
  const label = name.trim();
  const add = async () => {
    setTried(true);
    if (label === "") return;
    const wish = await newId(key, { zh: label }, `action/${id}/fields`, {}, "input");
    run(
      addInput(
        app,
        id,
        keyFor(doc, wish),
        { property: ownProperty({ zh: label }, kind) },
        { step: step ?? null },
      ),
    );
    onClose();
  };
  return (
    <Dialog
      title={t("dacts.form.own")}
      onClose={onClose}
      size="s"
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" submit form={form}>
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
          label={t("dacts.own.label")}
          required
          help={t("dacts.own.help")}
          error={tried && label === "" ? t("dacts.name.missing") : undefined}
        >
          {(aria) => <TextInput {...aria} value={name} maxLength={40} onChange={setName} data-autofocus="" />}
        </Field>
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
      </form>
    </Dialog>
  );
}
