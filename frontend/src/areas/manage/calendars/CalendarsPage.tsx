import "../../../i18n/parts/time";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { listCalendars, type WorkCalendar } from "../../../api/time";
import { useSay, useT } from "../../../i18n";
import { Button, Select, SkeletonPage } from "../../../kit";
import { Failed } from "../shared/Failed";
import { ManagePage } from "../shared/ManagePage";
import "./calendars.css";
import { CalendarEditor } from "./CalendarEditor";
import { NewCalendar } from "./NewCalendar";

/** Which days and hours count as working time: deadlines in working time follow these calendars. */
export function CalendarsPage(): ReactElement {
  const t = useT();
  const say = useSay();
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const found = useQuery({ queryKey: ["calendars"], queryFn: listCalendars });
  const calendars: readonly WorkCalendar[] = found.data ?? [];
  const shown = calendars.find((one) => one.id === chosen) ?? calendars[0];
  return (
    <ManagePage title={t("cal.title")} help={t("cal.help")}>
      {found.isPending ? <SkeletonPage /> : null}
      {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {shown ? (
        <div className="k-stack">
          <div className="mng-tools">
            {calendars.length > 1 ? (
              <Select
                aria-label={t("cal.which")}
                empty={null}
                value={shown.id}
                onChange={setChosen}
                options={calendars.map((one) => ({ id: one.id, label: say(one.label) }))}
              />
            ) : null}
            <Button icon="plus" onClick={() => setAdding(true)}>
              {t("cal.add")}
            </Button>
          </div>
          <CalendarEditor key={shown.id} calendar={shown} />
        </div>
      ) : null}
      {adding ? (
        <NewCalendar
          like={shown ?? null}
          taken={calendars.map((one) => one.id)}
          onClose={(made) => {
            setAdding(false);
            if (made) setChosen(made);
          }}
        />
      ) : null}
    </ManagePage>
  );
}
