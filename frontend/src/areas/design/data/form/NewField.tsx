import { useEffect, useRef, useState, type ReactElement } from "react";
import { KIND_INFO } from "../../../../engine/design/commands/kinds";
import { useSay, useT } from "../../../../i18n";
import { Icon, IconButton, TextInput } from "../../../../kit";
import { KIND_ICONS } from "../parts/kindIcons";

interface NewFieldProps {
  kind: string;
  /** Its title is confirmed. */
  onDone: (title: string) => void;
  onDrop: () => void;
}

/** A field that is about to be: its title is ready to type. Enter or leaving the line makes it, Escape drops it. */
export function NewField({ kind, onDone, onDrop }: NewFieldProps): ReactElement {
  const t = useT();
  const say = useSay();
  const name = say(KIND_INFO[kind]?.label);
  const [text, setText] = useState(name);
  const [busy, setBusy] = useState(false);
  const line = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  useEffect(() => {
    line.current?.focus();
    line.current?.select();
    line.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const done = () => {
    if (over.current) return;
    over.current = true;
    setBusy(true);
    onDone(text.trim() === "" ? name : text.trim());
  };
  const drop = () => {
    over.current = true;
    onDrop();
  };
  return (
    <li className="dd-card" data-width="full" data-selected="" data-new="" aria-busy={busy}>
      <span className="dd-new">
        <Icon name={KIND_ICONS[kind] ?? "edit"} />
        <TextInput
          ref={line}
          aria-label={t("ddata.new.title", { kind: name })}
          aria-describedby="dd-new-how"
          value={text}
          readOnly={busy}
          maxLength={60}
          onChange={setText}
          onBlur={done}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            event.stopPropagation();
            if (event.key === "Enter") done();
            if (event.key === "Escape") drop();
          }}
        />
        <IconButton
          icon="close"
          label={t("ddata.new.drop")}
          onMouseDown={(event) => event.preventDefault()}
          onClick={drop}
        />
      </span>
      <span className="k-help" id="dd-new-how">
        {t("ddata.new.how")}
      </span>
    </li>
  );
}
