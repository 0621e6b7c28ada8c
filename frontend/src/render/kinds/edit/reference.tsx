import type { ReactElement } from "react";
import type { EditProps, KindEdit } from "../kind";
import { ReferencePicker } from "./ReferencePicker";

function Edit({ aria, prop, label, value, onChange, onBlur, disabled }: EditProps): ReactElement {
  return (
    <ReferencePicker
      aria={aria}
      label={label}
      target={prop.field.target ?? ""}
      value={typeof value === "string" ? value : null}
      onChange={onChange}
      onBlur={onBlur}
      disabled={disabled}
    />
  );
}

export const REFERENCE: KindEdit = { Edit, group: true };
