import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { decide, type ApprovalView, type Signing } from "../../../api/approvals";
import { APP_CHANGED } from "../../../api/changed";
import { keys } from "../../../api/hooks";
import { ApiProblem, Attempts } from "../../../api/http";
import { refreshApp } from "../../../api/owedHooks";
import { useApp } from "../../../render/context";

interface Deciding {
  busy: boolean;
  problem: ApiProblem | null;
  /** Whether it was stored. */
  run: (what: Signing) => Promise<boolean>;
}

/** Sends one decision. It needs a line: a signature that arrives later than it was given would be no record of it. */
export function useDecide(of: ApprovalView, drawn?: Readonly<{ current: number }>): Deciding {
  const client = useQueryClient();
  const { app } = useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const attempts = useRef(new Attempts());
  const run = async (what: Signing): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      await decide(app, of, what, attempts.current.keyFor([of.record_version, what]), drawn?.current);
      attempts.current.settle();
      refreshApp(client, app);
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (!error.transient) attempts.current.settle();
      // Someone was faster: the next try goes with what it is now.
      if (error.status === 409) refreshApp(client, app);
      if (error.code === APP_CHANGED) void client.invalidateQueries({ queryKey: keys.bundle(app) });
      setProblem(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run };
}
