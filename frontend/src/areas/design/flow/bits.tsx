import { useEffect, useId, useRef, useState, type ReactElement, type ReactNode } from "react";
import type { Lang, Text } from "../../../i18n";
import { useLang, useT } from "../../../i18n";
import { Button, Combobox, Dialog, Field, Icon, TextArea, TextInput, type Choice } from "../../../kit";
import type { Finding } from "../workbench/context";
import { useFindingWords } from "../workbench/useFindingWords";
import { isoOf, spanOf } from "./duration";

/** A text with other words in the language in use; Chinese is always there. */
export function withWords(text: Text | null | undefined, words: string, lang: Lang): Text {
  if (lang === "en") return { zh: text?.zh ?? words, en: words };
  return text?.en === undefined ? { zh: words } : { zh: words, en: text.en };
}

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
    onChange(words === "" ? null : withWords(value, words, lang));
  };
  const error = draft?.trim() === "" && !optional ? t("dflow.needsName") : undefined;
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

interface DurationProps {
  label: string;
  help: string;
  value: string | null;
  onChange: (value: string | null) => void;
}

/** A length of time in days, hours and minutes. */
export function Duration({ label, help, value, onChange }: DurationProps): ReactElement {
  const t = useT();
  const id = useId();
  const span = spanOf(value);
  const part = (key: keyof typeof span, name: string) => (
    <NumberPart
      key={key}
      name={`${label}: ${name}`}
      after={name}
      value={span[key]}
      onChange={(n) => onChange(isoOf({ ...span, [key]: n }))}
    />
  );
  return (
    <div className="k-field" role="group" aria-labelledby={`${id}-label`} aria-describedby={`${id}-help`}>
      <span className="k-label" id={`${id}-label`}>
        {label}
      </span>
      <div className="flw-span">
        {part("days", t("dflow.days"))}
        {part("hours", t("dflow.hours"))}
        {span.minutes > 0 ? part("minutes", t("dflow.minutes")) : null}
      </div>
      <div className="k-help" id={`${id}-help`}>
        {help}
      </div>
    </div>
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

interface AskProps {
  title: string;
  label: string;
  confirm: string;
  children?: ReactNode;
  onClose: () => void;
  /** What takes a moment keeps the dialog busy, so that Enter twice is once. */
  onDone: (label: Text) => void | Promise<void>;
}

/** Asks for the name of something new; Enter is enough. */
export function AskName({ title, label, confirm, children, onClose, onDone }: AskProps): ReactElement {
  const t = useT();
  const lang = useLang();
  const [words, setWords] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const done = () => {
    if (words.trim() === "") setTried(true);
    else if (!busy) {
      setBusy(true);
      void onDone(withWords(null, words.trim(), lang));
    }
  };
  return (
    <Dialog
      title={title}
      size="s"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} onClick={done}>
            {confirm}
          </Button>
        </>
      }
    >
      <form
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          done();
        }}
      >
        <Field label={label} required error={tried && words.trim() === "" ? t("dflow.needsName") : undefined}>
          {(aria) => (
            <TextInput {...aria} data-autofocus="" maxLength={60} value={words} onChange={setWords} />
          )}
        </Field>
        {children}
      </form>
    </Dialog>
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
