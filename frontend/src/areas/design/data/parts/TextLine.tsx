import { useEffect, useRef, useState, type ReactElement, type Ref } from "react";
import { TextArea, TextInput, type ControlAria } from "../../../../kit";

interface TextLineProps {
  aria?: ControlAria;
  /** Spoken name where no label stands above it. */
  label?: string;
  value: string;
  /** Told once the hand leaves the line, or at Enter; not while it types: a word is one edit. */
  onChange: (value: string) => void;
  placeholder?: string;
  long?: boolean;
  maxLength?: number;
  /** Keeps the old text when it is emptied. */
  needed?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** A line that is typed in peace and handed over when done; Escape takes back what was typed. */
export function TextLine({
  aria,
  label,
  value,
  onChange,
  placeholder,
  long,
  maxLength = 200,
  needed,
  ref,
}: TextLineProps): ReactElement {
  const [text, setText] = useState(value);
  const from = useRef(value);
  const left = useRef(false);
  useEffect(() => {
    // A colleague, or undo, has changed it meanwhile.
    if (from.current !== value) setText(value);
    from.current = value;
  }, [value]);
  const done = () => {
    const said = text.trim();
    if (left.current) {
      left.current = false;
      return;
    }
    if (said === "" && needed) setText(value);
    else if (said !== value) onChange(said);
  };
  const shared = {
    ...aria,
    "aria-label": label,
    value: text,
    onChange: setText,
    onBlur: done,
    maxLength,
    ...(placeholder === undefined ? {} : { placeholder }),
  };
  if (long) return <TextArea {...shared} rows={2} />;
  return (
    <TextInput
      {...shared}
      ref={ref ?? null}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") done();
        if (event.key !== "Escape" || text === value) return;
        event.stopPropagation();
        setText(value);
        left.current = true;
        event.currentTarget.blur();
      }}
    />
  );
}
