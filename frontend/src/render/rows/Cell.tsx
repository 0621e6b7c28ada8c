import { Suspense, type ReactElement } from "react";
import type { FieldPlan } from "../../engine/form/plan";
import type { FieldState } from "../../engine/form/state";
import { useLang, useSay, useT } from "../../i18n";
import { Field, Skeleton } from "../../kit";
import { controlId } from "../form/FieldRow";
import { ReadValue } from "../form/ReadValue";
import type { FormStore } from "../form/store";
import { wrongText } from "../form/words";
import { editOf } from "../kinds/edit";

interface CellProps {
  store: FormStore;
  /** Id of the rows control: prefix of the ids of its cells. */
  base: string;
  rowsField: string;
  index: number;
  row: string;
  field: FieldPlan;
  state: FieldState | undefined;
  value: unknown;
  onChange: (value: unknown) => void;
  /** In a table the column head is the label; here it is only spoken. */
  quiet: boolean;
}

/** One field of one row. */
export function Cell(props: CellProps): ReactElement | null {
  const { store, base, rowsField, index, row, field, state, value, onChange, quiet } = props;
  const t = useT();
  const say = useSay();
  const lang = useLang();
  if (state && !state.visible) return null;
  const { property, id } = field;
  const edit = field.computed ? null : editOf(property.field.kind);
  const words = say(field.label);
  const said = store.saidAt(`${rowsField}[${index}].${id}`);
  const unread = state?.errors[0]?.code !== "required" ? state?.errors[0] : undefined;
  const wrong = said ?? (store.triedOnce ? state?.errors[0] : unread);
  const label = quiet ? `${t("render.row", { n: index + 1 })} ${words}` : words;
  return (
    <Field
      id={controlId(base, `${index}-${id}`)}
      label={label}
      quietLabel={quiet}
      error={wrong ? wrongText(wrong, property, words, lang) : null}
      required={state?.required === true && !field.computed}
      group={edit?.group ?? field.computed}
    >
      {(aria) =>
        edit === null ? (
          <output className="r-derived" id={aria.id} aria-labelledby={aria["aria-labelledby"]}>
            <ReadValue dense prop={property} value={state?.value ?? null} />
          </output>
        ) : (
          <Suspense fallback={<Skeleton />}>
            <edit.Edit
              aria={aria}
              id={id}
              prop={property}
              label={label}
              value={value}
              onChange={onChange}
              onIssue={(issue) => store.setRowUnread(row, id, issue)}
              onBlur={() => undefined}
              disabled={false}
              required={state?.required === true}
            />
          </Suspense>
        )
      }
    </Field>
  );
}
