import { useState, type ReactElement } from "react";
import type { PathInfo } from "../../../engine/model/paths";
import { isLiteral, keyOf, type Node } from "../../../engine/rules/ast";
import type { FieldType } from "../../../engine/rules/types";
import { useT, type Text } from "../../../i18n";
import { Select } from "../../../kit";
import { EditOperand } from "../../../render/conditions/EditOperand";
import { comparable, type Choosable, type Operand } from "../../../render/conditions/operators";
import { FieldOperand } from "../../../render/conditions/OtherField";
import { Words } from "../../../render/conditions/Words";

interface ValueEditorProps {
  expect: FieldType;
  value: Node | null;
  names: readonly PathInfo[];
  onChange: (value: Node | null) => void;
}

type Source = "value" | "field" | "formula";

/** The options of a type, with the labels of the first field that has them. */
export function optionsFor(expect: FieldType, names: readonly PathInfo[]): PathInfo["options"] {
  const ids = expect.options ?? [];
  const labelled = names.filter(({ options }) => ids.some((id) => Object.hasOwn(options, id)));
  const labelOf = (id: string): { label: Text } =>
    labelled.map(({ options }) => options[id]).find((one) => one !== undefined) ?? { label: { zh: id } };
  return Object.fromEntries(ids.map((id) => [id, labelOf(id)]));
}

const OPERANDS: Readonly<Record<string, Operand>> = {
  text: "text",
  date: "day",
  instant: "day",
  set: "values",
};
const operandOf = ({ type, target }: FieldType): Operand =>
  target === "_person" && type === "ref" ? "person" : (OPERANDS[type] ?? "value");

function sourceOf(value: Node | null): Source | null {
  if (!value) return null;
  if (isLiteral(value)) return "value";
  return keyOf(value) === null ? "formula" : "field";
}

/** A value a rule yields: one that is typed in, that of a field, or one that is computed. */
export function ValueEditor({ expect, value, names, onChange }: ValueEditorProps): ReactElement {
  const t = useT();
  const [asked, setAsked] = useState<Source>("value");
  const source = sourceOf(value) ?? asked;
  const label = t("drule.value");
  const info: PathInfo = {
    path: "",
    labels: [{ zh: label }],
    type: expect,
    property: null,
    options: optionsFor(expect, names),
  };
  const others = comparable(info, names);
  const chosen: Choosable = { id: "eq", words: "filter.op.eq", operand: operandOf(expect), op: "eq" };
  return (
    <div className="flt-controls">
      <Select
        aria-label={t("drule.source")}
        empty={null}
        value={source}
        options={(["value", "field", ...(source === "formula" ? (["formula"] as const) : [])] as const).map(
          (id) => ({
            id,
            label: t(`drule.source.${id}`),
          }),
        )}
        onChange={(next) => {
          setAsked(next as Source);
          if (next !== source) onChange(null);
        }}
      />
      {source === "formula" && value ? (
        <div className="flt-formula">
          <Words rule={value} paths={names} />
        </div>
      ) : source === "field" ? (
        <FieldOperand label={label} value={value} others={others} onChange={onChange} />
      ) : expect.type === "boolean" ? (
        <Select
          aria-label={label}
          value={value && isLiteral(value) ? String(value.v) : null}
          options={[
            { id: "true", label: t("drule.yes") },
            { id: "false", label: t("drule.no") },
          ]}
          onChange={(id) => onChange(id === null ? null : { v: id === "true" })}
        />
      ) : (
        <EditOperand
          info={info}
          chosen={chosen}
          row={{ kind: "condition", path: "", op: "eq", negated: false, operands: [value] }}
          label={label}
          onChange={(row) => onChange(row.operands[0] ?? null)}
        />
      )}
    </div>
  );
}
