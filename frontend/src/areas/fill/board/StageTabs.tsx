import { useEffect, useRef, useState, type ReactElement } from "react";
import type { BoardColumn } from "../../../api/types";
import { useT } from "../../../i18n";

interface StageTabsProps {
  columns: readonly BoardColumn[];
  stage: (id: string) => string;
}

/** Bring a column into the frame, without moving the page up or down. */
function show(stage: string, behavior: ScrollBehavior): void {
  const frame = document.getElementById("brd-columns");
  const column = frame?.querySelector<HTMLElement>(`[data-stage="${stage}"]`);
  if (frame && column) frame.scrollTo({ left: column.offsetLeft - frame.offsetLeft, behavior });
}

/** On the phone one column fills the screen: swipe between them, or press a stage here. */
export function StageTabs({ columns, stage }: StageTabsProps): ReactElement {
  const t = useT();
  const [here, setHere] = useState(
    () => columns.find((column) => column.count > 0)?.stage ?? columns[0]?.stage ?? "",
  );
  const bar = useRef<HTMLDivElement>(null);
  const first = useRef(here);

  useEffect(() => {
    const frame = document.getElementById("brd-columns");
    if (!frame) return;
    show(first.current, "instant");
    const seen = () => {
      const at = Math.round(frame.scrollLeft / Math.max(frame.clientWidth, 1));
      const column = frame.querySelectorAll<HTMLElement>("[data-stage]")[at];
      if (column?.dataset["stage"]) setHere(column.dataset["stage"]);
    };
    frame.addEventListener("scroll", seen, { passive: true });
    return () => frame.removeEventListener("scroll", seen);
  }, []);
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>('[aria-pressed="true"]');
    if (tab && bar.current) bar.current.scrollLeft = tab.offsetLeft - bar.current.clientWidth / 3;
  }, [here]);

  return (
    <div ref={bar} className="brd-tabs" role="group" aria-label={t("board.columns")}>
      {columns.map((column) => (
        <button
          key={column.stage}
          type="button"
          aria-pressed={column.stage === here}
          onClick={() => show(column.stage, "smooth")}
        >
          {stage(column.stage)} <span>{column.count}</span>
        </button>
      ))}
    </div>
  );
}
