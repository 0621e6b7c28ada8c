import "../../../i18n/parts/design";
import { useState, type ReactElement } from "react";
import { textWith } from "../../../engine/design/commands/wording";
import { useLang, useT, type Text } from "../../../i18n";
import { Button, Field } from "../../../kit";
import { CommitInput } from "./CommitInput";
import "./shared.css";

interface TextPairProps {
  label: string;
  value: Text | null | undefined;
  /** null: nothing is said in either language, and it may be left out. */
  onChange: (value: Text | null) => void;
  /** There must be a text: emptied, the old one stays. */
  required?: boolean;
  lines?: boolean;
  help?: string;
}

/** A text in the language one works in; the other language is there when it is said or asked for. */
export function TextPair(props: TextPairProps): ReactElement {
  const { label, value, onChange, required = false, lines = false, help } = props;
  const t = useT();
  const lang = useLang();
  const [both, setBoth] = useState(false);
  const other = lang === "zh" ? "en" : "zh";
  const line = { lines, maxLength: lines ? 500 : 200 };
  const set = (which: "zh" | "en") => (text: string) => {
    const next = textWith(value, which, text);
    if (next !== null || !required) onChange(next);
  };
  const shown = both || (value?.en !== undefined && value.en !== value.zh);
  return (
    <div className="d-pair">
      <Field label={label} help={help} required={required}>
        {(aria) => (
          <CommitInput
            {...line}
            aria={aria}
            value={value?.[lang] ?? value?.zh ?? ""}
            onCommit={set(lang)}
            needed={required}
          />
        )}
      </Field>
      {shown ? (
        <Field label={t(`design.inOther.${other}`, { name: label })}>
          {(aria) => (
            <CommitInput
              {...line}
              aria={aria}
              value={value?.[other] ?? ""}
              onCommit={set(other)}
              needed={required && other === "zh"}
            />
          )}
        </Field>
      ) : value ? (
        <Button tone="link" size="s" onClick={() => setBoth(true)}>
          {t(`design.addOther.${other}`)}
          <span className="k-sr">{label}</span>
        </Button>
      ) : null}
    </div>
  );
}
