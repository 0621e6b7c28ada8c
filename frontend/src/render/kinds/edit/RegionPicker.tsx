import type { ReactElement } from "react";
import { regionAbove } from "../../../engine/form/kinds/place";
import { useT } from "../../../i18n";
import { useRegions, type Regions } from "../../../i18n/regions";
import { Select, type Choice, type ControlAria } from "../../../kit";

/** The divisions directly below `parent` (null: the provinces); districts of a municipality are directly below it. */
export function below(regions: Regions, parent: string | null): Choice[] {
  return Object.entries(regions)
    .filter(([code]) =>
      parent === null ? code.length === 2 : code.startsWith(parent) && regionAbove(code, regions) === parent,
    )
    .map(([code, name]) => ({ id: code, label: name }));
}

/** The way from the province down to `code`. */
export function wayTo(regions: Regions, code: string | null): string[] {
  const way: string[] = [];
  for (let at = code; at !== null && at in regions; at = regionAbove(at, regions)) way.unshift(at);
  return way;
}

interface RegionPickerProps {
  aria: ControlAria;
  label: string;
  /** A division code of 2, 4 or 6 digits, or null. */
  value: string | null;
  onChange: (code: string | null) => void;
  onBlur: () => void;
  disabled: boolean;
}

/** Province, city, county: each level appears when the one above is chosen; any level is an answer. */
export default function RegionPicker({
  aria,
  label,
  value,
  onChange,
  onBlur,
  disabled,
}: RegionPickerProps): ReactElement {
  const t = useT();
  const regions = useRegions();
  const words = [t("render.province"), t("render.city"), t("render.county")];
  const way = regions ? wayTo(regions, value) : [];
  const levels = regions
    ? [null, ...way].map((parent) => below(regions, parent)).filter((options) => options.length > 0)
    : [[]];
  return (
    <div className="r-region" role="group" aria-labelledby={aria["aria-labelledby"]}>
      {levels.map((options, depth) => {
        // Beijing has no cities between it and its districts.
        const word = (options[0]?.id.length === 6 ? words[2] : words[depth]) ?? "";
        return (
          <Select
            key={depth}
            id={depth === 0 ? aria.id : `${aria.id}-${depth}`}
            aria-label={`${label} ${word}`}
            aria-describedby={aria["aria-describedby"]}
            aria-invalid={aria["aria-invalid"]}
            disabled={disabled || !regions}
            empty={word}
            options={options}
            value={way[depth] ?? null}
            onChange={(chosen) => onChange(chosen ?? way[depth - 1] ?? null)}
            onBlur={onBlur}
          />
        );
      })}
    </div>
  );
}
