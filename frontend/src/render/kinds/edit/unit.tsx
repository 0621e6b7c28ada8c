import { useEffect, useState, type ReactElement } from "react";
import { useUnits } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import type { UnitNode } from "../../../api/types";
import { useSay } from "../../../i18n";
import { Combobox, type Choice, type ControlAria } from "../../../kit";
import { usePrint, useRender } from "../../env";
import type { EditProps, KindEdit } from "../kind";

/** The tree of units as indented choices; closed ones are left out with what is below them. */
export function unitChoices(units: readonly UnitNode[], depth = 0): Choice[] {
  return units
    .filter((unit) => unit.active)
    .flatMap((unit) => [{ id: unit.id, label: unit.name, depth }, ...unitChoices(unit.children, depth + 1)]);
}

interface UnitPickerProps {
  aria: ControlAria;
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
  onBlur?: () => void;
  disabled?: boolean;
}

/** A department, region or store, from the organisation's tree. */
export function UnitPicker({
  aria,
  label,
  value,
  onChange,
  onBlur,
  disabled,
}: UnitPickerProps): ReactElement {
  const say = useSay();
  const { titles } = useRender();
  const { print } = usePrint();
  const [open, setOpen] = useState(false);
  const units = useUnits(open);
  useEffect(() => {
    for (const choice of unitChoices(units.data ?? [])) titles.name(choice.id, choice.label);
  }, [units.data, titles]);
  const problem = units.error instanceof ApiProblem ? units.error : null;
  return (
    <Combobox
      aria={aria}
      label={label}
      value={value}
      text={value === null ? "" : (print.title?.("_unit", value) ?? value)}
      options={unitChoices(units.data ?? [])}
      onOpen={() => setOpen(true)}
      loading={units.isFetching}
      note={problem ? say(problem.text) : undefined}
      onChange={(id) => onChange(id)}
      onBlur={onBlur}
      disabled={disabled}
    />
  );
}

function Edit({ aria, label, value, onChange, onBlur, disabled }: EditProps): ReactElement {
  return (
    <UnitPicker
      aria={aria}
      label={label}
      value={typeof value === "string" ? value : null}
      onChange={onChange}
      onBlur={onBlur}
      disabled={disabled}
    />
  );
}

export const UNIT: KindEdit = { Edit, group: true };
