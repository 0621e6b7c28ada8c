import { useState, type ReactElement } from "react";
import { addEntity } from "../../../../engine/design/commands/entities";
import { useT } from "../../../../i18n";
import { AskName } from "../../shared/AskName";
import { newId } from "../../shared/newId";
import { useWorkbench } from "../../workbench/context";
import { IconChoice } from "./IconChoice";

/** So that the ids of its fields have room behind it. */
const LONGEST = 24;

/** A new business object: a name is enough. */
export function NewEntity({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const { key, app, run, goTo } = useWorkbench();
  const [icon, setIcon] = useState("box");
  return (
    <AskName
      title={t("ddata.entity.new")}
      label={t("ddata.entity.name")}
      help={t("ddata.entity.newHelp")}
      placeholder={t("ddata.entity.example")}
      confirm={t("ddata.entity.make")}
      onClose={onClose}
      onDone={async (label) => {
        const id = await newId(key, app, label, "entity", "entity", LONGEST);
        run(addEntity(app, { id, label, icon }));
        onClose();
        goTo(`entity/${id}`);
      }}
    >
      <IconChoice value={icon} onChange={setIcon} />
    </AskName>
  );
}
