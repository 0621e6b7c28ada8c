import { useState, type ReactElement, type Ref } from "react";
import { TextArea, TextInput, type ControlAria } from "../../../kit";

interface CommitProps {
  aria?: Partial<ControlAria>;
  value: string;
  /** Told once, when the hand leaves the line or presses Enter; not while typing. */
  onCommit: (value: string) => void;
  /** Emptied, it stays as it was. */
  needed?: boolean;
  lines?: boolean;
  placeholder?: string | undefined;
  maxLength?: number;
  inputMode?: "numeric" | "text";
  after?: string | undefined;
  label?: string;
  focus?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** A line that becomes an edit of the draft once it is done with: typing a name is one edit, not ten. Escape takes back what was typed. */
export function CommitInput(props: CommitProps): ReactElement {
  const {
    aria,
    value,
    onCommit,
    needed = false,
    lines = false,
    focus = false,
    label,
    after,
    ref,
    ...rest
  } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const done = () => {
    const said = typed?.trim() ?? value;
    setTyped(null);
    if (said !== value && !(needed && said === "")) onCommit(said);
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
      ref={ref ?? null}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") done();
        if (event.key !== "Escape" || typed === null) return;
        // It closes nothing around the line.
        event.stopPropagation();
        setTyped(null);
      }}
    />
  );
}
