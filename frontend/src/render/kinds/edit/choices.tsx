import type { ReactElement } from "react";
import { ChipChoices, MultiSelect } from "../../../kit";
import type { EditProps, KindEdit } from "../kind";
import { CHIPS, useChoices } from "./options";

const idsOf = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);

function Edit({ aria, prop, label, value, onChange, onBlur, disabled }: EditProps): ReactElement {
  const chosen = idsOf(value);
  const choices = useChoices(prop, chosen);
  // Stored sets are sorted, so that the same choice is the same value however it was clicked together.
  const store = (ids: string[]) => onChange(ids.length === 0 ? null : [...ids].sort());
  const shared = { aria, options: choices, value: chosen, onChange: store, disabled, onBlur };
  if (choices.length <= CHIPS) return <ChipChoices {...shared} />;
  return (
    <MultiSelect
      {...shared}
      label={label}
      textOf={(id) => choices.find((one) => one.id === id)?.label ?? id}
    />
  );
}

export const CHOICES: KindEdit = { Edit, group: true };
