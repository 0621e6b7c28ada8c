import { useDraggable } from "@dnd-kit/core";
import { useLayoutEffect, useRef, useState, type ReactElement } from "react";
import { useSay, useT } from "../../../i18n";
import { Icon, SearchInput } from "../../../kit";
import { PICK } from "./DragInputs";
import type { Pick, PickGroup } from "./inputs";

interface PaletteProps {
  picks: readonly PickGroup[];
  onAdd: (pick: Pick) => void;
}

/** The fields that can be asked for: dragged into the form, or added by a press. */
export function Palette({ picks, onAdd }: PaletteProps): ReactElement {
  const t = useT();
  const say = useSay();
  const [search, setSearch] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const pressed = useRef<{ readonly at: number; readonly of: number } | null>(null);
  const shown = () => [...(list.current?.querySelectorAll<HTMLElement>(".da-pick") ?? [])];
  useLayoutEffect(() => {
    const left = shown();
    if (!pressed.current || left.length === pressed.current.of) return;
    // What was added is gone from here: whoever came by keyboard goes on with the one after it.
    if (document.activeElement === document.body)
      left[Math.min(pressed.current.at, left.length - 1)]?.focus();
    pressed.current = null;
  });
  const add = (pick: Pick) => {
    const now = shown();
    pressed.current = { at: now.findIndex((one) => one === document.activeElement), of: now.length };
    onAdd(pick);
  };
  const text = search.trim().toLowerCase();
  const groups = picks
    .map((group) => ({
      ...group,
      picks: group.picks.filter(({ label }) => `${label.zh} ${label.en ?? ""}`.toLowerCase().includes(text)),
    }))
    .filter((group) => group.picks.length > 0);
  return (
    <div className="da-palette" role="group" aria-label={t("dacts.palette")}>
      <SearchInput label={t("dacts.palette.search")} value={search} onChange={setSearch} />
      <div ref={list} className="da-palette-list">
        {groups.map((group) => (
          <section key={`${group.kind} ${group.label.zh}`}>
            <h4>{t(`dacts.palette.${group.kind}`, { name: say(group.label) })}</h4>
            <ul>
              {group.picks.map((pick) => (
                <li key={pick.target}>
                  <Draggable pick={pick} onAdd={() => add(pick)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 ? <p className="k-help">{t("dacts.palette.none")}</p> : null}
      </div>
    </div>
  );
}

function Draggable({ pick, onAdd }: { pick: Pick; onAdd: () => void }): ReactElement {
  const t = useT();
  const say = useSay();
  // The press adds it, by mouse and by keyboard: dragging is for whoever wants it at a certain place.
  const { listeners, setNodeRef, transform, isDragging } = useDraggable({ id: `${PICK}${pick.target}` });
  return (
    <button
      ref={setNodeRef}
      type="button"
      className="da-pick"
      aria-label={t("dacts.palette.add", { name: say(pick.label) })}
      data-dragging={isDragging ? "" : undefined}
      style={transform ? { transform: `translate(${transform.x}px, ${transform.y}px)` } : undefined}
      onMouseDown={listeners?.["onMouseDown"] as never}
      onTouchStart={listeners?.["onTouchStart"] as never}
      onClick={onAdd}
    >
      {say(pick.label)}
      <Icon name="plus" size={14} />
    </button>
  );
}
