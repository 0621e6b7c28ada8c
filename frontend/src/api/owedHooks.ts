/** Queries about what is owed; their keys start with the app, as those of hooks.ts. */
import { useInfiniteQuery, useQuery, type QueryClient } from "@tanstack/react-query";
import { listOwed, listQueues, readWhy, type OwedPage, type OwedQuery } from "./owed";

export const useWhy = (app: string, id: string) =>
  useQuery({ queryKey: ["app", app, "owed", "why", id], queryFn: () => readWhy(app, id) });

export const useQueues = (app: string) =>
  useQuery({ queryKey: ["app", app, "queues"], queryFn: () => listQueues(app) });

export function useOwed(app: string, query: OwedQuery) {
  return useInfiniteQuery({
    queryKey: ["app", app, "owed", "list", query],
    queryFn: ({ pageParam }) => listOwed(app, { ...query, after: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: OwedPage) => page.next,
    placeholderData: (before) => before,
  });
}

/** Something was decided about what is owed: all but the documents of the app is asked again. */
export function refreshApp(client: QueryClient, app: string): void {
  void client.invalidateQueries({
    predicate: ({ queryKey: [scope, of, what] }) => scope === "app" && of === app && what !== "bundle",
  });
}
