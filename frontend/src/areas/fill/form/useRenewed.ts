import { useQueryClient } from "@tanstack/react-query";
import { bundleQuery, keys } from "../../../api/hooks";
import type { Bundle } from "../../../api/types";
import { useApp } from "../../../render/context";

/** Asks for the app as it is now, and for what its pages show with it; null without a line. */
export function useRenewed(): () => Promise<Bundle | null> {
  const { app } = useApp();
  const client = useQueryClient();
  return async () => {
    void client.invalidateQueries({
      predicate: ({ queryKey: [scope, of, what] }) => scope === "app" && of === app && what !== "bundle",
    });
    void client.invalidateQueries({ queryKey: keys.apps });
    const fresh = await client.query({ ...bundleQuery(app), staleTime: 0 }).catch(() => null);
    // The pages hear of it a moment later; a field that moved then would lose the focus it is about to get.
    await new Promise((resolve) => setTimeout(resolve));
    return fresh;
  };
}
