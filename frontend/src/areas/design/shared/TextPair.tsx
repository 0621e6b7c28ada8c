import "../../../i18n/parts/designacts";
import type { ReactElement } from "react";
import { useT, type Text } from "../../../i18n";
import { Field } from "../../../kit";
import { CommitInput } from "./CommitInput";

interface TextPairProps {
  label: string;
  value: Text | null | undefined;
  /** null: both lines are empty, and it may be left out. */
  onChange: (value: Text | null) => void;
  /** It cannot be left out: an emptied Chinese line stays as it was. */
  required?: boolean;
  lines?: boolean;
  help?: string;
}

/** A text in Chinese and in English; without English the Chinese is shown everywhere. */
export function TextPair({
  label,
  value,
  onChange,
  required = false,
  lines = false,
  help,
}: TextPairProps): ReactElement {
  const t = useT();
  const set = (zh: string, en: string) => {
    if (zh.trim() === "") {
      if (!required) onChange(en.trim() === "" ? null : { zh: en.trim(), en: en.trim() });
      return;
    }
    onChange({ zh: zh.trim(), ...(en.trim() === "" ? {} : { en: en.trim() }) });
  };
  return (
    <div className="k-form">
      <Field label={label} required={required} width="half" help={help}>
        {(aria) => (
          <CommitInput
            aria={aria}
            lines={lines}
            value={value?.zh ?? ""}
            onCommit={(zh) => set(zh, value?.en ?? "")}
          />
        )}
      </Field>
      <Field label={t("dacts.english", { name: label })} width="half">
        {(aria) => (
          <CommitInput
            aria={aria}
            lines={lines}
            value={value?.en ?? ""}
            placeholder={value?.zh}
            onCommit={(en) => set(value?.zh ?? "", en)}
          />
        )}
      </Field>
    </div>
  );
}
