import { createContext, use, type ReactElement, type ReactNode } from "react";
import type { Bundle, Session } from "../api/types";

/** The app a page stands in: its documents, the reader and the organisation. */
export interface AppContext {
  readonly app: string;
  readonly bundle: Bundle;
  readonly session: Session;
}

const Context = createContext<AppContext | null>(null);

export function AppProvider({ value, children }: { value: AppContext; children: ReactNode }): ReactElement {
  return <Context value={value}>{children}</Context>;
}

/** The app of this page; only below AppProvider. */
export function useApp(): AppContext {
  const found = use(Context);
  if (!found) throw new Error("useApp outside AppProvider");
  return found;
}
