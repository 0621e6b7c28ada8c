import { useId, type ReactElement, type ReactNode } from "react";
import { useT } from "../i18n";
import { Icon } from "./Icon";

/** What a control inside a Field must carry so that label, help and error belong to it. */
export interface ControlAria {
  id: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: true | undefined;
  "aria-required"?: true | undefined;
  /** For groups (chips, files) that are no single control: the label's id. */
  "aria-labelledby"?: string | undefined;
}

export interface FieldProps {
  label: ReactNode;
  /** Id of the control; made up when not given. */
  id?: string;
  help?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  width?: "full" | "half";
  /** The control is a group: labelled by the label's id instead of `for`. */
  group?: boolean;
  /** Hide the label from sight (it is still spoken). */
  quietLabel?: boolean;
  children: (aria: ControlAria) => ReactNode;
}

/** Label above, control, help, error: the one frame of every input. */
export function Field(props: FieldProps): ReactElement {
  const { label, help, error, required = false, width, group = false, quietLabel = false, children } = props;
  const t = useT();
  const made = useId();
  const id = props.id ?? made;
  const described = [
    required && group ? `${id}-required` : "",
    help ? `${id}-help` : "",
    error ? `${id}-error` : "",
  ]
    .filter(Boolean)
    .join(" ");
  const aria: ControlAria = {
    id,
    "aria-describedby": described || undefined,
    "aria-invalid": error ? true : undefined,
    "aria-required": required && !group ? true : undefined,
    "aria-labelledby": group ? `${id}-label` : undefined,
  };
  // The star is drawn by the style sheet: the name of the control stays the plain label.
  const mark = required ? "" : undefined;
  const labelClass = quietLabel ? "k-sr" : "k-label";
  return (
    <div className="k-field" data-width={width} data-field={id}>
      {group ? (
        <>
          <span className={labelClass} id={`${id}-label`} data-required={mark}>
            {label}
          </span>
          {required ? (
            <span className="k-sr" id={`${id}-required`}>
              {t("kit.required")}
            </span>
          ) : null}
        </>
      ) : (
        <label className={labelClass} id={`${id}-label`} htmlFor={id} data-required={mark}>
          {label}
        </label>
      )}
      {children(aria)}
      {help ? (
        <div className="k-help" id={`${id}-help`}>
          {help}
        </div>
      ) : null}
      {error ? (
        <div className="k-error" id={`${id}-error`}>
          <Icon name="alert" size={14} />
          <span>{error}</span>
        </div>
      ) : null}
    </div>
  );
}
