import type { ReactElement } from "react";
import { useT } from "../../../i18n";
import { late, TextInput } from "../../../kit";
import type { EditProps, KindEdit } from "../kind";

// Comes with the table of divisions, which it needs anyway.
const RegionPicker = late(() => import("./RegionPicker"));

interface Address {
  region?: string | null;
  detail?: string | null;
}

/** A division and the street below it. */
function Edit({ aria, label, value, onChange, onBlur, disabled }: EditProps): ReactElement {
  const t = useT();
  const { region = null, detail = null } = (value ?? {}) as Address;
  const store = (next: { region: string | null; detail: string | null }) =>
    onChange(next.region === null && (next.detail ?? "") === "" ? null : next);
  return (
    <div className="k-stack" data-gap="s">
      <RegionPicker
        aria={aria}
        label={label}
        value={region}
        onChange={(code) => store({ region: code, detail })}
        onBlur={onBlur}
        disabled={disabled}
      />
      <TextInput
        aria-label={`${label} ${t("render.street")}`}
        aria-invalid={aria["aria-invalid"]}
        placeholder={t("render.street")}
        disabled={disabled}
        value={detail ?? ""}
        onChange={(text) => store({ region, detail: text === "" ? null : text })}
        onBlur={onBlur}
      />
    </div>
  );
}

export const ADDRESS: KindEdit = { Edit, group: true };
