import "../../i18n/parts/owed";
import { useEffect, useState, type ReactElement } from "react";
import type { Owed } from "../../api/owed";
import { useLang, useT } from "../../i18n";
import { Badge, nowMs } from "../../kit";
import { useApp } from "../context";
import { beat, clock, dueTone, dueWords } from "./due";
import "./owed.css";

/** The reader's clock, looked at again every `every` ms. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => nowMs());
  useEffect(() => {
    const timer = setInterval(() => setNow(nowMs()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

/** Says instants on the clock of `zone`: "今天 18:00". */
export function useClockIn(zone: string, shownIn = "hours"): (at: string) => string {
  const lang = useLang();
  const now = useNow(60_000);
  return (at) => clock(at, zone, now, lang, shownIn);
}

/** `useClockIn` of the organisation. */
export function useClock(shownIn?: string): (at: string) => string {
  return useClockIn(useApp().bundle.zone, shownIn);
}

/** By when, first in words and then by the clock; what is provisional or already escalated says so. */
export function Due({ owed }: { owed: Owed }): ReactElement {
  const t = useT();
  const lang = useLang();
  const { bundle } = useApp();
  const now = useNow(beat(owed.shown_in));
  return (
    <span className="owed-due">
      <strong data-tone={dueTone(owed, now)}>{dueWords(owed, now)}</strong>
      {owed.due_at === null ? null : (
        <time dateTime={owed.due_at}>{clock(owed.due_at, bundle.zone, now, lang, owed.shown_in)}</time>
      )}
      {owed.provisional ? (
        <span title={t("due.provisional.why")}>
          <Badge color="orange">{t("due.provisional")}</Badge>
        </span>
      ) : null}
      {owed.escalated && owed.state === "open" ? <Badge color="red">{t("due.escalated")}</Badge> : null}
    </span>
  );
}
