import type { ReactElement } from "react";
import { ordered } from "../../../api/documents";
import type { Values } from "../../../api/types";
import { shownProperty } from "../../../engine/model/lookup";
import { useSay, useT } from "../../../i18n";
import { TableFrame } from "../../../kit";
import { useApp } from "../../context";
import { ReadValue } from "../../form/ReadValue";
import { rowKey } from "../../form/places";
import { readOf } from "./index";
import type { ReadProps } from "../kind";

/** Detail rows as a table. */
export function ReadRows({ prop, value, dense }: ReadProps): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { bundle } = useApp();
  const rows = Array.isArray(value) ? (value as Values[]) : [];
  const child = bundle.entities[prop.field.target ?? ""];
  if (dense || !child) return <>{t("render.row.count", { n: rows.length })}</>;
  const columns = ordered(
    Object.fromEntries(
      Object.entries(child.properties)
        .filter(([, one]) => !one.field.archived)
        .map(([id, one]) => [
          id,
          {
            order: one.field.order ?? 0,
            prop: shownProperty(one, child, bundle.entities) ?? one,
            label: one.field.label,
          },
        ]),
    ),
  );
  const number = (kind: string) => (readOf(kind).number ? "" : undefined);
  return (
    <TableFrame label={say(prop.field.label)}>
      <thead>
        <tr>
          {columns.map(([id, column]) => (
            <th key={id} scope="col" data-num={number(column.prop.field.kind)}>
              {say(column.label)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={rowKey(row) || index}>
            {columns.map(([id, column]) => (
              <td key={id} data-num={number(column.prop.field.kind)}>
                <ReadValue dense prop={column.prop} value={row[id]} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
