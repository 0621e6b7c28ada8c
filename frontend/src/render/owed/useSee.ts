import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { ApiProblem, Attempts } from "../../api/http";
import { see, type Owed, type See } from "../../api/owed";
import { refreshApp } from "../../api/owedHooks";
import { useApp } from "../context";

export interface Seen {
  readonly owed: Owed;
  /** Why it was not done; null: it was. */
  readonly problem: ApiProblem | null;
}

/**
 * Does one thing about several obligations, one after the other, each judged by itself. They need a line: a supervisor
 * who waives something later than he thinks would surprise everybody.
 */
export function useSee(): { busy: boolean; run: (all: readonly Owed[], what: See) => Promise<Seen[]> } {
  const client = useQueryClient();
  const { app } = useApp();
  const [busy, setBusy] = useState(false);
  const attempts = useRef(new Map<string, Attempts>());

  const one = async (owed: Owed, what: See, versions: Map<string, number>): Promise<Seen> => {
    const tries = attempts.current.get(owed.id) ?? new Attempts();
    attempts.current.set(owed.id, tries);
    // Two of one record: the first changed its version.
    const now = { ...owed, record_version: versions.get(owed.record) ?? owed.record_version };
    try {
      const done = await see(app, now, what, tries.keyFor([now.record_version, what]));
      tries.settle();
      versions.set(owed.record, done.version);
      return { owed: done.obligation, problem: null };
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (!error.transient) tries.settle();
      return { owed, problem: error };
    }
  };
  const run = async (all: readonly Owed[], what: See): Promise<Seen[]> => {
    setBusy(true);
    const versions = new Map<string, number>();
    const seen: Seen[] = [];
    try {
      for (const owed of all) seen.push(await one(owed, what, versions));
    } finally {
      setBusy(false);
      refreshApp(client, app);
    }
    return seen;
  };
  return { busy, run };
}
