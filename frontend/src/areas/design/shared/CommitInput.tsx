import { useState, type ReactElement } from "react";
import { TextArea, TextInput, type ControlAria } from "../../../kit";

interface CommitProps {
  aria: Partial<ControlAria>;
  value: string;
  /** Told once, when the hand leaves the line or presses Enter; not while typing. */
  onCommit: (value: string) => void;
  lines?: boolean;
  placeholder?: string | undefined;
  maxLength?: number;
  inputMode?: "numeric" | "text";
  after?: string | undefined;
  label?: string;
  focus?: boolean;
}

/** A line that becomes an edit of the draft once it is done with: typing a name is one edit, not ten. */
export function CommitInput(props: CommitProps): ReactElement {
  const { aria, value, onCommit, lines = false, focus = false, label, after, ...rest } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const done = () => {
    if (typed !== null && typed !== value) onCommit(typed);
    setTyped(null);
  };
  const shared = {
    ...rest,
    ...aria,
    "aria-label": label,
    value: typed ?? value,
    onChange: setTyped,
    onBlur: done,
    ...(focus ? { "data-autofocus": "", autoFocus: true } : {}),
  };
  if (lines) return <TextArea {...shared} rows={2} />;
  return (
    <TextInput
      {...shared}
      after={after}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.nativeEvent.isComposing) done();
        if (event.key === "Escape") setTyped(null);
      }}
    />
  );
}
