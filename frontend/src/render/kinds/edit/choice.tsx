import type { ReactElement } from "react";
import { ChipChoice, Combobox, Select } from "../../../kit";
import type { EditProps, KindEdit } from "../kind";
import { CHIPS, useChoices } from "./options";

/** Beyond this many a list is searched rather than scrolled. */
const SEARCHED = 12;

function Edit({ aria, prop, label, value, onChange, onBlur, disabled, required }: EditProps): ReactElement {
  const chosen = typeof value === "string" ? value : null;
  const choices = useChoices(prop, chosen === null ? [] : [chosen]);
  const shared = { value: chosen, disabled, onBlur };
  if (choices.length <= CHIPS)
    return <ChipChoice {...shared} aria={aria} options={choices} onChange={onChange} required={required} />;
  if (choices.length <= SEARCHED) {
    const { "aria-labelledby": labelled, ...rest } = aria;
    return (
      <Select
        {...shared}
        {...rest}
        aria-labelledby={labelled}
        aria-required={required}
        options={choices}
        onChange={onChange}
      />
    );
  }
  return (
    <Combobox
      {...shared}
      aria={aria}
      label={label}
      text={choices.find((one) => one.id === chosen)?.label ?? chosen ?? ""}
      options={choices}
      onChange={onChange}
    />
  );
}

export const CHOICE: KindEdit = { Edit, group: true };
