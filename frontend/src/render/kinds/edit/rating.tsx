import type { ReactElement } from "react";
import { useT } from "../../../i18n";
import { Icon } from "../../../kit";
import type { EditProps, KindEdit } from "../kind";

function Edit({ aria, prop, value, onChange, onBlur, disabled, required }: EditProps): ReactElement {
  const t = useT();
  const top = prop.maximum ?? 5;
  const stars = typeof value === "number" ? value : 0;
  return (
    <div
      className="k-stars"
      role="radiogroup"
      id={aria.id}
      aria-labelledby={aria["aria-labelledby"]}
      aria-describedby={aria["aria-describedby"]}
      aria-required={required || undefined}
      onBlur={onBlur}
    >
      {Array.from({ length: top }, (_, index) => index + 1).map((n) => (
        <label key={n} data-on={n <= stars} title={t("kit.stars", { n })}>
          <input
            type="radio"
            name={aria.id}
            aria-label={t("kit.stars", { n })}
            checked={n === stars}
            disabled={disabled}
            onChange={() => onChange(n)}
            onClick={() => {
              if (n === stars && !required) onChange(null);
            }}
          />
          <Icon name="star" size={24} />
        </label>
      ))}
    </div>
  );
}

export const RATING: KindEdit = { Edit, group: true };
