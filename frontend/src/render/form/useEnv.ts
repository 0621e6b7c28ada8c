import { useCallback } from "react";
import { todayOf, zoneTable } from "../../engine/form/zone";
import type { Env } from "../../engine/rules/ast";
import { useApp } from "../context";

/** The moment on the organisation's clock, for rules. */
export function envOf(zone: string, ms = Date.now()): Env {
  const now = `${new Date(ms).toISOString().slice(0, 19)}Z`;
  return { now, today: todayOf(now, zone), zone: zoneTable(zone) };
}

/** `envOf` of this app, asked anew at each evaluation. */
export function useEnv(): () => Env {
  const { zone } = useApp().bundle;
  return useCallback(() => envOf(zone), [zone]);
}
