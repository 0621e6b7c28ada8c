import type { ReactElement } from "react";
import { Field, Select, type Choice } from "../../../../kit";

interface PickProps {
  label: string;
  value: string | null;
  options: readonly Choice[];
  onChange: (value: string) => void;
}

/** One of a few, below its label; there is always one. */
export function Pick({ label, value, options, onChange }: PickProps): ReactElement {
  return (
    <Field label={label}>
      {(aria) => (
        <Select
          {...aria}
          value={value}
          empty={null}
          options={options}
          onChange={(next) => {
            if (next !== null) onChange(next);
          }}
        />
      )}
    </Field>
  );
}
