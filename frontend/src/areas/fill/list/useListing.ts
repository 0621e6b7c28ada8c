import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { readPreference, writePreference } from "../../../api/endpoints";
import type { Bundle } from "../../../api/types";
import type { Node } from "../../../engine/rules/ast";
import { useApp } from "../../../render/context";
import { defaultSort, readRule, settingsKey, viewsFor, type ListSettings, type View } from "./model";
import type { ListSearch } from "./search";

export interface Listing {
  readonly bundle: Bundle;
  readonly app: string;
  readonly entity: string;
  readonly settings: ListSettings;
  /** Set something about this list for the reader, everywhere he logs in. */
  readonly saveSettings: (next: ListSettings) => void;
  readonly views: readonly View[];
  readonly view: View;
  readonly q: string;
  readonly filter: Node | null;
  readonly sort: string;
  /** The filter or the order is no longer the view's. */
  readonly changed: boolean;
  readonly set: (change: { [K in keyof ListSearch]?: string | null }) => void;
  readonly setFilter: (rule: Node | null) => void;
  /** What the server is asked. */
  readonly query: {
    readonly filter?: string | undefined;
    readonly q?: string | undefined;
    readonly sort: string;
  };
}

/** The reader's own settings of a list; what cannot be read (offline) counts as nothing set. */
function useSettings(key: string): [ListSettings, (next: ListSettings) => void] {
  const client = useQueryClient();
  const queryKey = ["preference", key];
  const found = useQuery({
    queryKey,
    queryFn: async () => (await readPreference<ListSettings>(key)) ?? {},
    staleTime: 300_000,
  });
  const save = useMutation({ mutationFn: (next: ListSettings) => writePreference(key, next) });
  return [
    found.data ?? {},
    (next) => {
      client.setQueryData(queryKey, next);
      save.mutate(next);
    },
  ];
}

/** What a list or board of `entity` shows now: its address (view, words, filter, order) and the reader's settings. */
export function useListing(entity: string): Listing {
  const { app, bundle } = useApp();
  const search: ListSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const [settings, saveSettings] = useSettings(settingsKey(app, entity));
  const views = viewsFor(bundle, entity, settings);
  const view = views.find(({ id }) => id === search.view) ?? views[0];
  const given = search.filter;
  const filter = given === undefined ? view.filter : given === "none" ? null : readRule(given);
  const sort = search.sort ?? view.sort ?? defaultSort(bundle, entity);
  const q = search.q ?? "";
  const set: Listing["set"] = (change) => {
    const next: Record<string, string> = {};
    for (const [name, value] of Object.entries({ ...search, ...change }))
      if (typeof value === "string" && value !== "") next[name] = value;
    void navigate({ to: ".", search: next, replace: true });
  };
  return {
    app,
    bundle,
    entity,
    settings,
    saveSettings,
    views,
    view,
    q,
    filter,
    sort,
    changed: given !== undefined || (search.sort !== undefined && search.sort !== view.sort),
    set,
    setFilter: (rule) =>
      set({ filter: rule === null ? (view.filter ? "none" : null) : JSON.stringify(rule) }),
    query: {
      filter: filter === null ? undefined : JSON.stringify(filter),
      q: q === "" ? undefined : q,
      sort,
    },
  };
}
