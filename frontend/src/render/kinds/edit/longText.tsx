import type { ReactElement } from "react";
import { useSay } from "../../../i18n";
import { TextArea } from "../../../kit";
import type { EditProps, KindEdit } from "../kind";
import { lengthNote } from "./length";

function Edit({ aria, prop, value, onChange, onBlur, disabled }: EditProps): ReactElement {
  const say = useSay();
  const text = typeof value === "string" ? value : "";
  const note = lengthNote(text, prop);
  return (
    <>
      <TextArea
        {...aria}
        disabled={disabled}
        placeholder={say(prop.field.placeholder)}
        value={text}
        onChange={onChange}
        onBlur={onBlur}
      />
      {note === null ? null : <span className="k-help">{note}</span>}
    </>
  );
}

export const LONG_TEXT: KindEdit = { Edit };
