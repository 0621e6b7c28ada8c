import { useCallback } from "react";
import type { Bundle } from "../../api/types";
import { todayOf } from "../../engine/form/zone";
import type { Env } from "../../engine/rules/ast";
import { nowMs } from "../../kit";
import { useApp } from "../context";

/** The moment on the organisation's clock, with its zone and the working calendars that rules of the app count by. */
export function envOf({ zone, offsets, calendars }: Bundle, ms = nowMs()): Env {
  const now = `${new Date(ms).toISOString().slice(0, 19)}Z`;
  return { now, today: todayOf(now, zone), zone: offsets, calendars };
}

/** `envOf` of this app, asked anew at each evaluation. */
export function useEnv(): () => Env {
  const { bundle } = useApp();
  return useCallback(() => envOf(bundle), [bundle]);
}
