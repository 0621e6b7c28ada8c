import type { ReactElement } from "react";
import { useT } from "../../../i18n";
import { Field, Icon, iconOf, type IconName } from "../../../kit";

/** Signs that say something of a business object. */
export const OBJECT_ICONS = [
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
] as const satisfies readonly IconName[];

/** Signs that say what somebody does. */
export const ACT_ICONS = [
  "check",
  "chat",
  "phone",
  "send",
  "edit",
  "search",
  "camera",
  "video",
  "screen",
  "person",
  "people",
  "building",
  "handshake",
  "calendar",
  "clock",
  "bell",
  "alert",
  "eye",
  "file",
  "clipboard",
  "receipt",
  "coins",
  "stamp",
  "gavel",
  "box",
  "tag",
  "target",
  "flag",
  "star",
  "spark",
  "bolt",
  "archive",
] as const satisfies readonly IconName[];

interface IconChoiceProps {
  label: string;
  /** The icon as the document names it; null: none. */
  value: string | null;
  of: readonly ((typeof OBJECT_ICONS)[number] | (typeof ACT_ICONS)[number])[];
  /** What is shown where the document names none. */
  otherwise: IconName;
  onChange: (icon: string) => void;
}

/** One of a row of signs. */
export function IconChoice({ label, value, of, otherwise, onChange }: IconChoiceProps): ReactElement {
  const t = useT();
  const shown = iconOf(value, otherwise);
  return (
    <Field label={label} group>
      {(aria) => (
        <div className="d-icons" role="radiogroup" aria-labelledby={aria["aria-labelledby"]}>
          {of.map((icon) => (
            <label key={icon} title={t(`design.icon.${icon}`)}>
              <input
                type="radio"
                name={aria.id}
                aria-label={t(`design.icon.${icon}`)}
                checked={shown === icon}
                onChange={() => onChange(icon)}
              />
              <Icon name={icon} size={20} />
            </label>
          ))}
        </div>
      )}
    </Field>
  );
}
