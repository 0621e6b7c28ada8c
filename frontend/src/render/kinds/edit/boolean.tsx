import type { ReactElement } from "react";
import { useT } from "../../../i18n";
import { ChipChoice } from "../../../kit";
import type { EditProps, KindEdit } from "../kind";

/** Yes, no, or not said: a check box could not tell "no" from "not asked". */
function Edit({ aria, value, onChange, onBlur, disabled, required }: EditProps): ReactElement {
  const t = useT();
  return (
    <ChipChoice
      aria={aria}
      options={[
        { id: "yes", label: t("render.yes") },
        { id: "no", label: t("render.no") },
      ]}
      value={value === true ? "yes" : value === false ? "no" : null}
      onChange={(id) => onChange(id === null ? null : id === "yes")}
      disabled={disabled}
      required={required}
      onBlur={onBlur}
    />
  );
}

export const BOOLEAN: KindEdit = { Edit, group: true };
