import type { ReactElement } from "react";
import { useSay } from "../../../i18n";
import { TextInput } from "../../../kit";
import type { EditProps, KindEdit } from "../kind";
import { lengthNote } from "./length";

function Edit({ aria, prop, value, onChange, onBlur, disabled }: EditProps): ReactElement {
  const say = useSay();
  const text = typeof value === "string" ? value : "";
  const note = lengthNote(text, prop);
  return (
    <TextInput
      {...aria}
      disabled={disabled}
      placeholder={say(prop.field.placeholder)}
      {...(note === null ? {} : { after: note })}
      value={text}
      onChange={onChange}
      onBlur={onBlur}
    />
  );
}

export const TEXT: KindEdit = { Edit };
