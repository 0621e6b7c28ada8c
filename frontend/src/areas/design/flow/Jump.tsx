import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import type { FlowDoc } from "../../../engine/design/documents";
import { useSay, useT } from "../../../i18n";
import { SearchInput } from "../../../kit";
import "./jump.css";
import { parted } from "./view";

interface JumpProps {
  flow: FlowDoc;
  /** The selected stage. */
  stage: string | null;
  onJump: (id: string) => void;
}

interface Hit {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
}

/** A line to type a stage's name in: what fits is listed below it, and chosen it is gone to. Empty, it lists all. */
export function Jump({ flow, stage, onJump }: JumpProps): ReactElement {
  const t = useT();
  const say = useSay();
  const id = useId();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const { line, side, archived } = parted(flow);
  const all = [...line, ...side, ...archived];
  const hits = open ? found(all) : [];
  const at = Math.min(active, hits.length - 1);

  function found(ids: readonly string[]): Hit[] {
    const wanted = text.trim().toLowerCase();
    return ids.flatMap((one) => {
      const { label, kind, archived: gone } = flow.stages[one] ?? {};
      if (!label || !`${label.zh}\n${label.en ?? ""}`.toLowerCase().includes(wanted)) return [];
      const hint = gone ? t("dflow.archived") : t(`dflow.kind.${kind ?? "open"}`);
      return [{ id: one, name: say(label), hint }];
    });
  }

  useEffect(() => {
    list.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at, open]);

  const show = () => {
    if (!open) setActive(Math.max(0, text === "" && stage !== null ? all.indexOf(stage) : 0));
    setOpen(true);
  };
  const leave = () => {
    setOpen(false);
    setText("");
  };
  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    leave();
    onJump(hit.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) show();
      else if (hits.length > 0)
        setActive((at + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (open) go(hits[at]);
      else show();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      leave();
    }
  };
  return (
    <div
      className="flw-jump"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) leave();
      }}
    >
      <SearchInput
        label={t("dflow.jump", { n: all.length })}
        value={text}
        onChange={(value) => {
          setText(value);
          setActive(0);
          setOpen(true);
        }}
        onClick={show}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && at >= 0 ? `${id}-${String(at)}` : undefined}
        aria-autocomplete="list"
      />
      <div
        ref={list}
        id={`${id}-list`}
        className="k-options flw-jump-list"
        role="listbox"
        aria-label={t("dflow.jump", { n: all.length })}
        hidden={!open || hits.length === 0}
        onMouseDown={(event) => event.preventDefault()}
      >
        {hits.map((hit, index) => (
          <div
            key={hit.id}
            id={`${id}-${String(index)}`}
            className="k-option"
            role="option"
            aria-selected={hit.id === stage}
            data-active={index === at}
            onMouseMove={() => setActive(index)}
            onClick={() => go(hit)}
          >
            <span className="k-clip">{hit.name}</span>
            <small>{hit.hint}</small>
          </div>
        ))}
      </div>
      <div role="status" className={open && hits.length === 0 ? "flw-jump-list flw-jump-none" : "k-sr"}>
        {open ? (hits.length === 0 ? t("dflow.jump.none") : t("dflow.jump.found", { n: hits.length })) : ""}
      </div>
    </div>
  );
}
