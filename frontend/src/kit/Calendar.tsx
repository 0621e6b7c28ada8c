import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import { useT } from "../i18n";
import { Button, IconButton } from "./Button";
import { addDays, addMonths, grid, parts } from "./dates";
import { localToday } from "./today";

interface CalendarProps {
  value: string | null;
  onPick: (date: string | null) => void;
  min?: string | undefined;
  max?: string | undefined;
}

const STEPS: Record<string, (date: string) => string> = {
  ArrowLeft: (date) => addDays(date, -1),
  ArrowRight: (date) => addDays(date, 1),
  ArrowUp: (date) => addDays(date, -7),
  ArrowDown: (date) => addDays(date, 7),
  PageUp: (date) => addMonths(date, -1),
  PageDown: (date) => addMonths(date, 1),
};

/** A month of days. Arrows move by day and week, PageUp and PageDown by month, Enter picks. */
export default function Calendar({ value, onPick, min, max }: CalendarProps): ReactElement {
  const t = useT();
  const today = localToday();
  const [cursor, setCursor] = useState(parts(value) ? (value as string) : today);
  const table = useRef<HTMLTableElement>(null);
  const follow = useRef(true);
  const shown = parts(cursor);

  useEffect(() => {
    if (follow.current) table.current?.querySelector<HTMLElement>(`[data-date="${cursor}"]`)?.focus();
    follow.current = false;
  }, [cursor]);

  const keys = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    follow.current = true;
    setCursor(step(cursor));
  };
  const barred = (date: string) => (min !== undefined && date < min) || (max !== undefined && date > max);

  return (
    <div className="k-cal">
      <div className="k-cal-head">
        <IconButton
          icon="chevronLeft"
          label={t("kit.date.prevMonth")}
          onClick={() => setCursor(addMonths(cursor, -1))}
        />
        <span aria-live="polite">
          {t("kit.date.month", { year: shown?.year ?? "", month: shown?.month ?? "" })}
        </span>
        <IconButton
          icon="chevronRight"
          label={t("kit.date.nextMonth")}
          onClick={() => setCursor(addMonths(cursor, 1))}
        />
      </div>
      <table ref={table} role="grid" onKeyDown={keys}>
        <thead>
          <tr>
            {t("kit.date.weekdays")
              .split(",")
              .map((day) => (
                <th key={day} scope="col">
                  {day}
                </th>
              ))}
          </tr>
        </thead>
        <tbody>
          {grid(cursor).map((week) => (
            <tr key={week[0]}>
              {week.map((date) => (
                <td key={date} role="gridcell" aria-selected={date === value}>
                  <button
                    type="button"
                    data-date={date}
                    data-out={date.slice(0, 7) === cursor.slice(0, 7) ? undefined : ""}
                    aria-label={date}
                    aria-current={date === today ? "date" : undefined}
                    aria-pressed={date === value}
                    tabIndex={date === cursor ? 0 : -1}
                    disabled={barred(date)}
                    onClick={() => onPick(date)}
                  >
                    {Number(date.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="k-cal-foot">
        <Button tone="quiet" size="s" onClick={() => onPick(null)}>
          {t("kit.clear")}
        </Button>
        <Button tone="soft" size="s" disabled={barred(today)} onClick={() => onPick(today)}>
          {t("kit.date.today")}
        </Button>
      </div>
    </div>
  );
}
