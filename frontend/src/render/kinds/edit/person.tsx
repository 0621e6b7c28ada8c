import { useState, type ReactElement } from "react";
import { usePeople } from "../../../api/hooks";
import type { ControlAria } from "../../../kit";
import { usePrint } from "../../env";
import { useLate } from "../../useLate";
import type { EditProps, KindEdit } from "../kind";
import { PeopleBox } from "./PeopleBox";

interface PersonPickerProps {
  aria: ControlAria;
  label: string;
  value: string | null;
  onChange: (id: string | null, unit: string | null) => void;
  onBlur?: () => void;
  disabled?: boolean;
  /** What stands there while nobody is chosen; else the words of any choice. */
  empty?: string;
}

/** Someone of the organisation, found by name. */
export function PersonPicker({
  aria,
  label,
  value,
  onChange,
  onBlur,
  disabled,
  empty,
}: PersonPickerProps): ReactElement {
  const { print } = usePrint();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  return (
    <PeopleBox
      aria={aria}
      label={label}
      value={value}
      text={value === null ? "" : (print.title?.("_person", value) ?? value)}
      people={usePeople(useLate(text), open)}
      onOpen={() => setOpen(true)}
      onSearch={setText}
      onChange={(id, person) => onChange(id, person?.unit ?? null)}
      onBlur={onBlur}
      disabled={disabled}
      placeholder={empty}
    />
  );
}

function Edit({ aria, label, value, onChange, onBlur, disabled }: EditProps): ReactElement {
  return (
    <PersonPicker
      aria={aria}
      label={label}
      value={typeof value === "string" ? value : null}
      onChange={(id) => onChange(id)}
      onBlur={onBlur}
      disabled={disabled}
    />
  );
}

export const PERSON: KindEdit = { Edit, group: true };
