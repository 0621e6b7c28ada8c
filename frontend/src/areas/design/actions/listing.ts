import { everyEntity } from "../../../engine/design/commands/entities";
import type { ActionDoc, AppDoc, DutyDoc } from "../../../engine/design/documents";
import { inOrder } from "../../../engine/model/entity";
import type { Text } from "../../../i18n";

export interface ActionItem {
  readonly id: string;
  readonly doc: ActionDoc;
  /** Duties that are done by it, in their order. */
  readonly duties: readonly { readonly id: string; readonly doc: DutyDoc }[];
}
export interface EntityGroup {
  readonly entity: string;
  readonly label: Text;
  readonly actions: readonly ActionItem[];
  /** Duties whose action is gone. */
  readonly loose: readonly { readonly id: string; readonly doc: DutyDoc }[];
}

const holds = (text: string, label: Text): boolean =>
  `${label.zh} ${label.en ?? ""}`.toLowerCase().includes(text);

/** Actions by entity with their duties below them; what `search` does not name is left out, but for the action of a duty
 * that it does. */
export function grouped(app: AppDoc, search: string): EntityGroup[] {
  const text = search.trim().toLowerCase();
  const { actions = {}, duties = {} } = app;
  return everyEntity(app).flatMap((entity): EntityGroup[] => {
    const label = app.entities[entity]?.entity.label ?? { zh: "" };
    const whole = text === "" || holds(text, label);
    const mine = inOrder(duties).flatMap((id) => {
      const doc = duties[id];
      return doc?.entity === entity ? [{ id, doc }] : [];
    });
    const found = inOrder(actions).flatMap((id): ActionItem[] => {
      const doc = actions[id];
      if (doc?.entity !== entity) return [];
      const under = mine.filter((one) => one.doc.action === id);
      const shown = under.filter((one) => whole || holds(text, doc.label) || holds(text, one.doc.label));
      return whole || holds(text, doc.label) || shown.length > 0 ? [{ id, doc, duties: shown }] : [];
    });
    const loose = mine.filter(
      (one) => actions[one.doc.action]?.entity !== entity && (whole || holds(text, one.doc.label)),
    );
    return found.length > 0 || loose.length > 0 ? [{ entity, label, actions: found, loose }] : [];
  });
}

/** Documents of one collection in order, narrowed by their words. */
export function narrowed<T extends { readonly label: Text; readonly order?: number }>(
  of: Readonly<Record<string, T>> | undefined,
  search: string,
): { id: string; doc: T }[] {
  const text = search.trim().toLowerCase();
  return inOrder(of ?? {}).flatMap((id) => {
    const doc = of?.[id];
    return doc && (text === "" || holds(text, doc.label)) ? [{ id, doc }] : [];
  });
}
