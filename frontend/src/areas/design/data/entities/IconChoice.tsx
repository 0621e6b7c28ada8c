import { useId, type ReactElement } from "react";
import { useT } from "../../../../i18n";
import { Icon, type IconName } from "../../../../kit";

/** Signs that say something of a business object. */
const SIGNS: readonly IconName[] = [
  "building",
  "person",
  "people",
  "target",
  "handshake",
  "receipt",
  "coins",
  "file",
  "chat",
  "phone",
  "calendar",
  "flag",
  "box",
  "tag",
  "table",
  "globe",
  "gavel",
  "screen",
  "spark",
  "bolt",
  "star",
  "clipboard",
  "send",
  "list",
];

/** The sign of an entity in menus: one of a row of signs. */
export function IconChoice({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (icon: string) => void;
}): ReactElement {
  const t = useT();
  const id = useId();
  return (
    <fieldset className="dd-signs">
      <legend className="k-label">{t("ddata.entity.icon")}</legend>
      <div>
        {SIGNS.map((name, index) => (
          <label key={name} data-on={value === name ? "" : undefined}>
            <input
              type="radio"
              name={id}
              checked={value === name}
              onChange={() => onChange(name)}
              aria-label={t("ddata.entity.sign", { n: index + 1 })}
            />
            <Icon name={name} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
