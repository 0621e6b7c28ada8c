import { useQuery } from "@tanstack/react-query";
import { useMemo, type ReactElement, type ReactNode } from "react";
import { sessionQuery } from "../../../api/hooks";
import type { Bundle, Session } from "../../../api/types";
import type { AppDoc } from "../../../engine/design/documents";
import { namesAt, type RulePlace } from "../../../engine/design/names";
import { DEFAULT_ZONE } from "../../../engine/form/kind";
import type { PathInfo } from "../../../engine/model/paths";
import { AppProvider } from "../../../render/context";
import { RenderProvider } from "../../../render/env";
import { useWorkbench } from "../workbench/context";

const NOBODY: Session = {
  csrf: "",
  person: { id: "", name: "" },
  organisation: { name: "", zone: DEFAULT_ZONE },
};

/** The draft as the editors of values read an app: its documents and zone. A draft gives nobody any rights. */
function bundleOf(key: string, app: AppDoc, zone: string): Bundle {
  const parts = { entities: app.entities, forms: app.forms ?? {}, lists: app.lists ?? {} };
  const bundle = {
    key,
    name: app.app.name,
    ...parts,
    flows: app.flows ?? {},
    actions: app.actions ?? {},
    duties: app.duties ?? {},
    rights: {},
    calendars: {},
    offsets: [],
    zone,
    version: 0,
    digest: "",
    role: "",
  };
  return bundle as unknown as Bundle;
}

/** Around editors of values: the pickers of people, units and records, and the organisation's zone, over the draft. */
export function DraftProvider({ children }: { children: ReactNode }): ReactElement {
  const { key, app } = useWorkbench();
  // Whoever designs is signed in: the session is there already, and is not asked for again.
  const session = useQuery({ ...sessionQuery, enabled: false }).data ?? NOBODY;
  const value = useMemo(
    () => ({ app: key, bundle: bundleOf(key, app, session.organisation.zone), session }),
    [key, app, session],
  );
  return (
    <AppProvider value={value}>
      <RenderProvider>{children}</RenderProvider>
    </AppProvider>
  );
}

const cache = new WeakMap<AppDoc, Map<string, readonly PathInfo[]>>();

/** What a rule at a place may name; found once per state of the draft. */
export function namesOf(app: AppDoc, place: RulePlace): readonly PathInfo[] {
  const known = cache.get(app) ?? new Map<string, readonly PathInfo[]>();
  cache.set(app, known);
  const key = JSON.stringify(place);
  const found = known.get(key) ?? namesAt(app, place);
  known.set(key, found);
  return found;
}
