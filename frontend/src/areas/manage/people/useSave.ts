import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "../../../api/http";

/** One change at a time; people and units are read anew afterwards, and a refusal is kept to be shown. */
export function useSave(): {
  busy: boolean;
  problem: ApiProblem | null;
  save: (work: () => Promise<void>) => Promise<void>;
} {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const save = async (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await work();
      for (const key of ["staff", "units", "people"]) void client.invalidateQueries({ queryKey: [key] });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, save };
}
