import type { ReactElement } from "react";
import { DateInput } from "./DateInput";
import type { EditProps, KindEdit } from "../kind";

function Edit({ aria, label, value, onChange, onIssue, onBlur, disabled }: EditProps): ReactElement {
  return (
    <DateInput
      aria={aria}
      label={label}
      value={typeof value === "string" ? value : null}
      onChange={onChange}
      onUnreadable={(typed) => onIssue(typed === null ? null : { code: "not_a_date", params: {} })}
      onBlur={onBlur}
      disabled={disabled}
    />
  );
}

export const DATE: KindEdit = { Edit };
