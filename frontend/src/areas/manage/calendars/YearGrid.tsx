import { useEffect, useRef, type KeyboardEvent, type ReactElement } from "react";
import { useListed, useSay, useT } from "../../../i18n";
import { localToday } from "../../../kit";
import { hoursText, weeksOf, type ShownDay } from "./draft";

interface YearGridProps {
  year: number;
  days: readonly ShownDay[];
  onOpen: (day: string) => void;
}

const STEP: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** Twelve months of days; arrows move by day and week, Enter opens one. */
export function YearGrid({ year, days, onOpen }: YearGridProps): ReactElement {
  const t = useT();
  const grid = useRef<HTMLDivElement>(null);
  const keys = (event: KeyboardEvent) => {
    const step = STEP[event.key];
    const here = event.target instanceof HTMLElement ? event.target.dataset["day"] : undefined;
    if (step === undefined || here === undefined) return;
    event.preventDefault();
    const next = days[days.findIndex((one) => one.day === here) + step];
    if (next) grid.current?.querySelector<HTMLElement>(`[data-day="${next.day}"]`)?.focus();
  };
  const names = t("cal.months").split(",");
  const today = localToday();
  useEffect(() => {
    // On a phone the year is one long column: it opens at this month.
    if (window.matchMedia("(max-width: 767px)").matches && today.startsWith(String(year)))
      grid.current?.querySelector(`[data-month="${today.slice(0, 7)}"]`)?.scrollIntoView({ block: "center" });
  }, [year, today]);
  const months = Array.from({ length: 12 }, (_, index) => {
    const key = `${year}-${String(index + 1).padStart(2, "0")}`;
    return { key, month: index + 1, days: days.filter((one) => one.day.startsWith(key)) };
  });
  return (
    <div ref={grid} className="cal-months" onKeyDown={keys}>
      {months.map((month) => (
        <table key={month.key} className="cal-month" data-month={month.key}>
          <caption>{names[month.month - 1]}</caption>
          <thead>
            <tr>
              {t("kit.date.weekdays")
                .split(",")
                .map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(month.days).map((week, index) => (
              <tr key={index}>
                {week.map((one, place) => (
                  <td key={one?.day ?? `empty-${place}`}>
                    {one ? <Day day={one} first={one.day === `${year}-01-01`} onOpen={onOpen} /> : null}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

/** How a day is drawn. */
export function kindOf(day: ShownDay): "work" | "off" | "holiday" | "makeup" | "own" | "provisional" {
  if (day.own) return "own";
  if (day.name.zh && !day.working) return "holiday";
  if (day.name.zh) return "makeup";
  if (day.provisional) return "provisional";
  return day.working ? "work" : "off";
}

function Day({
  day,
  first,
  onOpen,
}: {
  day: ShownDay;
  first: boolean;
  onOpen: (day: string) => void;
}): ReactElement {
  const listed = useListed();
  const t = useT();
  const say = useSay();
  const name = day.name.zh ? say({ zh: day.name.zh, ...(day.name.en ? { en: day.name.en } : {}) }) : "";
  const state = day.working ? t("cal.works", { hours: hoursText(day.hours, listed) }) : t("cal.off");
  const words = [day.day, name, state, day.provisional ? t("cal.legend.provisional") : ""]
    .filter(Boolean)
    .join(" · ");
  return (
    <button
      type="button"
      className="cal-day"
      data-day={day.day}
      data-mark={name ? t(day.working ? "cal.mark.work" : "cal.mark.off") : undefined}
      data-kind={kindOf(day)}
      data-off={day.working ? undefined : ""}
      aria-current={day.day === localToday() ? "date" : undefined}
      data-touched={day.touched ? "" : undefined}
      tabIndex={first ? 0 : -1}
      title={words}
      onClick={() => onOpen(day.day)}
    >
      {Number(day.day.slice(8))}
      <span className="k-sr">{words}</span>
    </button>
  );
}
