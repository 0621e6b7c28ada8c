import type { ReactElement } from "react";
import { late } from "../../../kit";
import type { EditProps, KindEdit } from "../kind";

const FileInput = late(() => import("../../files/FileInput"));

const idsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);

/** Choosing files; `fixed` narrows what may be chosen. */
export function files(fixed?: readonly string[]): KindEdit {
  function Edit({ aria, prop, label, value, onChange, onBlur, disabled }: EditProps): ReactElement {
    return (
      <FileInput
        aria={aria}
        label={label}
        value={idsOf(value)}
        // The form hands a function the value of that moment: an upload ends long after this drawing of the field.
        onChange={(change) => onChange((before: unknown) => change(idsOf(before)))}
        onBlur={onBlur}
        disabled={disabled}
        accept={fixed ?? Object.keys(prop.field.accept ?? {})}
        max={prop.maxItems ?? 9}
        camera={prop.field.camera === true}
      />
    );
  }
  return { Edit, group: true };
}

export const FILE = files();
