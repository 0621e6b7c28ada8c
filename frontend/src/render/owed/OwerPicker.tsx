import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { listAssignable } from "../../api/assignable";
import { ApiProblem } from "../../api/http";
import type { Owed } from "../../api/owed";
import { useSay } from "../../i18n";
import { Combobox, type ControlAria } from "../../kit";
import { useApp } from "../context";
import { useLate } from "../useLate";

interface OwerPickerProps {
  aria: ControlAria;
  label: string;
  owed: readonly Owed[];
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Somebody who can owe all of these: only those who may see their records are offered. */
export function OwerPicker({ aria, label, owed, value, onChange }: OwerPickerProps): ReactElement {
  const say = useSay();
  const { app } = useApp();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [name, setName] = useState("");
  const ids = owed.map((one) => one.id);
  const late = useLate(text);
  const people = useQuery({
    queryKey: ["assignable", app, ids, late],
    queryFn: () => listAssignable(app, ids, late),
    enabled: open && ids.length > 0,
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
        onChange(id);
      }}
    />
  );
}
