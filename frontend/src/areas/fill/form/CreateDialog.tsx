import type { ReactElement } from "react";
import type { Values } from "../../../api/types";
import { useSay, useT } from "../../../i18n";
import { Dialog } from "../../../kit";
import { useApp } from "../../../render/context";
import { CreateForm } from "./CreateForm";
import { FillProvider } from "./FillProvider";

interface CreateDialogProps {
  entity: string;
  prefill: Values;
  onClose: () => void;
  onMade: (id: string, title: string) => void;
}

/** A new record without leaving the page. Loaded when first asked for. */
export default function CreateDialog({ entity, prefill, onClose, onMade }: CreateDialogProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { bundle } = useApp();
  const name = say(bundle.entities[entity]?.entity.label);
  return (
    <Dialog title={t("render.createNew", { name })} size="l" sticky onClose={onClose}>
      <FillProvider>
        <CreateForm
          entity={entity}
          prefill={prefill}
          onLeave={onClose}
          onDone={({ record }) => onMade(record.id, record.title)}
        />
      </FillProvider>
    </Dialog>
  );
}
