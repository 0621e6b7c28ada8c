import { createContext, use, useSyncExternalStore } from "react";
import type { FieldSnapshot, FormStore } from "./store";

/** The form that fields below belong to. */
export const StoreContext = createContext<FormStore | null>(null);

export function useStore(): FormStore {
  const store = use(StoreContext);
  if (!store) throw new Error("a field outside a form");
  return store;
}

/** One field of a form; draws again only when that field changes. */
export function useField(store: FormStore, id: string): FieldSnapshot {
  return useSyncExternalStore(store.watch, () => store.field(id));
}

/** The whole form; draws again with every change. */
export function useForm(store: FormStore): number {
  return useSyncExternalStore(store.watch, store.version);
}
