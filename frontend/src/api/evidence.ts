/** Pictures that were handed in before, with both places. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Text } from "./documents";
import { call } from "./http";
import type { Named } from "./owed";
import type { FileView } from "./types";

export interface EvidencePlace {
  readonly at: string;
  readonly entity: string;
  readonly entity_label: Text;
  readonly record: string;
  readonly title: string;
  readonly place: string;
  readonly place_label: Text;
  readonly person: Named;
  readonly file: FileView;
}

export interface Finding {
  readonly id: string;
  /** How far the looks differ, 0..64. */
  readonly distance: number;
  /** The very same file. */
  readonly same: boolean;
  /** It was not taken. */
  readonly refused: boolean;
  readonly here: EvidencePlace;
  /** Null: the reader may not see that place. */
  readonly earlier: EvidencePlace | null;
  readonly seen_at: string | null;
  readonly seen_by: Named | null;
}

const home = (app: string) => `/api/apps/${encodeURIComponent(app)}/evidence`;

export const useFindings = (app: string, unseen: boolean) =>
  useInfiniteQuery({
    queryKey: ["app", app, "evidence", unseen],
    queryFn: ({ pageParam }) =>
      call<{ readonly rows: readonly Finding[]; readonly next: string | null }>(home(app), {
        query: { after: pageParam, unseen: unseen ? "true" : null },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const markSeen = (app: string, id: string) =>
  call<unknown>(`${home(app)}/${encodeURIComponent(id)}/seen`, { method: "POST", body: {} });
