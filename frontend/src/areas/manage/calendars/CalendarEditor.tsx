import { useQuery } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { putCalendar, readCalendar, type CalendarYear, type WorkCalendar } from "../../../api/time";
import { useLang, useSay, useT } from "../../../i18n";
import { Banner, Button, Confirm, IconButton, localToday, SkeletonPage, toast } from "../../../kit";
import { Failed } from "../shared/Failed";
import { Refusal } from "../shared/Refusal";
import { useSaving } from "../shared/useSaving";
import { DayDialog } from "./DayDialog";
import { draftOf, same, shownDay, withDay, type Draft } from "./draft";
import { WeekTable } from "./WeekTable";
import { YearGrid } from "./YearGrid";

/** One calendar: its year, its weekly hours, and what was changed but not saved. */
export function CalendarEditor({ calendar }: { calendar: WorkCalendar }): ReactElement {
  const [year, setYear] = useState(Number(localToday().slice(0, 4)));
  const found = useQuery({
    queryKey: ["calendar", calendar.id, year],
    queryFn: () => readCalendar(calendar.id, year),
    placeholderData: (before) => before,
  });
  if (found.error) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <SkeletonPage lines={12} />;
  return (
    <Editing
      key={found.data.revision}
      found={found.data}
      busy={found.isPlaceholderData}
      onYear={setYear}
      onReload={() => void found.refetch()}
    />
  );
}

interface EditingProps {
  found: CalendarYear;
  busy: boolean;
  onYear: (year: number) => void;
  onReload: () => void;
}

function Editing({ found, busy, onYear, onReload }: EditingProps): ReactElement {
  const t = useT();
  const saved = draftOf(found);
  const [steps, setSteps] = useState<readonly Draft[]>([]);
  const [day, setDay] = useState<string | null>(null);
  const draft = steps.at(-1) ?? saved;
  const changed = !same(draft, saved);
  const change = (next: Draft) => setSteps((before) => [...before, next]);
  const days = found.days.map((one) => shownDay(one, saved.content, draft.content));
  const open = days.find((one) => one.day === day);
  const leaving = useBlocker({
    shouldBlockFn: () => changed,
    enableBeforeUnload: changed,
    withResolver: true,
  });
  return (
    <div className="k-stack">
      <Provisional found={found} />
      <div className="mng-tools">
        <div className="cal-year" aria-busy={busy}>
          <IconButton
            icon="chevronLeft"
            label={t("cal.before")}
            disabled={found.year <= found.first_year}
            onClick={() => onYear(found.year - 1)}
          />
          <strong aria-live="polite">{t("cal.year", { year: found.year })}</strong>
          <IconButton
            icon="chevronRight"
            label={t("cal.after")}
            disabled={found.year >= found.last_year}
            onClick={() => onYear(found.year + 1)}
          />
        </div>
        <Legend />
      </div>
      <YearGrid year={found.year} days={days} onOpen={setDay} />
      <WeekTable draft={draft} onChange={change} />
      {changed ? (
        <SaveBar
          found={found}
          draft={draft}
          onUndo={() => setSteps((b) => b.slice(0, -1))}
          onReload={onReload}
        />
      ) : null}
      {open ? (
        <DayDialog
          day={open}
          content={draft.content}
          onClose={() => setDay(null)}
          onSet={(own) => {
            change(withDay(draft, open.day, own));
            setDay(null);
          }}
        />
      ) : null}
      {leaving.status === "blocked" ? (
        <Confirm
          title={t("manage.leave")}
          confirm={t("manage.leave.go")}
          tone="danger"
          onConfirm={leaving.proceed}
          onClose={leaving.reset}
        >
          <p>{t("manage.leave.help")}</p>
        </Confirm>
      ) : null}
    </div>
  );
}

/** From when on holidays are not published yet, and what that means. */
function Provisional({ found }: { found: CalendarYear }): ReactElement | null {
  const t = useT();
  if (!found.provisional_from || found.provisional_from > `${found.year}-12-31`) return null;
  return (
    <Banner tone="warn" icon="info">
      {t("cal.provisional", { date: found.provisional_from })}
    </Banner>
  );
}

function Legend(): ReactElement {
  const t = useT();
  return (
    <ul className="cal-legend" aria-label={t("cal.legend")}>
      {(["off", "holiday", "makeup", "own", "provisional"] as const).map((kind) => (
        <li key={kind}>
          <span className="cal-day" data-kind={kind} aria-hidden="true" />
          {t(`cal.legend.${kind}`)}
        </li>
      ))}
    </ul>
  );
}

interface SaveBarProps {
  found: CalendarYear;
  draft: Draft;
  onUndo: () => void;
  onReload: () => void;
}

function SaveBar({ found, draft, onUndo, onReload }: SaveBarProps): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { busy, problem, save } = useSaving();
  const label = draft.en.trim() === "" ? { zh: draft.zh } : { zh: draft.zh, en: draft.en };
  const store = async () => {
    const body = { label, zone: draft.zone, content: draft.content, revision: found.revision };
    if (await save(() => putCalendar(found.id, body), [["calendars"], ["calendar", found.id]]))
      toast({ text: t("cal.saved"), tone: "good" });
  };
  return (
    <>
      <Refusal problem={problem} />
      <div className="mng-save" lang={lang === "zh" ? undefined : lang}>
        <span>{t("cal.unsaved", { name: say(found.label) })}</span>
        {problem?.status === 409 ? <Button onClick={onReload}>{t("manage.reload")}</Button> : null}
        <Button onClick={onUndo}>{t("manage.undo")}</Button>
        <Button tone="primary" busy={busy} onClick={() => void store()}>
          {t("kit.save")}
        </Button>
      </div>
    </>
  );
}
