import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { sessionQuery } from "../../../api/hooks";
import { listCalendars, listRosters } from "../../../api/time";
import type { Names } from "../../../engine/design/sentences/names";
import { say, useLang } from "../../../i18n";
import { useWorkbench } from "../workbench/context";

const FRESH = 5 * 60_000;

/** What sentences call things; rosters by their names where this person may see them: they are shown to who manages people. */
export function useNames(): Names {
  const { app } = useWorkbench();
  const lang = useLang();
  const shared = { staleTime: FRESH, retry: false } as const;
  // Whoever is here is signed in: the session is known, and is not asked for again.
  const enabled = useQuery({ ...sessionQuery, enabled: false }).data?.person.manages === true;
  const rosters = useQuery({ queryKey: ["rosters"], queryFn: listRosters, enabled, ...shared }).data;
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
