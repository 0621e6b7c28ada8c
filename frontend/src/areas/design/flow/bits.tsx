import { useEffect, useId, useRef, useState, type ReactElement } from "react";
import { textWith } from "../../../engine/design/commands/wording";
import { useLang, useT, type Text } from "../../../i18n";
import { Button, Combobox, Field, Icon, TextArea, TextInput, type Choice } from "../../../kit";
import type { Finding } from "../workbench/context";
import { useFindingWords } from "../workbench/useFindingWords";

interface WordsProps {
  label: string;
  value: Text | null | undefined;
  /** null: it was emptied (only where `optional`). */
  onChange: (value: Text | null) => void;
  optional?: boolean;
  long?: boolean;
  help?: string;
  focus?: boolean;
}

/** A text in the language in use. It is kept when one leaves the line or presses Enter: one step of the history. */
export function Words({ label, value, onChange, optional, long, help, focus }: WordsProps): ReactElement {
  const lang = useLang();
  const t = useT();
  const kept = value?.[lang] ?? value?.zh ?? "";
  const [draft, setDraft] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focus) input.current?.select();
  }, [focus]);
  const text = draft ?? kept;
  const keep = () => {
    setDraft(null);
    const words = text.trim();
    if (words === kept || (words === "" && !optional)) return;
    onChange(words === "" ? null : textWith(value, lang, words));
  };
  const error = draft?.trim() === "" && !optional ? t("design.needName") : undefined;
  return (
    <Field label={label} help={help} error={error}>
      {(aria) =>
        long ? (
          <TextArea {...aria} rows={2} value={text} onChange={setDraft} onBlur={keep} />
        ) : (
          <TextInput
            {...aria}
            ref={input}
            value={text}
            maxLength={60}
            onChange={setDraft}
            onBlur={keep}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.nativeEvent.isComposing) keep();
              if (event.key === "Escape" && draft !== null) {
                event.stopPropagation();
                setDraft(null);
              }
            }}
          />
        )
      }
    </Field>
  );
}

interface NumberProps {
  name: string;
  after: string;
  value: number;
  min?: number;
  onChange: (value: number) => void;
}

/** A small whole number, kept when one leaves it. */
export function NumberPart({ name, after, value, min = 0, onChange }: NumberProps): ReactElement {
  const [draft, setDraft] = useState<string | null>(null);
  const keep = () => {
    const n = Math.max(min, Math.min(999, Math.round(Number(draft ?? value))));
    setDraft(null);
    if (Number.isFinite(n) && n !== value) onChange(n);
  };
  return (
    <TextInput
      aria-label={name}
      inputMode="numeric"
      value={draft ?? (value === 0 ? "" : String(value))}
      placeholder="0"
      after={after}
      onChange={(text) => setDraft(text.replace(/\D/g, "").slice(0, 3))}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
      }}
    />
  );
}

interface AddProps {
  label: string;
  options: readonly Choice[];
  onAdd: (id: string) => void;
  /** The last entry of the list: something that is not there yet. */
  fresh?: { label: string; onPick: () => void } | undefined;
}

/** "+ …": opens a list to search in; what is picked is added at once. */
export function AddPicker({ label, options, onAdd, fresh }: AddProps): ReactElement {
  const id = useId();
  return (
    <div className="flw-add">
      <span className="k-sr" id={`${id}-label`}>
        {label}
      </span>
      <Combobox
        aria={{ id, "aria-labelledby": `${id}-label` }}
        label={label}
        placeholder={`＋ ${label}`}
        value={null}
        text=""
        options={options}
        onChange={(value) => {
          if (value !== null) onAdd(value);
        }}
        footer={
          fresh
            ? (close) => (
                <Button
                  tone="soft"
                  icon="plus"
                  wide
                  onClick={() => {
                    close();
                    fresh.onPick();
                  }}
                >
                  {fresh.label}
                </Button>
              )
            : undefined
        }
      />
    </div>
  );
}

/** What the check says of a place, with what helps. */
export function Findings({ findings }: { findings: readonly Finding[] }): ReactElement | null {
  const words = useFindingWords();
  const t = useT();
  if (findings.length === 0) return null;
  return (
    <ul className="flw-findings" aria-label={t("dflow.findings")}>
      {findings.map((one, index) => (
        <li key={`${one.path} ${one.code} ${String(index)}`} data-severity={one.severity}>
          <Icon name={one.severity === "error" ? "alert" : "info"} size={16} />
          <div>
            <strong>{words(one).message}</strong>
            <p>{words(one).remedy}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
