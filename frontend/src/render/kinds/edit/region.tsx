import type { ReactElement } from "react";
import { late } from "../../../kit";
import type { EditProps, KindEdit } from "../kind";

// Comes with the table of divisions, which it needs anyway.
const RegionPicker = late(() => import("./RegionPicker"));

function Edit({ aria, label, value, onChange, onBlur, disabled }: EditProps): ReactElement {
  return (
    <RegionPicker
      aria={aria}
      label={label}
      value={typeof value === "string" ? value : null}
      onChange={onChange}
      onBlur={onBlur}
      disabled={disabled}
    />
  );
}

export const REGION: KindEdit = { Edit, group: true };
