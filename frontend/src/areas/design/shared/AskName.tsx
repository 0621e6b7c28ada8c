import "../../../i18n/parts/design";
import { useId, useState, type ReactElement, type ReactNode } from "react";
import { textWith } from "../../../engine/design/commands/wording";
import { useLang, useT, type Text } from "../../../i18n";
import { Button, Dialog, Field, TextInput } from "../../../kit";

interface AskProps {
  title: string;
  label: string;
  confirm: string;
  help?: string;
  /** An example of a name. */
  placeholder?: string;
  children?: ReactNode;
  onClose: () => void;
  /** What takes a moment keeps the dialog busy, so that Enter twice is once. */
  onDone: (label: Text) => void | Promise<void>;
}

/** Asks for the name of something new; Enter is enough. */
export function AskName(props: AskProps): ReactElement {
  const { title, label, confirm, help, placeholder, children, onClose, onDone } = props;
  const t = useT();
  const lang = useLang();
  const form = useId();
  const [words, setWords] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const text = textWith(null, lang, words);
  const done = () => {
    if (text === null) setTried(true);
    else if (!busy) {
      setBusy(true);
      void Promise.resolve(onDone(text)).finally(() => setBusy(false));
    }
  };
  // What is being made is there in a moment: closing now would look like taking it back.
  const close = () => {
    if (!busy) onClose();
  };
  return (
    <Dialog
      title={title}
      size="s"
      sticky
      onClose={close}
      footer={
        <>
          <Button disabled={busy} onClick={close}>
            {t("kit.cancel")}
          </Button>
          <Button tone="primary" busy={busy} submit form={form}>
            {confirm}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="k-stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          done();
        }}
      >
        <Field
          label={label}
          required
          help={help}
          error={tried && text === null ? t("design.needName") : undefined}
        >
          {(aria) => (
            <TextInput
              {...aria}
              data-autofocus=""
              maxLength={60}
              placeholder={placeholder}
              value={words}
              onChange={setWords}
            />
          )}
        </Field>
        {children}
      </form>
    </Dialog>
  );
}
