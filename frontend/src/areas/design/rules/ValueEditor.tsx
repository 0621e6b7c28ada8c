import { useState, type ReactElement } from "react";
import type { PathInfo } from "../../../engine/model/paths";
import { isLiteral, keyOf, type Node } from "../../../engine/rules/ast";
import type { FieldType } from "../../../engine/rules/types";
import { useT, type Text } from "../../../i18n";
import { Select } from "../../../kit";
import { comparable } from "../../../render/conditions/operators";
import { FieldOperand } from "../../../render/conditions/OtherField";
import { LiteralInput } from "./LiteralInput";

interface ValueEditorProps {
  expect: FieldType;
  value: Node | null;
  names: readonly PathInfo[];
  onChange: (value: Node | null) => void;
}

/** The options of a type, with the labels of the first field that has them. */
export function optionsFor(expect: FieldType, names: readonly PathInfo[]): PathInfo["options"] {
  const ids = expect.options ?? [];
  const labelled = names.filter(({ options }) => ids.some((id) => Object.hasOwn(options, id)));
  const labelOf = (id: string): { label: Text } =>
    labelled.map(({ options }) => options[id]).find((one) => one !== undefined) ?? { label: { zh: id } };
  return Object.fromEntries(ids.map((id) => [id, labelOf(id)]));
}

/** Whether a value can be shown as typed in or as that of a field; anything else is a formula. */
export const isPlain = (value: Node | null): boolean =>
  value === null || isLiteral(value) || keyOf(value) !== null;

/** A value a rule yields: one that is typed in, or that of a field. */
export function ValueEditor({ expect, value, names, onChange }: ValueEditorProps): ReactElement {
  const t = useT();
  const [asked, setAsked] = useState<"value" | "field">("value");
  const source = value === null ? asked : isLiteral(value) ? "value" : "field";
  const label = t("drule.value");
  const info: PathInfo = {
    path: "",
    labels: [{ zh: label }],
    type: expect,
    property: null,
    options: optionsFor(expect, names),
  };
  return (
    <div className="rul-value">
      <Select
        aria-label={t("drule.source")}
        empty={null}
        value={source}
        options={(["value", "field"] as const).map((id) => ({ id, label: t(`drule.source.${id}`) }))}
        onChange={(next) => {
          setAsked(next === "field" ? "field" : "value");
          if (next !== source) onChange(null);
        }}
      />
      {source === "field" ? (
        <FieldOperand label={label} value={value} others={comparable(info, names)} onChange={onChange} />
      ) : (
        <LiteralInput info={info} label={label} value={value} onChange={onChange} />
      )}
    </div>
  );
}
