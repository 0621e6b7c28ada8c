import { useState, type ReactElement } from "react";
import {
  mergeOption,
  optionsIn,
  treeOrder,
  usesOfOption,
  type Of,
} from "../../../../engine/design/commands/options";
import { optionPath } from "../../../../engine/form/options";
import { useLang, useSay, useT } from "../../../../i18n";
import { Button, Dialog, Field, Select } from "../../../../kit";
import { useWorkbench } from "../../workbench/context";
import { Uses } from "../field/FieldMore";

interface MergeProps {
  of: Of;
  option: string;
  onClose: () => void;
}

/** One option goes into another; what that means for records and rules is said before. */
export function MergeDialog({ of, option, onClose }: MergeProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const [to, setTo] = useState<string | null>(null);
  const lang = useLang();
  const options = optionsIn(app, of);
  const property = app.entities[of.entity]?.properties[of.field];
  const choices = treeOrder(options)
    .filter(({ id }) => id !== option && options[id]?.archived !== true)
    .map(({ id }) => ({ id, label: property ? optionPath(id, property, lang) : id }));
  return (
    <Dialog
      title={t("ddata.merge.title", { name: say(options[option]?.label) })}
      size="s"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button
            tone="primary"
            disabled={to === null}
            onClick={() => {
              if (to !== null) run(mergeOption(app, of, option, to));
              onClose();
            }}
          >
            {t("ddata.merge.go")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <Field label={t("ddata.merge.into")}>
          {(aria) => <Select {...aria} value={to} options={choices} onChange={setTo} />}
        </Field>
        <p className="k-help">{t("ddata.merge.how")}</p>
        <Uses uses={usesOfOption(app, of, option)} onGo={onClose} />
      </div>
    </Dialog>
  );
}
