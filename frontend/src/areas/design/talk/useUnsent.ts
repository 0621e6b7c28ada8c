import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "../../../api/hooks";
import type { Session } from "../../../api/types";

/** What was written and not sent, by person and by what it was to become; as long as the page is not loaded anew. */
const unsent = new WeakMap<QueryClient, Map<string, unknown>>();

/**
 * What is being written: it is there again when its form is, wherever one looked meanwhile. `what` tells forms apart ("reply
 * to this topic"); null at the end: it was sent, or is not wanted any more.
 */
export function useUnsent<T>(what: string, start: T): [T, (next: T | null) => void] {
  const client = useQueryClient();
  const person = client.getQueryData<Session>(keys.session)?.person.id ?? "";
  const key = `${person} ${what}`;
  const [value, setValue] = useState(() => (unsent.get(client)?.get(key) as T | undefined) ?? start);
  const keep = (next: T | null) => {
    const all = unsent.get(client) ?? new Map<string, unknown>();
    unsent.set(client, all);
    if (next === null) all.delete(key);
    else all.set(key, next);
    setValue(next ?? start);
  };
  return [value, keep];
}
