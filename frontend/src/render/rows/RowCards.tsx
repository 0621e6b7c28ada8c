import { useState, type ReactElement } from "react";
import { format } from "../../engine/form/kinds";
import type { FieldPlan } from "../../engine/form/plan";
import type { FormState } from "../../engine/form/state";
import { useT } from "../../i18n";
import { Icon, IconButton } from "../../kit";
import { usePrint } from "../env";
import { useForm, useStore } from "../form/context";
import { rowKey } from "../form/places";
import { Cell } from "./Cell";
import type { RowsProps } from "./RowsEditor";

/** Rows on a phone: a card each, opened to be filled; a new or a wrong one is open. */
export function RowCards(props: RowsProps): ReactElement {
  const store = useStore();
  useForm(store);
  const states = store.current().fields[props.id]?.rows ?? [];
  return (
    <div className="k-stack" data-gap="s">
      {props.rows.map((row, index) => (
        <RowCard key={rowKey(row)} {...props} index={index} state={states[index]} />
      ))}
    </div>
  );
}

function RowCard(props: RowsProps & { index: number; state: FormState | undefined }): ReactElement {
  const { aria, id, plan, rows, index, state, onCell, onCopy, onRemove } = props;
  const t = useT();
  const store = useStore();
  const row = rows[index] ?? {};
  const wrong = store.triedOnce && state?.complete === false;
  const [open, setOpen] = useState(row["_id"] === undefined);
  const said = plan.fields.some((field) => store.saidAt(`${id}[${index}].${field.id}`));
  const shown = open || wrong || said;
  return (
    <div className="r-row-card" data-wrong={wrong || said ? "" : undefined}>
      <header>
        <button type="button" aria-expanded={shown} onClick={() => setOpen(!shown)}>
          <strong>{t("render.row", { n: index + 1 })}</strong> <Summary fields={plan.fields} state={state} />
        </button>
        <IconButton icon="copy" label={t("render.row.copy")} onClick={() => onCopy(index)} />
        <IconButton icon="trash" label={t("render.row.remove")} onClick={() => onRemove(index)} />
        <Icon name={shown ? "chevronUp" : "chevronDown"} />
      </header>
      {shown ? (
        <div className="k-form">
          {plan.fields.map((field) => (
            <Cell
              key={field.id}
              store={store}
              base={aria.id}
              rowsField={id}
              index={index}
              row={rowKey(row)}
              field={field}
              state={state?.fields[field.id]}
              value={row[field.id]}
              onChange={(value) => onCell(index, field.id, value)}
              quiet={false}
            />
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** The first two filled values of a row: enough to tell it from its neighbours. Plain words, since they are a button's. */
function Summary({
  fields,
  state,
}: {
  fields: readonly FieldPlan[];
  state: FormState | undefined;
}): ReactElement {
  const { lang, print } = usePrint();
  const words = fields.flatMap(({ id, property }) => {
    const value = state?.fields[id]?.value ?? null;
    if (value === null) return [];
    const { target } = property.field;
    return [
      typeof value === "string" && target
        ? (print.title?.(target, value) ?? "")
        : format(value, property, lang, print),
    ];
  });
  return (
    <span className="k-muted">
      {words
        .filter((text) => text !== "")
        .slice(0, 2)
        .join(" · ")}
    </span>
  );
}
