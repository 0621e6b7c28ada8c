/** Queries of the server, one hook each; keys start with the app so that a publish can refresh all of it. */
import {
  QueryClient,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type InfiniteData,
} from "@tanstack/react-query";
import {
  countRows,
  listApps,
  listEvents,
  listOptions,
  listPeople,
  listRows,
  listUnits,
  readBoard,
  readBundle,
  readRecord,
  readToday,
  session,
  type RowQuery,
} from "./endpoints";
import { ApiProblem, setCsrf } from "./http";
import type { Answer, RecordAnswer, RowPage, Session } from "./types";

/** One client per page. Failures of the network are tried once more; refusals never. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Offline is said at once (ErrorState with retry) instead of waiting in silence.
        networkMode: "always",
        staleTime: 20_000,
        refetchOnReconnect: true,
        retry: (count, error) => count < 1 && error instanceof ApiProblem && error.transient,
      },
    },
  });
}

export const keys = {
  session: ["session"] as const,
  apps: ["apps"] as const,
  bundle: (app: string) => ["app", app, "bundle"] as const,
  today: (app: string) => ["app", app, "today"] as const,
  rows: (app: string, entity: string, query: RowQuery) => ["app", app, "rows", entity, query] as const,
  board: (app: string, entity: string, query: RowQuery) => ["app", app, "board", entity, query] as const,
  count: (app: string, entity: string, query: RowQuery) => ["app", app, "count", entity, query] as const,
  record: (app: string, entity: string, id: string) => ["app", app, "record", entity, id] as const,
  events: (app: string, entity: string, id: string) => ["app", app, "events", entity, id] as const,
  options: (app: string, entity: string, q: string) => ["app", app, "options", entity, q] as const,
  people: (q: string) => ["people", q] as const,
  units: ["units"] as const,
};

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async (): Promise<Session> => {
    const found = await session.read();
    setCsrf(found.csrf);
    return found;
  },
  staleTime: Infinity,
});

export const bundleQuery = (app: string) =>
  queryOptions({ queryKey: keys.bundle(app), queryFn: () => readBundle(app), staleTime: 300_000 });

export const recordQuery = (app: string, entity: string, id: string) =>
  queryOptions({ queryKey: keys.record(app, entity, id), queryFn: () => readRecord(app, entity, id) });

export const useSession = () => useQuery(sessionQuery);
export const useApps = () => useQuery({ queryKey: keys.apps, queryFn: listApps, staleTime: 300_000 });
export const useBundle = (app: string) => useQuery(bundleQuery(app));
export const useToday = (app: string, every: number | false = false) =>
  useQuery({ queryKey: keys.today(app), queryFn: () => readToday(app), refetchInterval: every });
export const useRecord = (app: string, entity: string, id: string) => useQuery(recordQuery(app, entity, id));

/** Rows page by page; `query.after` is the hook's own affair. */
export function useRows(app: string, entity: string, query: RowQuery, enabled = true) {
  return useInfiniteQuery({
    queryKey: keys.rows(app, entity, query),
    queryFn: ({ pageParam }) => listRows(app, entity, { ...query, after: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: RowPage) => page.next,
    enabled,
  });
}

export const useBoard = (app: string, entity: string, query: RowQuery) =>
  useQuery({ queryKey: keys.board(app, entity, query), queryFn: () => readBoard(app, entity, query) });

export const useCount = (app: string, entity: string, query: Pick<RowQuery, "filter" | "q">) =>
  useQuery({ queryKey: keys.count(app, entity, query), queryFn: () => countRows(app, entity, query) });

export function useEvents(app: string, entity: string, id: string) {
  return useInfiniteQuery({
    queryKey: keys.events(app, entity, id),
    queryFn: ({ pageParam }) => listEvents(app, entity, id, pageParam),
    initialPageParam: null as number | string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** Records to choose from; asked only while `open`. */
export const useOptions = (app: string, entity: string, q: string, open: boolean) =>
  useQuery({
    queryKey: keys.options(app, entity, q),
    queryFn: () => listOptions(app, entity, q),
    enabled: open && entity !== "",
    placeholderData: (before) => before,
  });

export const usePeople = (q: string, open: boolean) =>
  useQuery({
    queryKey: keys.people(q),
    queryFn: () => listPeople(q),
    enabled: open,
    placeholderData: (before) => before,
  });

export const useUnits = (open: boolean) =>
  useQuery({ queryKey: keys.units, queryFn: listUnits, enabled: open, staleTime: 300_000 });

/** After a write: the record is what the server answered; lists, boards, 今天 and timelines are asked again. */
export function useAccept(app: string): (answer: Answer) => void {
  const client = useQueryClient();
  return (answer) => accept(client, app, answer);
}

/** `useAccept` outside React. */
export function accept(client: QueryClient, app: string, answer: Answer): void {
  const { entity, id } = answer.record;
  client.setQueryData<RecordAnswer>(keys.record(app, entity, id), (before) =>
    before ? { ...before, record: answer.record, next: answer.next } : before,
  );
  const stale = new Set([
    "today",
    "rows",
    "board",
    "count",
    "options",
    "events",
    "owed",
    "queues",
    "approvals",
  ]);
  void client.invalidateQueries({
    predicate: ({ queryKey: [scope, of, what, which, key] }) =>
      scope === "app" &&
      of === app &&
      // Other records too: an act may have written onto the customer behind this one.
      (stale.has(String(what)) || (what === "record" && !(which === entity && key === id))),
  });
}

export type Pages = InfiniteData<RowPage>;
