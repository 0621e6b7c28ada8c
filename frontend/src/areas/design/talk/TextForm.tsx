import { useRef, useState, type ReactElement, type SyntheticEvent } from "react";
import { Attempts } from "../../../api/http";
import { useSay, useT } from "../../../i18n";
import { Banner, Button, Field, TextArea } from "../../../kit";
import { useWork } from "../shared/useWork";
import { useUnsent } from "./useUnsent";

export const MAX_TEXT = 2000;

interface TextFormProps {
  /** What the text is to become, and of what; what is written of it is kept until it is sent. */
  what: string;
  label: string;
  help?: string;
  send: string;
  value?: string;
  placeholder?: string;
  /** What is done with what was written; `key` is the same for every try. */
  onSend: (text: string, key: string) => Promise<void>;
  onCancel?: () => void;
  tone?: "primary" | "plain" | "danger";
  /** It may be left empty. */
  optional?: boolean;
  focus?: boolean;
}

/** A text to write and send; it stays where it cannot be sent, and while one looks elsewhere. */
export function TextForm(props: TextFormProps): ReactElement {
  const { what, label, help, send, value = "", placeholder, onSend, onCancel, tone = "primary" } = props;
  const { optional = false, focus = false } = props;
  const t = useT();
  const say = useSay();
  const [text, setText] = useUnsent(what, value);
  const [missing, setMissing] = useState(false);
  const attempts = useRef(new Attempts());
  const line = useRef<HTMLTextAreaElement>(null);
  const work = useWork(async () => {
    await onSend(text.trim(), attempts.current.keyFor([send, text.trim()]));
    attempts.current.settle();
    setText(null);
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const empty = text.trim() === "" && !optional;
    setMissing(empty);
    if (empty) line.current?.focus();
    else work.start();
  };
  return (
    <form className="k-stack dtk-form" noValidate onSubmit={submit}>
      <Field label={label} help={help} error={missing ? t("dtalk.say.empty") : undefined}>
        {(aria) => (
          <TextArea
            {...aria}
            ref={line}
            rows={2}
            maxLength={MAX_TEXT}
            value={text}
            placeholder={placeholder}
            {...(focus ? { "data-autofocus": "", autoFocus: true } : {})}
            onChange={(next) => {
              setText(next);
              setMissing(false);
            }}
          />
        )}
      </Field>
      {work.problem ? (
        <Banner tone="bad" icon="alert" live="alert">
          {say(work.problem.text)} {say(work.problem.remedy)}
        </Banner>
      ) : null}
      <div className="k-row">
        <Button submit tone={tone} busy={work.busy}>
          {send}
        </Button>
        {onCancel ? (
          <Button
            onClick={() => {
              setText(null);
              onCancel();
            }}
          >
            {t("kit.cancel")}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
