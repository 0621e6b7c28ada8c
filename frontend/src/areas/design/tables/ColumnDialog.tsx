import { useState, type ReactElement } from "react";
import { offered, type RulePlace } from "../../../engine/design/names";
import { columnInfo, type Column } from "../../../engine/design/tables/columns";
import { pathLabel } from "../../../engine/model/naming";
import type { Node } from "../../../engine/rules/ast";
import { keyOf } from "../../../engine/rules/ast";
import { useLang, useSay, useT, type Text } from "../../../i18n";
import { Button, Combobox, Dialog, Field, TextInput } from "../../../kit";
import { nodeOfKey } from "../../../engine/filter/tree";
import FormulaEditor from "../rules/formula/FormulaEditor";
import { namesOf } from "../rules/env";
import { useWorkbench } from "../workbench/context";

interface ColumnDialogProps {
  place: RulePlace;
  column: Column | null;
  onTake: (label: Text, rule: Node) => void;
  onClose: () => void;
}

/** A column: a field, or a formula, and what it is called. */
export function ColumnDialog({ place, column, onTake, onClose }: ColumnDialogProps): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { app } = useWorkbench();
  const names = namesOf(app, place);
  const [label, setLabel] = useState(say(column?.label));
  const [rule, setRule] = useState<Node | null | undefined>(column?.rule ?? null);
  const [formula, setFormula] = useState(column !== null && keyOf(column.rule) === null);
  const field = names.find(({ path }) => rule && path === keyOf(rule));
  const sound = rule ? columnInfo({ zh: label }, rule, names) !== null : false;
  const take = () => {
    if (!rule || !sound || label.trim() === "") return;
    const text = label.trim();
    onTake(lang === "en" && column ? { ...column.label, en: text } : { ...column?.label, zh: text }, rule);
    onClose();
  };
  return (
    <Dialog
      title={t(column ? "dtable.column" : "dtable.addColumn")}
      size="m"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" disabled={!sound || label.trim() === ""} onClick={take}>
            {t("drule.take")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        {formula ? (
          <FormulaEditor
            label={t("dtable.columnRule")}
            value={rule ?? null}
            names={names}
            expect={undefined}
            onChange={setRule}
          />
        ) : (
          <Field label={t("dtable.columnField")} group>
            {(aria) => (
              <Combobox
                aria={aria}
                label={t("dtable.columnField")}
                value={field?.path ?? null}
                text={field ? pathLabel(field, lang) : ""}
                options={offered(names)
                  .filter(({ type }) => type.type !== "opaque" && type.type !== "set")
                  .map((one) => ({ id: one.path, label: pathLabel(one, lang) }))}
                onChange={(path, option) => {
                  setRule(path === null ? null : nodeOfKey(path));
                  if (label.trim() === "" && option) setLabel(option.label);
                }}
              />
            )}
          </Field>
        )}
        <Button size="s" tone="quiet" onClick={() => setFormula(!formula)}>
          {t(formula ? "dtable.useField" : "dtable.useFormula")}
        </Button>
        <Field label={t("dtable.columnName")} required>
          {(aria) => <TextInput {...aria} value={label} maxLength={40} onChange={setLabel} />}
        </Field>
      </div>
    </Dialog>
  );
}
