import { useSyncExternalStore } from "react";

/** Division codes of China and their names, loaded when first needed (25 kB). */
export type Regions = Readonly<Record<string, string>>;

let regions: Regions | null = null;
let loading = false;
const watchers = new Set<() => void>();

function load(): void {
  if (loading || regions) return;
  loading = true;
  import("../../../schemas/fields/regions.json").then(
    (found) => {
      regions = found.default.divisions;
      for (const watcher of watchers) watcher();
    },
    () => {
      loading = false;
    },
  );
}

function subscribe(changed: () => void): () => void {
  watchers.add(changed);
  load();
  return () => {
    watchers.delete(changed);
  };
}
const none = () => () => undefined;

/** The divisions; null until they are loaded, or when `wanted` is false. */
export function useRegions(wanted = true): Regions | null {
  return useSyncExternalStore(wanted ? subscribe : none, () => regions);
}
