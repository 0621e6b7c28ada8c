import { useState, type ReactElement } from "react";
import { usePeople } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import { useSay } from "../../../i18n";
import { Combobox, type ControlAria } from "../../../kit";
import { useRender, usePrint } from "../../env";
import { useLate } from "../../useLate";
import type { EditProps, KindEdit } from "../kind";

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
  const say = useSay();
  const { titles } = useRender();
  const { print } = usePrint();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const people = usePeople(useLate(text), open);
  const problem = people.error instanceof ApiProblem ? people.error : null;
  return (
    <Combobox
      aria={aria}
      label={label}
      value={value}
      text={value === null ? "" : (print.title?.("_person", value) ?? value)}
      options={(people.data ?? []).map((one) => ({
        id: one.id,
        label: one.name,
        hint: one.unit_name || undefined,
      }))}
      onOpen={() => setOpen(true)}
      onSearch={setText}
      loading={people.isFetching}
      note={problem ? say(problem.text) : undefined}
      onChange={(id, option) => {
        if (id !== null && option) titles.name(id, option.label);
        onChange(id, people.data?.find((one) => one.id === id)?.unit ?? null);
      }}
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
