import type { ReactElement, ReactNode } from "react";
import { nodeOfKey, type ConditionRow } from "../../engine/filter/tree";
import { pathLabel } from "../../engine/model/naming";
import { useLang, useT, type Key } from "../../i18n";
import { Check, Combobox, Field, Select } from "../../kit";
import { useConditions } from "./context";
import { EditOperand } from "./EditOperand";
import {
  comparable,
  comparisonOf,
  comparisons,
  freshRow,
  measuredInfo,
  rowFor,
  type Choosable,
} from "./operators";
import { FieldOperand, isOther } from "./OtherField";

interface EditRowProps {
  row: ConditionRow;
  onChange: (row: ConditionRow) => void;
  /** The button that takes the row away. */
  children: ReactNode;
}

/** Comparisons that another field may stand beside. */
const WITH_FIELD = new Set(["value", "text", "day", "person"]);

const MEASURE_WORDS: Readonly<Record<string, Key>> = {
  len: "filter.measure.len",
  count: "filter.measure.count",
  abs: "filter.measure.abs",
  hours_since: "filter.measure.hours_since",
  hours_until: "filter.measure.hours_until",
  days_since: "filter.measure.days_since",
  days_until: "filter.measure.days_until",
  months_since: "filter.measure.months_since",
};

/** One condition: field, comparison, value. Changing the field keeps the comparison where the new field has it. */
export function EditRow({ row, onChange, children }: EditRowProps): ReactElement {
  const { fields, paths, rich } = useConditions();
  const t = useT();
  const lang = useLang();
  const info = paths.find(({ path }) => path === row.path);
  const chosen = info ? comparisonOf(row, info) : undefined;
  const label = info ? pathLabel(info, lang) : row.path;
  const wordsOf = ({ measure, words }: Choosable) =>
    measure === undefined ? t(words) : `${t(MEASURE_WORDS[measure] ?? words)} ${t(words)}`;
  const offered = info ? comparisons(info, rich || row.measure !== undefined) : [];
  const choose = (id: string | null) => {
    const next = offered.find((one) => one.id === id);
    if (!info || !next) return;
    const fresh = rowFor(info, next);
    // The value stays where the new comparison takes the same kind of value.
    const alike = next.operand !== "none" && next.operand !== "days" && chosen?.operand === next.operand;
    const keeps = alike && next.measure === row.measure && fresh.operands.length === row.operands.length;
    onChange(keeps ? { ...fresh, operands: row.operands } : fresh);
  };
  const subject = info && (row.measure === undefined ? info : measuredInfo(info));
  const others = subject && chosen && WITH_FIELD.has(chosen.operand) ? comparable(subject, paths) : [];
  const beside = row.operands[0] ?? null;
  const other = others.length > 0 && isOther(beside, chosen);
  const mayBeOther = other || (rich && others.length > 0);
  return (
    <div className="flt-row" role="group" aria-label={label}>
      <div className="flt-controls">
        <Field label={t("filter.field")} quietLabel group>
          {(aria) => (
            <Combobox
              aria={aria}
              label={t("filter.field")}
              value={row.path}
              text={label}
              options={fields.map((one) => ({ id: one.path, label: pathLabel(one, lang) }))}
              onChange={(path) => {
                const next = fields.find((one) => one.path === path) ?? fields[0];
                if (next && next.path !== row.path) onChange(freshRow(next, chosen?.id));
              }}
            />
          )}
        </Field>
        <Field label={t("filter.op")} quietLabel>
          {(aria) => (
            <Select
              {...aria}
              empty={null}
              value={chosen?.id ?? ""}
              options={[
                ...(chosen ? [] : [{ id: "", label: row.op }]),
                ...offered.map((one) => ({ id: one.id, label: wordsOf(one) })),
              ]}
              onChange={choose}
            />
          )}
        </Field>
        {row.negated && row.op !== "holds" ? (
          <Check label={t("filter.not")} checked onChange={() => onChange({ ...row, negated: false })} />
        ) : null}
        {mayBeOther ? (
          <Select
            aria-label={`${label} ${t("filter.source")}`}
            empty={null}
            value={other ? "field" : "value"}
            options={[
              { id: "value", label: t("filter.source.value") },
              { id: "field", label: t("filter.source.field") },
            ]}
            onChange={(source) => {
              const [first] = others;
              const path = source === "field" && first ? first.path : null;
              onChange({ ...row, operands: [path === null ? null : nodeOfKey(path)] });
            }}
          />
        ) : null}
        {other && subject ? (
          <FieldOperand
            label={label}
            value={beside}
            others={others}
            onChange={(node) => onChange({ ...row, operands: [node] })}
          />
        ) : subject && chosen && chosen.operand !== "none" ? (
          <EditOperand info={subject} chosen={chosen} row={row} label={label} onChange={onChange} />
        ) : null}
      </div>
      {children}
    </div>
  );
}
