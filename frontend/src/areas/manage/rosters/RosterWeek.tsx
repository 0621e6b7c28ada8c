import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useSession } from "../../../api/hooks";
import { putShifts, readCalendar, readShifts, type Roster, type Shifts } from "../../../api/time";
import { useT } from "../../../i18n";
import { Button, Check, Confirm, IconButton, localToday, SkeletonPage, toast, usePhone } from "../../../kit";
import { addDays } from "../../../kit/dates";
import { Failed } from "../shared/Failed";
import { Refusal } from "../shared/Refusal";
import { useSaving } from "../shared/useSaving";
import { Gaps } from "./Gaps";
import { ShiftDialog } from "./ShiftDialog";
import { draftsOf, instantOf, mondayOf, ofWeek, toSave, WEEK, type Draft } from "./week";
import { WeekGrid } from "./WeekGrid";
import { WeekList } from "./WeekList";

const window = (monday: string, zone: string, outside: boolean) => ({
  from: instantOf(monday, 0, zone),
  to: instantOf(monday, WEEK, zone),
  ...(outside ? { outside: "organisation" } : {}),
});

/** One week of a roster: shifts to draw and drag, what was changed but not saved, and where nobody is on duty. */
export function RosterWeek({ roster }: { roster: Roster }): ReactElement {
  const session = useSession();
  const zone = session.data?.organisation.zone ?? "Asia/Shanghai";
  const [monday, setMonday] = useState(mondayOf(localToday()));
  const [outside, setOutside] = useState(true);
  const found = useQuery({
    queryKey: ["shifts", roster.id, monday, outside],
    queryFn: () => readShifts(roster.id, window(monday, zone, outside)),
    placeholderData: (before) => before,
  });
  if (found.error) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <SkeletonPage lines={10} />;
  if (found.isPlaceholderData && found.data.from !== window(monday, zone, outside).from)
    return <SkeletonPage lines={10} />;
  return (
    <Editing
      key={`${monday} ${found.dataUpdatedAt}`}
      roster={roster}
      found={found.data}
      zone={zone}
      monday={monday}
      outside={outside}
      onMonday={setMonday}
      onOutside={setOutside}
    />
  );
}

interface EditingProps {
  roster: Roster;
  found: Shifts;
  zone: string;
  monday: string;
  outside: boolean;
  onMonday: (monday: string) => void;
  onOutside: (outside: boolean) => void;
}

function Editing({ roster, found, zone, monday, outside, onMonday, onOutside }: EditingProps): ReactElement {
  const t = useT();
  const phone = usePhone();
  const client = useQueryClient();
  const { busy, problem, save } = useSaving();
  const saved = draftsOf(found.shifts, monday, zone);
  const [steps, setSteps] = useState<readonly (readonly Draft[])[]>([]);
  const [open, setOpen] = useState<Draft | null>(null);
  const drafts = steps.at(-1) ?? saved;
  const changed = steps.length > 0;
  const change = (next: readonly Draft[]) => setSteps((before) => [...before, next]);
  const put = (one: Draft) =>
    change(
      drafts.some((d) => d.key === one.key)
        ? drafts.map((d) => (d.key === one.key ? one : d))
        : [...drafts, one],
    );
  const remove = (one: Draft) => change(drafts.filter((d) => d.key !== one.key));
  const off = useHolidays(monday);
  const leaving = useBlocker({
    shouldBlockFn: () => changed,
    enableBeforeUnload: changed,
    withResolver: true,
  });
  const store = async () => {
    const asked = window(monday, zone, outside);
    if (
      await save(
        () => putShifts(roster.id, asked, toSave(drafts, monday, zone)),
        [["shifts", roster.id], ["rosters"]],
      )
    )
      toast({ text: t("ros.saved"), tone: "good" });
  };
  const copy = async () => {
    const before = addDays(monday, -7);
    const last = await client.query({
      queryKey: ["shifts", roster.id, before, outside],
      queryFn: () => readShifts(roster.id, window(before, zone, outside)),
    });
    const copied = ofWeek(draftsOf(last.shifts, before, zone)).filter((one) => one.active);
    if (copied.length === 0) {
      toast({ text: t("ros.copyNone") });
      return;
    }
    change([...drafts, ...copied.map((one) => ({ ...one, id: null, key: crypto.randomUUID() }))]);
    toast({ text: t("ros.copied", { n: copied.length }) });
  };
  const shared = { drafts, monday, onOpen: setOpen };
  return (
    <div className="k-stack">
      <WeekBar monday={monday} blocked={changed} onMonday={onMonday} onCopy={() => void copy()} />
      {phone ? (
        <WeekList {...shared} />
      ) : (
        <>
          <WeekGrid {...shared} days={off} onPut={put} onRemove={remove} />
          <p className="k-muted k-small">{t("ros.keys")}</p>
        </>
      )}
      <Refusal problem={problem} />
      {changed ? (
        <div className="mng-save">
          <span>{t("ros.unsaved")}</span>
          <Button onClick={() => setSteps((before) => before.slice(0, -1))}>{t("manage.undo")}</Button>
          <Button tone="primary" busy={busy} onClick={() => void store()}>
            {t("kit.save")}
          </Button>
        </div>
      ) : null}
      <section className="k-card k-stack" aria-label={t("ros.gaps")}>
        <div className="mng-tools">
          <h2>{t("ros.gaps")}</h2>
          <span className="mng-push">
            <Check label={t("ros.gaps.off")} checked={outside} disabled={changed} onChange={onOutside} />
          </span>
        </div>
        <Gaps found={found} monday={monday} zone={zone} changed={changed} onFill={setOpen} />
      </section>
      {open ? (
        <ShiftDialog
          draft={open}
          monday={monday}
          fresh={!drafts.some((one) => one.key === open.key)}
          onClose={() => setOpen(null)}
          onPut={(one) => {
            put(one);
            setOpen(null);
          }}
          onRemove={() => {
            remove(open);
            setOpen(null);
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

/** Which days of the week are days off, for the shading. */
function useHolidays(monday: string): readonly boolean[] {
  const years = [...new Set([0, 6].map((day) => Number(addDays(monday, day).slice(0, 4))))];
  const first = useQuery({
    queryKey: ["calendar", "organisation", years[0]],
    queryFn: () => readCalendar("organisation", years[0] ?? 2026),
  });
  const last = useQuery({
    queryKey: ["calendar", "organisation", years.at(-1)],
    queryFn: () => readCalendar("organisation", years.at(-1) ?? 2026),
  });
  const days = new Map(
    [...(first.data?.days ?? []), ...(last.data?.days ?? [])].map((one) => [one.day, one.working]),
  );
  return Array.from({ length: 7 }, (_, day) => days.get(addDays(monday, day)) === false);
}

interface WeekBarProps {
  monday: string;
  blocked: boolean;
  onMonday: (monday: string) => void;
  onCopy: () => void;
}

function WeekBar({ monday, blocked, onMonday, onCopy }: WeekBarProps): ReactElement {
  const t = useT();
  return (
    <div className="mng-tools">
      <IconButton
        icon="chevronLeft"
        label={t("ros.before")}
        disabled={blocked}
        onClick={() => onMonday(addDays(monday, -7))}
      />
      <strong aria-live="polite">{t("ros.week", { from: monday, to: addDays(monday, 6) })}</strong>
      <IconButton
        icon="chevronRight"
        label={t("ros.after")}
        disabled={blocked}
        onClick={() => onMonday(addDays(monday, 7))}
      />
      <Button size="s" tone="quiet" disabled={blocked} onClick={() => onMonday(mondayOf(localToday()))}>
        {t("ros.today")}
      </Button>
      <span className="mng-push">
        <Button icon="copy" onClick={onCopy}>
          {t("ros.copy")}
        </Button>
      </span>
    </div>
  );
}
