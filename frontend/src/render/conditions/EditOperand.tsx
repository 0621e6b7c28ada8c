import type { ReactElement } from "react";
import type { ConditionRow } from "../../engine/filter/tree";
import type { PathInfo } from "../../engine/model/paths";
import { isLiteral, type Literal, type Node } from "../../engine/rules/ast";
import { useT } from "../../i18n";
import { Field, TextInput } from "../../kit";
import { DayOperand, InstantOperand } from "./DayOperand";
import { daysOf, daysOperands, hoursBack, type Choosable } from "./operators";
import { PersonOperand, ReferenceOperand } from "./PickOperand";
import { OneOption, ManyOptions, TypedOperand } from "./ValueOperand";

export interface OperandProps {
  info: PathInfo;
  chosen: Choosable;
  row: ConditionRow;
  label: string;
  onChange: (row: ConditionRow) => void;
}

export const literalOf = (node: Node | null | undefined): Literal =>
  node && isLiteral(node) ? node.v : null;

/** What stands beside the comparison, by the type of the field. Not entered: null, and the row does not count. */
export function EditOperand(props: OperandProps): ReactElement | null {
  const { info, chosen, row, label, onChange } = props;
  const t = useT();
  const set = (index: number, node: Node | null) =>
    onChange({ ...row, operands: row.operands.map((one, at) => (at === index ? node : one)) });
  const value = row.operands[0] ?? null;
  switch (chosen.operand) {
    case "none":
      return null;
    case "text": {
      const text = literalOf(value);
      return (
        <Field label={`${label} ${t("filter.value")}`} quietLabel>
          {(aria) => (
            <TextInput
              {...aria}
              maxLength={200}
              value={typeof text === "string" ? text : ""}
              onChange={(next) => set(0, next === "" ? null : { v: next })}
            />
          )}
        </Field>
      );
    }
    case "days":
      return <Days {...props} />;
    case "day":
      return info.type.type === "instant" ? (
        <InstantOperand label={label} value={value} onChange={(node) => set(0, node)} />
      ) : (
        <DayOperand label={label} value={value} onChange={(node) => set(0, node)} />
      );
    case "dayRange":
      return (
        <>
          <DayOperand label={label} value={value} onChange={(node) => set(0, node)} />
          <span className="k-muted">{t("filter.to")}</span>
          <DayOperand
            label={`${label} ${t("filter.to")}`}
            value={row.operands[1] ?? null}
            onChange={(node) => set(1, node)}
          />
        </>
      );
    case "person":
      return <PersonOperand label={label} value={value} onChange={(node) => set(0, node)} />;
    case "values":
      return <ManyOptions info={info} label={label} value={value} onChange={(node) => set(0, node)} />;
    case "range":
      return (
        <>
          <TypedOperand info={info} label={label} value={value} onChange={(node) => set(0, node)} />
          <span className="k-muted">{t("filter.to")}</span>
          <TypedOperand
            info={info}
            label={`${label} ${t("filter.to")}`}
            value={row.operands[1] ?? null}
            onChange={(node) => set(1, node)}
          />
        </>
      );
    case "value": {
      const shared = { info, label, value, onChange: (node: Node | null) => set(0, node) };
      if (info.type.type === "ref") return <ReferenceOperand {...shared} />;
      if (Object.keys(info.options).length > 0) return <OneOption {...shared} />;
      return <TypedOperand {...shared} />;
    }
  }
}

/** The n of "the last n days". */
function Days({ info, chosen, row, label, onChange }: OperandProps): ReactElement {
  const t = useT();
  const [first, second] = row.operands;
  const days =
    info.type.type === "instant"
      ? hoursBack(first)
      : chosen.id === "last"
        ? daysOf(first, -1)
        : daysOf(second, 1);
  return (
    <Field label={`${label} ${t("filter.days")}`} quietLabel>
      {(aria) => (
        <TextInput
          {...aria}
          inputMode="numeric"
          maxLength={4}
          value={days === null ? "" : String(days)}
          onChange={(text) => {
            const number = /^\d{1,4}$/.test(text) ? Number(text) : null;
            onChange({ ...row, operands: daysOperands(chosen.id, number, info) });
          }}
          after={t("filter.days")}
        />
      )}
    </Field>
  );
}
