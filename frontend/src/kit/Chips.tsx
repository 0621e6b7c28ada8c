import type { ReactElement } from "react";
import type { ControlAria } from "./Field";
import type { Choice } from "./inputs";

interface ChipsProps {
  /** From Field with `group`: ties the chips to label, help and error. */
  aria: ControlAria;
  options: readonly Choice[];
  disabled?: boolean | undefined;
  required?: boolean | undefined;
  onBlur?: (() => void) | undefined;
}

interface SingleProps extends ChipsProps {
  value: string | null;
  onChange: (value: string | null) => void;
}

/** One of few, all in sight: radio buttons that look like chips. Pressing the chosen one again empties it. */
export function ChipChoice({
  aria,
  options,
  value,
  onChange,
  disabled,
  required,
  onBlur,
}: SingleProps): ReactElement {
  return (
    <div
      className="k-chips"
      role="radiogroup"
      id={aria.id}
      aria-labelledby={aria["aria-labelledby"]}
      aria-describedby={aria["aria-describedby"]}
      aria-required={required ? true : undefined}
      aria-invalid={aria["aria-invalid"]}
      data-invalid={aria["aria-invalid"]}
      onBlur={onBlur}
    >
      {options.map((option) => (
        <label key={option.id} className="k-chip">
          <input
            type="radio"
            name={aria.id}
            checked={value === option.id}
            disabled={disabled ?? option.disabled}
            onChange={() => onChange(option.id)}
            onClick={() => {
              if (value === option.id && !required) onChange(null);
            }}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}

interface ManyProps extends ChipsProps {
  value: readonly string[];
  onChange: (value: string[]) => void;
}

/** Any of few: check boxes that look like chips. */
export function ChipChoices({ aria, options, value, onChange, disabled, onBlur }: ManyProps): ReactElement {
  return (
    <div
      className="k-chips"
      role="group"
      id={aria.id}
      aria-labelledby={aria["aria-labelledby"]}
      aria-describedby={aria["aria-describedby"]}
      data-invalid={aria["aria-invalid"]}
      onBlur={onBlur}
    >
      {options.map((option) => (
        <label key={option.id} className="k-chip">
          <input
            type="checkbox"
            checked={value.includes(option.id)}
            disabled={disabled ?? option.disabled}
            onChange={(event) =>
              onChange(event.target.checked ? [...value, option.id] : value.filter((id) => id !== option.id))
            }
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
