import type { ReactElement, ReactNode } from "react";
import type { ConditionRow } from "../../../engine/filter/tree";
import type { PathInfo } from "../../../engine/model/paths";
import { useLang, useT } from "../../../i18n";
import { Combobox, Field, Select } from "../../../kit";
import { pathLabel } from "../list/model";
import { EditOperand } from "./EditOperand";
import { comparisonOf, comparisons, freshRow, rowFor } from "./operators";

interface EditRowProps {
  row: ConditionRow;
  fields: readonly PathInfo[];
  paths: readonly PathInfo[];
  onChange: (row: ConditionRow) => void;
  /** The button that takes the row away. */
  children: ReactNode;
}

/** One condition: field, comparison, value. Changing the field keeps the comparison where the new field has it. */
export function EditRow({ row, fields, paths, onChange, children }: EditRowProps): ReactElement {
  const t = useT();
  const lang = useLang();
  const info = paths.find(({ path }) => path === row.path);
  const chosen = info ? comparisonOf(row, info) : undefined;
  const label = info ? pathLabel(info, lang) : row.path;
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
                ...(info ? comparisons(info) : []).map(({ id, words }) => ({ id, label: t(words) })),
              ]}
              onChange={(id) => {
                const next = info ? comparisons(info).find((one) => one.id === id) : undefined;
                if (!info || !next) return;
                const fresh = rowFor(info, next);
                // The value stays where the new comparison takes the same kind of value.
                const same =
                  next.operand !== "none" && next.operand !== "days" && chosen?.operand === next.operand;
                const keeps = same && fresh.operands.length === row.operands.length;
                onChange(keeps ? { ...fresh, operands: row.operands } : fresh);
              }}
            />
          )}
        </Field>
        {info && chosen && chosen.operand !== "none" ? (
          <EditOperand info={info} chosen={chosen} row={row} label={label} onChange={onChange} />
        ) : null}
      </div>
      {children}
    </div>
  );
}
