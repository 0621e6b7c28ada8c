import { at } from "./endpoints";
import { call } from "./http";
import type { Person } from "./types";

/** Whom all of these obligations can be reassigned to, by part of the name. */
export const listAssignable = (app: string, ids: readonly string[], q: string) =>
  call<Person[]>(at("/api/apps/{app}/obligations/{obligation}/people", { app, obligation: ids[0] ?? "" }), {
    query: { q, also: ids.slice(1).join(",") || undefined },
  });
