import type { ReactElement } from "react";
import type { PathInfo } from "../../../engine/model/paths";
import { isLiteral, type Node } from "../../../engine/rules/ast";
import type { FieldType } from "../../../engine/rules/types";
import { useT } from "../../../i18n";
import { Field, Select } from "../../../kit";
import { EditOperand } from "../../../render/conditions/EditOperand";
import type { Choosable, Operand } from "../../../render/conditions/operators";

const OPERANDS: Readonly<Record<string, Operand>> = {
  text: "text",
  date: "day",
  instant: "day",
  set: "values",
};
const operandOf = ({ type, target }: FieldType): Operand =>
  target === "_person" && type === "ref" ? "person" : (OPERANDS[type] ?? "value");

interface LiteralInputProps {
  info: PathInfo;
  label: string;
  value: Node | null;
  onChange: (value: Node | null) => void;
}

/** One value of a type, typed or chosen as in a form. */
export function LiteralInput({ info, label, value, onChange }: LiteralInputProps): ReactElement {
  const t = useT();
  const chosen: Choosable = { id: "eq", words: "filter.op.eq", operand: operandOf(info.type), op: "eq" };
  return (
    <div className="rul-input" role="group" aria-label={label}>
      <span className="k-label" aria-hidden="true">
        {label}
      </span>
      {info.type.type === "boolean" || info.type.type === "opaque" ? (
        <Field label={label} quietLabel>
          {(aria) => (
            <Select
              {...aria}
              value={value && isLiteral(value) ? String(value.v) : null}
              options={[
                { id: "true", label: t("drule.yes") },
                { id: "false", label: t("drule.no") },
              ]}
              onChange={(id) => onChange(id === null ? null : { v: id === "true" })}
            />
          )}
        </Field>
      ) : (
        <EditOperand
          info={info}
          chosen={chosen}
          row={{ kind: "condition", path: info.path, op: "eq", negated: false, operands: [value] }}
          label={label}
          onChange={(row) => onChange(row.operands[0] ?? null)}
        />
      )}
    </div>
  );
}
