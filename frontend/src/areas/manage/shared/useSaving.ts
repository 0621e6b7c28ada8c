import { useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "../../../api/http";

export interface Saving {
  readonly busy: boolean;
  readonly problem: ApiProblem | null;
  /** One change at a time; `stale` is read anew afterwards, and a refusal is kept to be shown. True: it was saved. */
  readonly save: (work: () => Promise<unknown>, stale: readonly QueryKey[]) => Promise<boolean>;
  readonly forget: () => void;
}

export function useSaving(): Saving {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const save = async (work: () => Promise<unknown>, stale: readonly QueryKey[]) => {
    if (busy) return false;
    setBusy(true);
    setProblem(null);
    try {
      await work();
      for (const queryKey of stale) void client.invalidateQueries({ queryKey });
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, save, forget: () => setProblem(null) };
}
