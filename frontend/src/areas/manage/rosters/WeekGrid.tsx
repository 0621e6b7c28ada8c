import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from "react";
import { useT } from "../../../i18n";
import { addDays } from "../../../kit/dates";
import { clockOf, DAY, moved, piecesOf, STEP, stretched, type Draft, type Piece } from "./week";

interface WeekGridProps {
  drafts: readonly Draft[];
  monday: string;
  /** Which days are days off. */
  days: readonly boolean[];
  onOpen: (draft: Draft) => void;
  onPut: (draft: Draft) => void;
  onRemove: (draft: Draft) => void;
}

/** Pixels of a minute. */
const SCALE = 28 / 60;

interface Drag {
  readonly draft: Draft;
  readonly kind: "move" | "end" | "new";
  readonly x: number;
  readonly y: number;
  readonly now: Draft;
}

const fresh = (from: number, to: number): Draft => ({
  key: crypto.randomUUID(),
  id: null,
  person: "",
  name: "",
  active: true,
  from,
  to,
  unit: null,
  note: "",
});

const round = (minutes: number) => Math.round(minutes / STEP) * STEP;

/** Seven days of 24 hours. Dragging an empty place makes a shift, dragging one moves it, its lower edge changes its length. */
export function WeekGrid({ drafts, monday, days, onOpen, onPut, onRemove }: WeekGridProps): ReactElement {
  const t = useT();
  const grid = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const names = t("cal.weekdays").split(",");
  const column = () => (grid.current?.querySelector(".ros-day")?.clientWidth ?? 100) + 1;

  const begin = (event: PointerEvent, draft: Draft, kind: Drag["kind"]) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ draft, kind, x: event.clientX, y: event.clientY, now: draft });
  };
  const follow = (event: PointerEvent) => {
    if (!drag) return;
    const down = round((event.clientY - drag.y) / SCALE);
    const across = Math.round((event.clientX - drag.x) / column());
    const now = drag.kind === "move" ? moved(drag.draft, down + across * DAY) : stretched(drag.draft, down);
    setDrag({ ...drag, now });
  };
  const drop = () => {
    if (!drag) return;
    const still = drag.now.from === drag.draft.from && drag.now.to === drag.draft.to;
    setDrag(null);
    if (drag.kind === "new") onOpen(still ? { ...drag.now, to: drag.now.from + 240 } : drag.now);
    else if (still) onOpen(drag.draft);
    else onPut(drag.now);
  };
  const pressEmpty = (event: PointerEvent<HTMLDivElement>, day: number) => {
    const top = event.currentTarget.getBoundingClientRect().top;
    const from = day * DAY + Math.floor((event.clientY - top) / SCALE / STEP) * STEP;
    begin(event, fresh(from, from + STEP), "new");
  };
  const keys = (event: KeyboardEvent, draft: Draft) => {
    const down = { ArrowUp: -STEP, ArrowDown: STEP }[event.key];
    const across = { ArrowLeft: -DAY, ArrowRight: DAY }[event.key];
    if (event.key === "Delete" || event.key === "Backspace") onRemove(draft);
    else if (event.key === "Enter" || event.key === " ") onOpen(draft);
    else if (down !== undefined) onPut(event.shiftKey ? stretched(draft, down) : moved(draft, down));
    else if (across !== undefined) onPut(moved(draft, across));
    else return;
    event.preventDefault();
  };
  const shown = drag ? [...drafts.filter((one) => one.key !== drag.draft.key), drag.now] : drafts;
  return (
    <div className="ros-frame" role="region" aria-label={t("ros.shift")} tabIndex={0}>
      <div
        ref={grid}
        className="ros-grid"
        onPointerMove={follow}
        onPointerUp={drop}
        onPointerCancel={() => setDrag(null)}
      >
        <div className="ros-corner" />
        {names.map((name, day) => (
          <div key={name} className="ros-head" data-off={days[day] ? "" : undefined}>
            {name}
            <small>{addDays(monday, day).slice(5)}</small>
          </div>
        ))}
        <div className="ros-hours" aria-hidden="true">
          {Array.from({ length: 24 }, (_, hour) => (
            <span key={hour}>{t("ros.hour", { n: hour })}</span>
          ))}
        </div>
        {names.map((name, day) => (
          <div
            key={name}
            className="ros-day"
            data-off={days[day] ? "" : undefined}
            onPointerDown={(event) => pressEmpty(event, day)}
          >
            <button
              type="button"
              className="k-sr"
              onClick={() => onOpen(fresh(day * DAY + 9 * 60, day * DAY + 18 * 60))}
              onPointerDown={(event) => event.stopPropagation()}
            >
              {t("ros.newAt", { day: `${name} ${addDays(monday, day)}`, time: "09:00" })}
            </button>
            {piecesOf(shown, day).map((piece) => (
              <Block key={piece.draft.key} piece={piece} names={names} onBegin={begin} onKeys={keys} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

interface BlockProps {
  piece: Piece;
  names: readonly string[];
  onBegin: (event: PointerEvent, draft: Draft, kind: Drag["kind"]) => void;
  onKeys: (event: KeyboardEvent, draft: Draft) => void;
}

function Block({ piece, names, onBegin, onKeys }: BlockProps): ReactElement {
  const t = useT();
  const { draft } = piece;
  const at = (minute: number) => {
    const { day, time } = clockOf(minute);
    return `${names[((day % 7) + 7) % 7] ?? ""} ${time}`;
  };
  const words = t("ros.at", { name: draft.name || t("ros.person"), from: at(draft.from), to: at(draft.to) });
  // One that began before this week is changed in that week.
  const early = draft.from < 0;
  return (
    <div
      className="ros-shift"
      role="button"
      tabIndex={piece.first && !early ? 0 : -1}
      aria-label={draft.active ? words : `${words}（${t("ros.inactive")}）`}
      aria-disabled={early || undefined}
      data-off={draft.active ? undefined : ""}
      title={draft.note === "" ? words : `${words}\n${draft.note}`}
      style={{
        top: `${piece.from * SCALE}px`,
        height: `${Math.max((piece.to - piece.from) * SCALE - 2, 14)}px`,
        left: `calc(${(piece.lane / piece.of) * 100}% + 2px)`,
        width: `calc(${100 / piece.of}% - 4px)`,
      }}
      onPointerDown={(event) => {
        if (early) event.stopPropagation();
        else onBegin(event, draft, "move");
      }}
      onKeyDown={(event) => {
        if (!early) onKeys(event, draft);
      }}
    >
      <strong className="k-clip">{draft.name || "…"}</strong>
      <small>
        {clockOf(draft.from).time}–{clockOf(draft.to).time}
      </small>
      {piece.last && !early ? (
        <span className="ros-edge" onPointerDown={(event) => onBegin(event, draft, "end")} />
      ) : null}
    </div>
  );
}
