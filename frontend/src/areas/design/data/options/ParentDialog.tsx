import type { ReactElement } from "react";
import { below, optionsIn, treeOrder, type Of } from "../../../../engine/design/commands/options";
import { useSay, useT } from "../../../../i18n";
import { Button, Dialog } from "../../../../kit";
import { useWorkbench } from "../../workbench/context";

interface ParentProps {
  of: Of;
  option: string;
  onPick: (parent: string | null) => void;
  onClose: () => void;
}

/** Below which tag a tag hangs. */
export function ParentDialog({ of, option, onPick, onClose }: ParentProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useWorkbench();
  const options = optionsIn(app, of);
  const own = below(options, option);
  const pick = (parent: string | null) => () => {
    onPick(parent);
    onClose();
  };
  return (
    <Dialog title={t("ddata.parent.title", { name: say(options[option]?.label) })} size="s" onClose={onClose}>
      <div className="dd-pick">
        <Button tone="quiet" onClick={pick(null)}>
          {t("ddata.parent.top")}
        </Button>
        {treeOrder(options)
          .filter(({ id }) => !own.has(id) && options[id]?.archived !== true)
          .map(({ id, depth }) => (
            <Button key={id} tone="quiet" onClick={pick(id)} style={{ paddingInlineStart: 12 + depth * 18 }}>
              {say(options[id]?.label)}
            </Button>
          ))}
      </div>
    </Dialog>
  );
}
