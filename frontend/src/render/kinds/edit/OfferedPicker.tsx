import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { ApiProblem } from "../../../api/http";
import type { Person } from "../../../api/types";
import { useSay } from "../../../i18n";
import { Combobox, type ControlAria } from "../../../kit";
import { useRender } from "../../env";
import { useLate } from "../../useLate";

interface OfferedPickerProps {
  aria: ControlAria;
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
  /** What the people are asked about: another about, another list. */
  about: readonly unknown[];
  /** Those who can be chosen, by part of the name. */
  ask: (q: string) => Promise<readonly Person[]>;
}

/** Somebody of those whom the server would not refuse. */
export function OfferedPicker({
  aria,
  label,
  value,
  onChange,
  about,
  ask,
}: OfferedPickerProps): ReactElement {
  const say = useSay();
  const { titles } = useRender();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [name, setName] = useState("");
  const late = useLate(text);
  const people = useQuery({
    queryKey: ["offered", ...about, late],
    queryFn: () => ask(late),
    enabled: open,
    placeholderData: (before) => before,
  });
  const problem = people.error instanceof ApiProblem ? people.error : null;
  return (
    <Combobox
      aria={aria}
      label={label}
      value={value}
      text={value === null ? "" : name}
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
        setName(option?.label ?? "");
        if (id !== null && option) titles.name(id, option.label);
        onChange(id);
      }}
    />
  );
}
