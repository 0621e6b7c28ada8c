import { fieldPath, setFields } from "../../../../engine/design/commands/fields";
import type { Property, Text } from "../../../../engine/model/entity";
import { useWorkbench } from "../../workbench/context";

export interface Held {
  readonly entity: string;
  readonly id: string;
  readonly property: Property;
  readonly path: string;
  /** Sets members of the property ("maxLength", "field/help"); `words` say what was set. */
  readonly set: (members: Readonly<Record<string, unknown>>, words: Text) => void;
}

/** A field of the draft and how its settings are changed; null: it is no more. */
export function useHeld(entity: string, id: string): Held | null {
  const { app, run } = useWorkbench();
  const property = app.entities[entity]?.properties[id];
  if (!property) return null;
  return {
    entity,
    id,
    property,
    path: fieldPath(entity, id),
    set: (members, words) => {
      const command = setFields(app, entity, id, members, words);
      if (command.operations.length > 0) run(command);
    },
  };
}

/** Words of a setting in both languages, for the history of the draft. */
export const both = (zh: string, en: string): Text => ({ zh, en });
