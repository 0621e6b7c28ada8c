import { useQuery } from "@tanstack/react-query";
import { listTopics, talkKey } from "../../../api/talk";
import { useWorkbench } from "./context";

const OFTEN = 60_000;

/** How many topics are open per place, and how many proposals wait; nothing while it is not known. */
export function useTalkCounts(): { open: Readonly<Record<string, number>>; waiting: number } {
  const { key } = useWorkbench();
  const found = useQuery({
    queryKey: [...talkKey(key), "counts"],
    queryFn: () => listTopics(key, { only: "open" }),
    staleTime: OFTEN,
    refetchInterval: OFTEN,
    retry: false,
  }).data;
  return { open: found?.open ?? {}, waiting: found?.waiting ?? 0 };
}

/** How many are open about a place and what lies in it. */
export const countAt = (open: Readonly<Record<string, number>>, path: string): number =>
  Object.entries(open).reduce(
    (sum, [at, n]) => (at === path || at.startsWith(`${path}/`) ? sum + n : sum),
    0,
  );

/** How many are open about the selected place; about anything where none is selected. */
export function useTalkHere(): number {
  const { at } = useWorkbench();
  const { open } = useTalkCounts();
  if (at !== null) return countAt(open, at);
  return Object.values(open).reduce((sum, n) => sum + n, 0);
}
