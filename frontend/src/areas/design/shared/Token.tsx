import { useRef, useState, type ReactElement, type ReactNode } from "react";
import { PopoverOrSheet } from "../../../kit";

interface TokenProps {
  /** What it stands for, spoken before its words ("时限"), and the title of the sheet on a phone. */
  label: string;
  /** How it reads in the sentence. */
  text: string;
  bad?: boolean;
  children: (close: () => void) => ReactNode;
}

/** A part of a sentence that can be changed: a button in the line, its editor beside it (a sheet on a phone). */
export function Token({ label, text, bad = false, children }: TokenProps): ReactElement {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    anchor.current?.focus();
  };
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="da-token"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={`${label}: ${text}`}
        data-bad={bad ? "" : undefined}
        onClick={() => setOpen(!open)}
      >
        {text}
      </button>
      {open ? (
        <PopoverOrSheet title={label} anchor={anchor} onClose={() => setOpen(false)}>
          <Body label={label} close={close} content={children} />
        </PopoverOrSheet>
      ) : null}
    </>
  );
}

function Body({
  label,
  close,
  content,
}: {
  label: string;
  close: () => void;
  content: TokenProps["children"];
}): ReactElement {
  return (
    <div className="da-pop" role="group" aria-label={label}>
      {content(close)}
    </div>
  );
}
