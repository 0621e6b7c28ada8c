import type { ReactElement } from "react";
import { useT } from "../../../i18n";
import { Badge, Button } from "../../../kit";
import { addDays } from "../../../kit/dates";
import { clockOf, DAY, piecesOf, type Draft } from "./week";

interface WeekListProps {
  drafts: readonly Draft[];
  monday: string;
  onOpen: (draft: Draft) => void;
}

/** A week day by day, for the phone. */
export function WeekList({ drafts, monday, onOpen }: WeekListProps): ReactElement {
  const t = useT();
  const names = t("cal.weekdays").split(",");
  const add = (day: number) =>
    onOpen({
      key: crypto.randomUUID(),
      id: null,
      person: "",
      name: "",
      active: true,
      from: day * DAY + 9 * 60,
      to: day * DAY + 18 * 60,
      unit: null,
      note: "",
    });
  return (
    <ul className="k-stack">
      {names.map((name, day) => (
        <li key={name} className="k-card k-stack" data-gap="s">
          <div className="mng-tools">
            <h2>
              {name} {addDays(monday, day).slice(5)}
            </h2>
            <span className="mng-push">
              <Button
                size="s"
                icon="plus"
                onClick={() => add(day)}
                aria-label={`${t("ros.shift.add")} ${name}`}
              >
                {t("ros.shift.add")}
              </Button>
            </span>
          </div>
          {piecesOf(drafts, day).map((piece) => (
            <button
              key={piece.draft.key}
              type="button"
              className="ros-line"
              disabled={piece.draft.from < 0}
              onClick={() => onOpen(piece.draft)}
            >
              <strong>{piece.draft.name}</strong>
              <span>
                {clockOf(piece.from).time}–{piece.to === DAY ? "24:00" : clockOf(piece.to).time}
              </span>
              {piece.draft.active ? null : <Badge>{t("ros.inactive")}</Badge>}
            </button>
          ))}
        </li>
      ))}
    </ul>
  );
}
