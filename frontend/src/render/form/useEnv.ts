import { useCallback } from "react";
import { offsetOf, todayOf } from "../../engine/form/zone";
import type { Env } from "../../engine/rules/ast";
import { useApp } from "../context";

/** The moment on the organisation's clock, for rules. */
export function envOf(zone: string, ms = Date.now()): Env {
  const now = `${new Date(ms).toISOString().slice(0, 19)}Z`;
  // The offset of today stands for all instants: it only decides on which date an instant falls.
  const offset = offsetOf(zone, Math.floor(ms / 1000));
  return { now, today: todayOf(now, zone), zone: [["1970-01-01T00:00:00Z", offset]] };
}

/** `envOf` of this app, asked anew at each evaluation. */
export function useEnv(): () => Env {
  const { zone } = useApp().bundle;
  return useCallback(() => envOf(zone), [zone]);
}
