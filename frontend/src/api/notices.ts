/** The inbox: what one is told. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Text } from "./documents";
import { call } from "./http";

export interface Notice {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly title: Text;
  readonly body: Text;
  readonly app: string;
  readonly entity: string;
  readonly record: string | null;
  readonly record_title: string | null;
  readonly obligation: string | null;
  readonly duty: string | null;
  readonly due_at: string | null;
  readonly read: boolean;
  /** The remark or proposal it is about; null: about none I may know of. */
  readonly talk?: string | null;
}

export interface NoticePage {
  readonly rows: readonly Notice[];
  readonly next: number | null;
  readonly unread: number;
}

export const NOTICES = ["notices"] as const;
export const UNREAD = ["notices", "unread"] as const;

export const listNotices = (after: number | null, unread = false) =>
  call<NoticePage>("/api/notices", { query: { after, unread: unread ? "true" : null } });

export const markRead = (what: { readonly seqs: readonly number[] } | { readonly all: true }) =>
  call<undefined>("/api/notices/read", { method: "POST", body: what });

export const useNotices = (unread: boolean) =>
  useInfiniteQuery({
    queryKey: [...NOTICES, "list", unread],
    queryFn: ({ pageParam }) => listNotices(pageParam, unread),
    initialPageParam: null as number | null,
    getNextPageParam: (page: NoticePage) => page.next,
  });
