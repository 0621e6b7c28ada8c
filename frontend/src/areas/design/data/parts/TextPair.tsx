import { useState, type ReactElement } from "react";
import type { Text } from "../../../../engine/model/entity";
import { textWith } from "../../../../engine/design/commands/wording";
import { useLang, useT } from "../../../../i18n";
import { Button, Field } from "../../../../kit";
import { TextLine } from "./TextLine";

interface TextPairProps {
  label: string;
  help?: string;
  value: Text | null | undefined;
  /** null: nothing is said in either language. */
  onChange: (value: Text | null) => void;
  /** There must be a text: emptied, the old one stays. */
  needed?: boolean;
  long?: boolean;
}

/** A text in the language one works in; the other language is there when it is said or asked for. */
export function TextPair({
  label,
  help,
  value,
  onChange,
  needed = false,
  long = false,
}: TextPairProps): ReactElement {
  const t = useT();
  const lang = useLang();
  const [both, setBoth] = useState(false);
  const other = lang === "zh" ? "en" : "zh";
  const set = (which: "zh" | "en") => (text: string) => {
    const next = textWith(value, which, text);
    if (next !== null || !needed) onChange(next);
  };
  const shown = both || (value?.en !== undefined && value.en !== value.zh);
  return (
    <div className="dd-pair">
      <Field label={label} help={help} required={needed}>
        {(aria) => (
          <TextLine
            aria={aria}
            value={value?.[lang] ?? value?.zh ?? ""}
            onChange={set(lang)}
            needed={needed}
            long={long}
          />
        )}
      </Field>
      {shown ? (
        <Field label={t(other === "en" ? "ddata.inEnglish" : "ddata.inChinese", { name: label })}>
          {(aria) => (
            <TextLine
              aria={aria}
              value={value?.[other] ?? ""}
              onChange={set(other)}
              needed={needed && other === "zh"}
              long={long}
            />
          )}
        </Field>
      ) : value ? (
        <Button tone="link" size="s" onClick={() => setBoth(true)}>
          {t(other === "en" ? "ddata.addEnglish" : "ddata.addChinese")}
        </Button>
      ) : null}
    </div>
  );
}
