import { useRef, useState, type ReactElement } from "react";
import { OPTION_COLOURS } from "../../../../engine/design/commands/kinds";
import { useT } from "../../../../i18n";
import { Popover } from "../../../../kit";

interface ColourProps {
  name: string;
  value: string | null;
  onChange: (colour: string | null) => void;
}

/** The colour of an option: a dot that opens the tints there are. */
export function ColourMenu({ name, value, onChange }: ColourProps): ReactElement {
  const t = useT();
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const tints = [null, ...OPTION_COLOURS];
  const pick = (colour: string | null) => {
    setOpen(false);
    anchor.current?.focus();
    if (colour !== value) onChange(colour);
  };
  const nameOf = (colour: string | null) =>
    t(colour === null ? "ddata.colour.none" : `ddata.colour.${colour as (typeof OPTION_COLOURS)[number]}`);
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="dd-dot"
        data-color={value ?? "none"}
        aria-label={t("ddata.colour.of", { name, colour: nameOf(value) })}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open ? (
        <Popover anchor={anchor} onClose={() => setOpen(false)}>
          <div className="dd-tints" role="group" aria-label={t("ddata.colour.title")}>
            {tints.map((colour) => (
              <button
                key={colour ?? "none"}
                type="button"
                data-color={colour ?? "none"}
                aria-pressed={colour === value}
                onClick={() => pick(colour)}
              >
                {nameOf(colour)}
              </button>
            ))}
          </div>
        </Popover>
      ) : null}
    </>
  );
}
