/** Queries about approvals. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { listApprovals, listDelegations, readApproval, type Box } from "./approvals";

export const useApprovals = (app: string, box: Box) =>
  useInfiniteQuery({
    queryKey: ["app", app, "approvals", "list", box],
    queryFn: ({ pageParam }) => listApprovals(app, box, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const useApproval = (app: string, id: string) =>
  useQuery({ queryKey: ["app", app, "approvals", "one", id], queryFn: () => readApproval(app, id) });

export const DELEGATIONS = ["delegations"] as const;
export const useDelegations = () => useQuery({ queryKey: DELEGATIONS, queryFn: listDelegations });
