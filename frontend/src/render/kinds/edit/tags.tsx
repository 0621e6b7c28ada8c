import type { ReactElement } from "react";
import { optionPath } from "../../../engine/form/options";
import { useLang } from "../../../i18n";
import { MultiSelect } from "../../../kit";
import type { EditProps, KindEdit } from "../kind";
import { useChoices } from "./options";

/** A tree of tags: branches and leaves can be chosen; a chosen tag shows the way to it (价格/太贵). */
function Edit({ aria, prop, label, value, onChange, onBlur, disabled }: EditProps): ReactElement {
  const lang = useLang();
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  const choices = useChoices(prop, chosen);
  return (
    <MultiSelect
      aria={aria}
      label={label}
      options={choices}
      value={chosen}
      textOf={(id) => optionPath(id, prop, lang)}
      onChange={(ids) => onChange(ids.length === 0 ? null : [...ids].sort())}
      disabled={disabled}
      onBlur={onBlur}
    />
  );
}

export const TAGS: KindEdit = { Edit, group: true };
