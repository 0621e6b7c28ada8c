import { Suspense, type ReactElement } from "react";
import type { FieldPlan } from "../../engine/form/plan";
import { isEmpty } from "../../engine/rules/ast";
import { useLang, useSay, useT } from "../../i18n";
import { Field, Skeleton } from "../../kit";
import { editOf } from "../kinds/edit";
import { readOf } from "../kinds/read";
import { useField, useStore } from "./context";
import { ReadValue } from "./ReadValue";
import { wrongText } from "./words";

interface FieldRowProps {
  /** Id of the form on the page: prefix of the ids of its controls. */
  form: string;
  field: FieldPlan;
  width?: "full" | "half" | undefined;
  readOnly?: boolean;
}

/** Id of the control at a place of a form. */
export const controlId = (form: string, path: string): string =>
  `${form}-${path.replace(/[^a-z0-9_]+/gi, "-")}`;

/** One field of a form: label, control of its kind, help, error; nothing while its rule hides it. */
export function FieldRow({
  form,
  field,
  width = "full",
  readOnly = false,
}: FieldRowProps): ReactElement | null {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const store = useStore();
  const { visible, required, value, shown, changed } = useField(store, field.id);
  if (!visible) return null;
  const { property, id } = field;
  const label = say(field.label);
  const fixed = readOnly || field.computed;
  const edit = fixed ? null : editOf(property.field.kind);
  return (
    <Field
      id={controlId(form, id)}
      label={label}
      help={
        changed ? (
          <>
            <span className="r-changed">{say(changed)}</span> {say(property.field.help)}
          </>
        ) : (
          say(property.field.help) || null
        )
      }
      error={shown ? wrongText(shown, property, label, lang) : null}
      required={required && !fixed}
      width={readOf(property.field.kind).wide ? "full" : width}
      group={edit?.group ?? fixed}
    >
      {(aria) =>
        edit === null ? (
          <output className="r-derived" id={aria.id} aria-labelledby={aria["aria-labelledby"]}>
            {field.computed && isEmpty(value) ? (
              <span className="k-muted">
                {t(field.lookup === null ? "render.derived.empty" : "render.lookup.empty")}
              </span>
            ) : (
              <ReadValue prop={property} value={value} />
            )}
          </output>
        ) : (
          <Suspense fallback={<Skeleton />}>
            <edit.Edit
              aria={aria}
              id={id}
              prop={property}
              label={label}
              value={value}
              onChange={(next) => store.set(id, next)}
              onIssue={(issue) => store.setUnread(id, issue)}
              onBlur={() => store.touch(id)}
              disabled={false}
              required={required}
            />
          </Suspense>
        )
      }
    </Field>
  );
}
