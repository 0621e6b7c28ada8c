import { entitiesInOrder } from "../../../engine/design/commands/entities";
import type { AppDoc, FlowDoc } from "../../../engine/design/documents";

export type ItemKind = "stages" | "transitions" | "paths";

/** What is selected: a flow, and perhaps a stage, transition or path of it; `inside` is the rest of a finding's path. */
export interface FlowPlace {
  readonly flow: string;
  readonly kind: ItemKind | null;
  readonly id: string | null;
  readonly inside: string;
}

const KINDS: readonly string[] = ["stages", "transitions", "paths"];

/** The selection a workbench path means; null where it names nothing that is there. */
export function placeOf(app: AppDoc, at: string | null): FlowPlace | null {
  const [kind, flow = "", member = "", id = "", ...inside] = (at ?? "").split("/");
  const found = app.flows?.[flow];
  if (kind !== "flow" || !found) return null;
  const items = KINDS.includes(member) ? found[member as ItemKind] : {};
  if (!Object.hasOwn(items, id)) return { flow, kind: null, id: null, inside: "" };
  return { flow, kind: member as ItemKind, id, inside: inside.join("/") };
}

/** The path of a stage, transition or path, as it stands in the address. */
export const pathTo = (flow: string, kind: ItemKind, id: string): string => `flow/${flow}/${kind}/${id}`;

/** The flows in the order of their entities: what the app is about comes first. */
export function flowsOf(app: AppDoc): FlowDoc[] {
  const place = (flow: FlowDoc) => app.entities[flow.entity]?.entity.order ?? 0;
  return Object.values(app.flows ?? {}).sort((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1));
}

/** The flow that is open: the selected one, else the first. */
export const openFlow = (app: AppDoc, place: FlowPlace | null): FlowDoc | undefined =>
  place ? app.flows?.[place.flow] : flowsOf(app)[0];

/** Entities that can have a flow and have none. */
export const without = (app: AppDoc): string[] =>
  entitiesInOrder(app).filter(
    (id) =>
      app.entities[id]?.entity.archived !== true &&
      !Object.values(app.flows ?? {}).some((flow) => flow.entity === id),
  );
