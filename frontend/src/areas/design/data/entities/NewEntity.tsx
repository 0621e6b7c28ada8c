import { useState, type ReactElement } from "react";
import { addEntity } from "../../../../engine/design/commands/entities";
import { useT } from "../../../../i18n";
import { AskName } from "../../shared/AskName";
import { IconChoice, OBJECT_ICONS } from "../../shared/IconChoice";
import { newId } from "../../shared/newId";
import { useWorkbench } from "../../workbench/context";

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
      <IconChoice
        label={t("ddata.entity.icon")}
        value={icon}
        of={OBJECT_ICONS}
        otherwise="box"
        onChange={setIcon}
      />
    </AskName>
  );
}
