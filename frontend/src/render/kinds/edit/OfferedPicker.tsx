import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import type { Person } from "../../../api/types";
import type { ControlAria } from "../../../kit";
import { useRender } from "../../env";
import { useLate } from "../../useLate";
import { PeopleBox } from "./PeopleBox";

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
  const { titles } = useRender();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const late = useLate(text);
  const people = useQuery({
    queryKey: ["offered", ...about, late],
    queryFn: () => ask(late),
    enabled: open,
    placeholderData: (before) => before,
  });
  return (
    <PeopleBox
      aria={aria}
      label={label}
      value={value}
      text={value === null ? "" : (titles.of(value) ?? "")}
      people={people}
      onOpen={() => setOpen(true)}
      onSearch={setText}
      onChange={onChange}
    />
  );
}
