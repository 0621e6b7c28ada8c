import "../i18n/parts/fill";
import {
  createContext,
  use,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from "react";
import type { Titles, Values } from "../api/types";
import type { PrintContext } from "../engine/form/kind";
import { localToday } from "../kit";
import { useLang, type Lang } from "../i18n";
import { useRegions } from "../i18n/regions";
import { useApp } from "./context";

/** Names of records, people, units and files met on this page, by id (ids are unique across all of them). */
export class TitleBook {
  private names = new Map<string, string>();
  private watchers = new Set<() => void>();
  private edition = 0;

  /** Take over the titles a row came with. */
  learn(titles: Titles | undefined): void {
    for (const byId of Object.values(titles ?? {}))
      for (const [id, title] of Object.entries(byId)) this.names.set(id, title);
  }

  /** One more name, said by a picker or an upload. */
  name(id: string, title: string): void {
    if (this.names.get(id) === title) return;
    this.names.set(id, title);
    this.edition += 1;
    for (const watcher of this.watchers) watcher();
  }

  of = (id: string): string | undefined => this.names.get(id);
  all = (): Record<string, string> => Object.fromEntries(this.names);
  version = (): number => this.edition;
  watch = (changed: () => void): (() => void) => {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  };
}

export interface CreateNew {
  /** Open a small form for a new record of `entity`; `done` gets the id and title of what was made. */
  (entity: string, prefill: Values, done: (id: string, title: string) => void): void;
}

interface RenderEnv {
  readonly titles: TitleBook;
  readonly createNew: CreateNew | null;
}

const Context = createContext<RenderEnv | null>(null);

interface ProviderProps {
  titles?: Titles | undefined;
  createNew?: CreateNew | undefined;
  children: ReactNode;
}

/** Around anything that shows fields: the names known so far, and how to create a record on the way. */
export function RenderProvider({ titles, createNew, children }: ProviderProps): ReactElement {
  const [own] = useState(() => new TitleBook());
  const value = useMemo(() => {
    own.learn(titles);
    return { titles: own, createNew: createNew ?? null };
  }, [own, titles, createNew]);
  return <Context value={value}>{children}</Context>;
}

export function useRender(): RenderEnv {
  const found = use(Context);
  if (!found) throw new Error("a field outside RenderProvider");
  return found;
}

/** Language, zone and names for printing values; draws again when a name is learnt. */
export function usePrint(regions = false): { lang: Lang; print: PrintContext } {
  const { titles } = useRender();
  const { bundle } = useApp();
  const lang = useLang();
  useSyncExternalStore(titles.watch, titles.version);
  const divisions = useRegions(regions);
  return {
    lang,
    print: {
      zone: bundle.zone,
      title: (_target, id) => titles.of(id),
      divisions: divisions ?? undefined,
    },
  };
}

/** What reading typed text may use: the reader's day and the organisation's zone. */
export function useReadContext(): { today: string; zone: string } {
  const { bundle } = useApp();
  return { today: localToday(), zone: bundle.zone };
}
