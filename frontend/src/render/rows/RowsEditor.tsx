import { useState, type ReactElement } from "react";
import type { Values } from "../../api/types";
import type { FieldPlan, FormPlan } from "../../engine/form/plan";
import { useT } from "../../i18n";
import { Banner, Button, usePhone } from "../../kit";
import { useField, useStore } from "../form/context";
import { rowKey } from "../form/places";
import type { EditProps } from "../kinds/kind";
import { RowCards } from "./RowCards";
import { RowReferences } from "./RowReferences";
import { RowTable } from "./RowTable";

/** Rows of a form being edited, each with a key that lasts while the page does. */
export type Row = Values;

export interface RowsProps {
  aria: EditProps["aria"];
  label: string;
  /** Id of the rows field. */
  id: string;
  plan: FormPlan;
  rows: readonly Row[];
  onCell: (index: number, id: string, value: unknown) => void;
  onCopy: (index: number) => void;
  onRemove: (index: number) => void;
}

/** What a new row starts with: the fixed defaults of its fields. */
export function blankRow(fields: readonly FieldPlan[]): Row {
  const row: Row = { _key: crypto.randomUUID() };
  for (const { id, property, computed } of fields) {
    const value = property.field.default;
    if (!computed && value !== undefined && value !== null) row[id] = value;
  }
  return row;
}

/** The same content as a row of its own. */
export function copyOf(row: Row): Row {
  const { _id: _gone, ...rest } = row;
  return { ...rest, _key: crypto.randomUUID() };
}

/** Detail rows: a table to type into on the desktop, a card per row on the phone; a removed row can be had back. */
export default function RowsEditor({ aria, id, label, onChange, onBlur, disabled }: EditProps): ReactElement {
  const t = useT();
  const phone = usePhone();
  const store = useStore();
  const plan = store.plan.fields.find((field) => field.id === id)?.row ?? { fields: [] };
  const { value } = useField(store, id);
  const [removed, setRemoved] = useState<{ index: number; row: Row } | null>(null);
  const rows = Array.isArray(value) ? (value as Row[]) : [];

  const change = (next: (rows: Row[]) => Row[]) =>
    onChange((before: unknown) => next(Array.isArray(before) ? (before as Row[]) : []));
  const shared: RowsProps = {
    aria,
    label,
    id,
    plan,
    rows,
    onCell: (index, cell, next) =>
      change((all) =>
        all.map((row, at) =>
          at === index
            ? {
                ...row,
                [cell]:
                  typeof next === "function" ? (next as (v: unknown) => unknown)(row[cell] ?? null) : next,
              }
            : row,
        ),
      ),
    onCopy: (index) => change((all) => all.flatMap((row, at) => (at === index ? [row, copyOf(row)] : [row]))),
    onRemove: (index) => {
      const row = rows[index];
      if (row) setRemoved({ index, row });
      change((all) => all.filter((_, at) => at !== index));
      onBlur();
    },
  };
  return (
    <div className="r-rows" id={aria.id} role="group" tabIndex={-1} aria-labelledby={aria["aria-labelledby"]}>
      {rows.map((row) => (
        <RowReferences key={rowKey(row)} store={store} field={id} row={row} />
      ))}
      {rows.length === 0 ? (
        <p className="k-muted k-small">{t("render.row.none")}</p>
      ) : phone ? (
        <RowCards {...shared} />
      ) : (
        <RowTable {...shared} />
      )}
      {removed ? (
        <Banner
          live="status"
          action={
            <Button
              size="s"
              onClick={() => {
                change((all) => [...all.slice(0, removed.index), removed.row, ...all.slice(removed.index)]);
                setRemoved(null);
              }}
            >
              {t("kit.undo")}
            </Button>
          }
        >
          {t("render.row.removed", { n: removed.index + 1 })}
        </Banner>
      ) : null}
      {disabled ? null : (
        <div className="k-row">
          <Button icon="plus" onClick={() => change((all) => [...all, blankRow(plan.fields)])}>
            {t("render.row.add")}
          </Button>
        </div>
      )}
    </div>
  );
}
