import { lazy, type ReactElement } from "react";
import type { EditProps, KindEdit } from "../kind";

// Comes with the table of divisions, which it needs anyway.
const RegionPicker = lazy(() => import("./RegionPicker"));

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
