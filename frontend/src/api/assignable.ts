import { at } from "./endpoints";
import { call } from "./http";
import type { Person } from "./types";

/** Whom all of these obligations can be reassigned to, by part of the name. */
export const listAssignable = (app: string, ids: readonly string[], q: string) =>
  call<Person[]>(at("/api/apps/{app}/obligations/{obligation}/people", { app, obligation: ids[0] ?? "" }), {
    query: { q, also: ids.slice(1).join(",") || undefined },
  });

/** Who can sign in one's place (added: besides), by part of the name. */
export const listSigners = (app: string, approval: string, added: boolean, q: string) =>
  call<Person[]>(at("/api/apps/{app}/approvals/{approval}/people", { app, approval }), {
    query: { added: added ? "true" : undefined, q },
  });
