import { useState, type ReactElement } from "react";
import { useT } from "../../../../i18n";
import { Field } from "../../../../kit";
import { CommitInput } from "../../shared/CommitInput";

interface NumberLineProps {
  label: string;
  help?: string;
  value: number | null | undefined;
  onChange: (value: number | null) => void;
  whole?: boolean;
  /** How many of what is stored make one of what is typed: 100 for money in yuan, 0.01 for a percentage. */
  scale?: number;
  unit?: string;
  min?: number;
  max?: number;
}

const neat = (value: number): number => Number(value.toPrecision(12));

/** A number that may be left out; what is none is said and not kept. */
export function NumberLine({
  label,
  help,
  value,
  onChange,
  whole = false,
  scale = 1,
  unit,
  min,
  max,
}: NumberLineProps): ReactElement {
  const t = useT();
  const [wrong, setWrong] = useState<string | null>(null);
  const take = (text: string) => {
    if (text === "") {
      setWrong(null);
      onChange(null);
      return;
    }
    const typed = Number(text.normalize("NFKC").replaceAll(",", ""));
    const stored = neat(typed * scale);
    const fits =
      Number.isFinite(typed) &&
      (!whole || Number.isInteger(stored)) &&
      stored >= (min ?? -1e15) &&
      stored <= (max ?? 1e15);
    setWrong(fits ? null : text);
    if (fits) onChange(stored);
  };
  const range =
    min === undefined
      ? ""
      : max === undefined
        ? t("ddata.number.from", { min: min / scale })
        : t("ddata.number.range", { min: min / scale, max: max / scale });
  return (
    <Field
      label={unit === undefined ? label : `${label} (${unit})`}
      help={help}
      error={wrong === null ? null : `${t(whole ? "ddata.number.whole" : "ddata.number.wrong")}${range}`}
    >
      {(aria) => (
        <CommitInput
          aria={aria}
          value={wrong ?? (value === null || value === undefined ? "" : String(neat(value / scale)))}
          onCommit={take}
          maxLength={20}
        />
      )}
    </Field>
  );
}
