import type { ReactElement } from "react";
import { useSay, useT } from "../../i18n";
import { IconButton, TableFrame } from "../../kit";
import { useForm, useStore } from "../form/context";
import { rowKey } from "../form/places";
import { readOf } from "../kinds/read";
import { Cell } from "./Cell";
import type { RowsProps } from "./RowsEditor";

/** Rows as a table one types into. */
export function RowTable({ aria, label, id, plan, rows, onCell, onCopy, onRemove }: RowsProps): ReactElement {
  const t = useT();
  const say = useSay();
  const store = useStore();
  useForm(store);
  const states = store.current().fields[id]?.rows ?? [];
  const number = (kind: string) => (readOf(kind).number ? "" : undefined);
  return (
    <TableFrame label={label}>
      <thead>
        <tr>
          <th scope="col">#</th>
          {plan.fields.map((field) => (
            <th
              key={field.id}
              scope="col"
              data-num={field.computed ? number(field.property.field.kind) : undefined}
            >
              {say(field.label)}
              {field.required ? <span className="k-required"> *</span> : null}
            </th>
          ))}
          <th scope="col">
            <span className="k-sr">{t("render.row.actions")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={rowKey(row)}>
            <td>{index + 1}</td>
            {plan.fields.map((field) => (
              <td
                key={field.id}
                data-kind={field.property.field.kind}
                data-num={field.computed ? number(field.property.field.kind) : undefined}
              >
                <Cell
                  store={store}
                  base={aria.id}
                  rowsField={id}
                  index={index}
                  row={rowKey(row)}
                  field={field}
                  state={states[index]?.fields[field.id]}
                  value={row[field.id]}
                  onChange={(value) => onCell(index, field.id, value)}
                  quiet
                />
              </td>
            ))}
            <td>
              <IconButton size="s" icon="copy" label={t("render.row.copy")} onClick={() => onCopy(index)} />
              <IconButton
                size="s"
                icon="trash"
                label={t("render.row.remove")}
                onClick={() => onRemove(index)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
