import { useState, type ReactElement } from "react";
import { ordered } from "../../../api/documents";
import { useSay, useT } from "../../../i18n";
import { Select } from "../../../kit";
import { useApp } from "../../context";
import type { EditProps, KindEdit } from "../kind";
import { ReferencePicker } from "./ReferencePicker";

interface Poly {
  entity: string;
  id: string;
}

const polyOf = (value: unknown): Poly | null => {
  const { entity, id } = (value ?? {}) as Partial<Poly>;
  return typeof entity === "string" && typeof id === "string" ? { entity, id } : null;
};

/** A record of one of several entities: first what it is, then which. */
function Edit({ aria, prop, label, value, onChange, onBlur, disabled }: EditProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { bundle } = useApp();
  const stored = polyOf(value);
  const targets = ordered(prop.field.targets).map(([id]) => id);
  const [picked, setPicked] = useState<string | null>(null);
  const entity = stored?.entity ?? picked ?? targets[0] ?? "";
  return (
    <div className="r-poly" role="group" aria-labelledby={aria["aria-labelledby"]}>
      <Select
        aria-label={`${label} ${t("render.which")}`}
        empty={null}
        options={targets.map((id) => ({ id, label: say(bundle.entities[id]?.entity.label) || id }))}
        value={entity}
        disabled={disabled}
        onChange={(id) => {
          setPicked(id);
          if (stored) onChange(null);
        }}
      />
      <ReferencePicker
        key={entity}
        aria={aria}
        label={label}
        target={entity}
        value={stored?.id ?? null}
        onChange={(id) => onChange(id === null ? null : { entity, id })}
        onBlur={onBlur}
        disabled={disabled}
      />
    </div>
  );
}

export const POLY_REFERENCE: KindEdit = { Edit, group: true };
