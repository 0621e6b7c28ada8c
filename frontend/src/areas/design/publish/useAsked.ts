import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { readCopies, readInFlight, type Copies, type InFlight } from "../../../api/publishing";
import { useWorkbench } from "../workbench/context";

export type Asked<T> = Pick<UseQueryResult<T>, "data" | "error" | "isError" | "isFetching" | "refetch">;

/** An answer about the draft as it stands: asked anew with every revision, once all one did is with the server. An answer
 *  about the draft as it was is none: `data` is undefined until there is one about this. */
export function useAsked<T>(what: string, ask: (app: string, signal: AbortSignal) => Promise<T>): Asked<T> {
  const { key, revision, saved } = useWorkbench();
  const { data, error, isError, isFetching, refetch } = useQuery({
    queryKey: ["design", key, what, revision],
    queryFn: ({ signal }) => ask(key, signal),
    enabled: saved === "saved",
    staleTime: 60_000,
  });
  if (saved === "saving") return { data: undefined, error: null, isError: false, isFetching: true, refetch };
  return { data, error, isError, isFetching, refetch };
}

/** Whether it is still to be answered: neither an answer nor a reason why there is none. */
export const unanswered = ({ data, isError }: Asked<unknown>): boolean => data === undefined && !isError;

/** What the draft means for the records in the flow; while they are looked at, as far as that is. */
export function useInFlight(): Asked<InFlight> {
  const client = useQueryClient();
  const { key, revision } = useWorkbench();
  // A part of an answer is old from the start: who comes back to it asks for the rest.
  const onto = (far: InFlight) =>
    client.setQueryData(["design", key, "in_flight", revision], far, { updatedAt: 0 });
  return useAsked("in_flight", (app, signal) => readInFlight(app, onto, signal));
}

/** What the draft copies into fields that come in place of others. */
export function useCopies(): Asked<Copies> {
  const client = useQueryClient();
  const { key, revision } = useWorkbench();
  const onto = (far: Copies) =>
    client.setQueryData(["design", key, "copies", revision], far, { updatedAt: 0 });
  return useAsked("copies", (app, signal) => readCopies(app, onto, signal));
}
