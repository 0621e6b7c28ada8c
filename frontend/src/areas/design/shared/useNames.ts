import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { listCalendars, listRosters } from "../../../api/time";
import type { Names } from "../../../engine/design/sentences/names";
import { say, useLang } from "../../../i18n";
import { useWorkbench } from "../workbench/context";

const FRESH = 5 * 60_000;

/** What sentences call things; rosters and calendars by their names where this person may see them. */
export function useNames(): Names {
  const { app } = useWorkbench();
  const lang = useLang();
  const shared = { staleTime: FRESH, retry: false } as const;
  const rosters = useQuery({ queryKey: ["rosters"], queryFn: listRosters, ...shared }).data;
  const calendars = useQuery({ queryKey: ["calendars"], queryFn: listCalendars, ...shared }).data;
  return useMemo(
    () => ({
      app,
      lang,
      rosters: Object.fromEntries((rosters ?? []).map((one) => [one.id, say(one.label, lang)])),
      calendars: Object.fromEntries((calendars ?? []).map((one) => [one.id, say(one.label, lang)])),
    }),
    [app, lang, rosters, calendars],
  );
}
