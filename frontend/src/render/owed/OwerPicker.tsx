import { type ReactElement } from "react";
import { listAssignable } from "../../api/assignable";
import type { Owed } from "../../api/owed";
import type { ControlAria } from "../../kit";
import { useApp } from "../context";
import { OfferedPicker } from "../kinds/edit/OfferedPicker";

interface OwerPickerProps {
  aria: ControlAria;
  label: string;
  owed: readonly Owed[];
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Somebody who can owe all of these: only those who may see their records are offered. */
export function OwerPicker({ owed, ...picker }: OwerPickerProps): ReactElement {
  const { app } = useApp();
  const ids = owed.map((one) => one.id);
  return <OfferedPicker {...picker} about={["owed", app, ids]} ask={(q) => listAssignable(app, ids, q)} />;
}
