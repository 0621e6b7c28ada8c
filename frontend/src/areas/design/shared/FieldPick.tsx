import type { ReactElement } from "react";
import { BETWEEN, fieldChoices, type FieldFilter } from "../../../engine/design/fieldChoices";
import { fieldName } from "../../../engine/design/sentences/names";
import { useLang } from "../../../i18n";
import { Combobox, Field } from "../../../kit";
import { useNames } from "./useNames";

interface FieldPickProps {
  label: string;
  entity: string;
  value: string | null | undefined;
  onChange: (path: string) => void;
  /** Which fields are offered. */
  only?: FieldFilter;
  /** How many references deep; 1 without it. */
  hops?: number;
  help?: string;
}

/** A field of an entity or of what stands behind its references, found by its words. */
export function FieldPick({
  label,
  entity,
  value,
  onChange,
  only,
  hops = 1,
  help,
}: FieldPickProps): ReactElement {
  const names = useNames();
  const lang = useLang();
  const choices = fieldChoices(names.app, entity, hops, only).map(({ path, labels }) => ({
    id: path,
    label: labels.map((one) => one[lang] ?? one.zh).join(BETWEEN[lang]),
  }));
  return (
    <Field label={label} group help={help}>
      {(aria) => (
        <Combobox
          aria={aria}
          label={label}
          options={choices}
          value={value ?? null}
          text={value ? fieldName(names, entity, value) : ""}
          onChange={(path) => {
            if (path !== null) onChange(path);
          }}
        />
      )}
    </Field>
  );
}
