import { useState, type ReactElement } from "react";
import { addEntity } from "../../../../engine/design/commands/entities";
import { useT } from "../../../../i18n";
import { Button, Dialog, Field, TextInput } from "../../../../kit";
import { useWorkbench } from "../../workbench/context";
import { idFor } from "../newId";
import { IconChoice } from "./IconChoice";

/** A new business object: a name is enough. */
export function NewEntity({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const { key, app, run, goTo } = useWorkbench();
  const [name, setName] = useState("");
  const [icon, setIcon] = useState("box");
  const [busy, setBusy] = useState(false);
  const make = async () => {
    const said = name.trim();
    if (said === "" || busy) return;
    setBusy(true);
    const id = await idFor(key, app, said, "entity", "entity", 24);
    run(addEntity(app, { id, label: { zh: said }, icon }));
    onClose();
    goTo(`entity/${id}`);
  };
  return (
    <Dialog
      title={t("ddata.entity.new")}
      onClose={onClose}
      sticky
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} disabled={name.trim() === ""} onClick={() => void make()}>
            {t("ddata.entity.make")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <Field label={t("ddata.entity.name")} help={t("ddata.entity.newHelp")} required>
          {(aria) => (
            <TextInput
              {...aria}
              value={name}
              onChange={setName}
              maxLength={40}
              placeholder={t("ddata.entity.example")}
              onKeyDown={(event) => {
                if (event.key === "Enter" && !event.nativeEvent.isComposing) void make();
              }}
            />
          )}
        </Field>
        <IconChoice value={icon} onChange={setIcon} />
      </div>
    </Dialog>
  );
}
